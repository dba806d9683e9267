package dev.barre.kafka;

import java.util.Optional;

/**
 * The answer of {@code Consumer.offsetsForTimes} for one partition.
 *
 * @param partition the partition
 * @param offset the first record at or after the time asked for, empty where no record is that late
 */
public record TopicPartitionOffset(TopicPartition partition, Optional<OffsetAndTimestamp> offset) {}
