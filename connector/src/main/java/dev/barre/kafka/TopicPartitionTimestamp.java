package dev.barre.kafka;

/**
 * A partition and a time, to ask which record came first at or after it.
 *
 * @param partition the partition
 * @param timestamp milliseconds since the epoch
 */
public record TopicPartitionTimestamp(TopicPartition partition, long timestamp) {}
