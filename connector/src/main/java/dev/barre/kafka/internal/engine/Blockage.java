package dev.barre.kafka.internal.engine;

import org.apache.kafka.common.TopicPartition;

/**
 * A partition that cannot go on.
 *
 * @param partition the partition
 * @param offset the record it stands before
 * @param rejection why
 */
public record Blockage(TopicPartition partition, long offset, Rejection rejection) {}
