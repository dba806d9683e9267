package dev.barre.kafka.internal.engine;

import org.apache.kafka.common.TopicPartition;

/** Decides about records that are rejected. Thread-safe. */
@FunctionalInterface
public interface RejectionPolicy {
    /** Whether to go on behind the record; else reading of its partition stops there. */
    boolean skips(TopicPartition partition, long offset, Rejection rejection);

    /** The record at {@code offset} is passed over for good, and goes on the record as skipped. */
    default void skipped(TopicPartition partition, long offset, Rejection rejection) {}
}
