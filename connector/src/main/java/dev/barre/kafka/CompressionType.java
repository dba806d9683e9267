package dev.barre.kafka;

/** How a producer compresses its batches (Kafka property {@code compression.type}). */
public enum CompressionType {
    /** Not at all. */
    NONE,
    /** Small, slow. */
    GZIP,
    /** Fast, larger. */
    SNAPPY,
    /** Fastest, larger. */
    LZ4,
    /** Small, fast. */
    ZSTD
}
