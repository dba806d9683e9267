package dev.barre.kafka;

/** A part of a record. */
public enum RecordPart {
    /** The key. */
    KEY,
    /** The value. */
    VALUE,
    /** The headers. */
    HEADERS
}
