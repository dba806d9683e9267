package dev.barre.kafka;

/** A half of a record. */
public enum RecordPart {
    /** The key. */
    KEY,
    /** The value. */
    VALUE
}
