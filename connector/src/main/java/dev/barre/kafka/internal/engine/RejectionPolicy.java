package dev.barre.kafka.internal.engine;

import org.apache.kafka.common.TopicPartition;

/** Decides about a record that was rejected. Thread-safe. */
@FunctionalInterface
public interface RejectionPolicy {
    /** Whether to go on behind the record, which is then on the record as skipped; else reading of its partition stops there. */
    boolean skip(TopicPartition partition, long offset, Rejection rejection);
}
