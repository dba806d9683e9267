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
    private final int attempt;

    /**
     * @param handledItems how many items of the batch a commit takes as handled
     * @param attempt how often what is being handled was handled
     */
    ListenerCaller(MemberScope scope, ApiTimeouts timeouts, int handledItems, int attempt) {
        this.scope = scope;
        this.timeouts = timeouts;
        this.handledItems = handledItems;
        this.attempt = attempt;
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

    @Override
    public void accept(PartitionOffset record) {
        Arguments.checkOffset("accept", record);
        scope.accept(Conversions.kafkas(record.partition()), record.offset());
    }

    @Override
    public void release(PartitionOffset record, Duration after) {
        Arguments.checkOffset("release", record);
        scope.release(
                Conversions.kafkas(record.partition()),
                record.offset(),
                Arguments.checkSpan("release", "the wait", after, Duration.ZERO));
    }

    @Override
    public void reject(PartitionOffset record, Throwable cause) {
        Arguments.checkOffset("reject", record);
        Arguments.required("reject", "the cause", cause);
        scope.reject(Conversions.kafkas(record.partition()), record.offset(), cause);
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public List<TopicPartition> assignment() {
        return Conversions.ours(scope.assignment(timeouts.of("assignment", null)));
    }

    @Override
    public long position(TopicPartition partition) {
        Arguments.checkPartition("position", partition);
        return scope.position(Conversions.kafkas(partition), timeouts.of("position", null));
    }

    @Override
    public void pause(List<TopicPartition> partitions) {
        Arguments.required("pause", "the list of partitions", partitions);
        scope.pause(Conversions.kafkas("pause", partitions), timeouts.of("pause", null));
    }

    @Override
    public void resume(List<TopicPartition> partitions) {
        Arguments.required("resume", "the list of partitions", partitions);
        scope.resume(Conversions.kafkas("resume", partitions), timeouts.of("resume", null));
    }
}
