package dev.barre.kafka.internal.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a member stands, as its thread has seen it last. Immutable.
 *
 * @param name what log lines call the member
 * @param roundNanos when the thread that polls came round last, on the monotonic clock
 * @param pollFailure what polls fail for at present, null where they go well
 * @param commitFailure what commits fail for at present, and have for a while; null where they go well
 * @param partitions what is assigned, in no order
 */
public record MemberSnapshot(
        String name,
        long roundNanos,
        @Nullable Throwable pollFailure,
        @Nullable Throwable commitFailure,
        List<PartitionSnapshot> partitions) {}
