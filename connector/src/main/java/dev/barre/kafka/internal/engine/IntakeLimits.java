package dev.barre.kafka.internal.engine;

/**
 * How much a member fetches ahead of its handlers. A partition that has reached a limit is paused until handlers catch up; the last
 * poll may have gone beyond it by what one poll returns. Immutable.
 *
 * @param recordsPerPartition handed over and not finished
 * @param bytesPerPartition handed over and not finished: keys, values and what the heap needs beside them
 * @param bytesPerMember the same of all partitions together; one that has nothing at hand is still fetched where a lane may be free for it
 * @param uncommittedRecordsPerPartition from the first record on that is not settled: what a restart would bring again
 */
public record IntakeLimits(
        int recordsPerPartition, long bytesPerPartition, long bytesPerMember, int uncommittedRecordsPerPartition) {}
