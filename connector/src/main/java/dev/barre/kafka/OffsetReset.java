package dev.barre.kafka;

/**
 * Where a consumer begins in a partition that has no committed offset, or none that still exists (Kafka property
 * {@code auto.offset.reset}).
 */
public enum OffsetReset {
    /** At the first record that exists. */
    EARLIEST,
    /** After the last record: only what comes later is read. */
    LATEST,
    /** Nowhere: polling fails until somebody seeks. */
    NONE
}
