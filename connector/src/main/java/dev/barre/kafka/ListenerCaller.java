package dev.barre.kafka;

import dev.barre.kafka.internal.engine.MemberScope;
import dev.barre.kafka.interop.ApiTimeouts;
import java.time.Duration;
import java.util.List;

/** A caller for one call of a service. Immutable. */
final class ListenerCaller implements Caller {
    private final MemberScope scope;
    private final ApiTimeouts timeouts;
    private final int handledItems;

    /** @param handledItems how many items of the batch a commit takes as handled */
    ListenerCaller(MemberScope scope, ApiTimeouts timeouts, int handledItems) {
        this.scope = scope;
        this.timeouts = timeouts;
        this.handledItems = handledItems;
    }

    @Override
    public void commit() {
        scope.commit(handledItems, timeouts.of("commit", null));
    }

    @Override
    public void commitOffset(List<PartitionOffset> offsets) {
        commitOffset(offsets, timeouts.of("commitOffset", null));
    }

    @Override
    public void commitOffset(List<PartitionOffset> offsets, Duration timeout) {
        Arguments.required("commitOffset", "the list of offsets", offsets);
        scope.commit(Conversions.kafkas("commitOffset", offsets), timeouts.of("commitOffset", timeout));
    }

    @Override
    public void seek(PartitionOffset offset) {
        Arguments.checkOffset("seek", offset);
        scope.seek(Conversions.kafkas(offset.partition()), offset.offset(), timeouts.of("seek", null));
    }
}
