package dev.barre.kafka;

/** What becomes of a record that has no attempt left. */
public enum WhenExhausted {
    /** It is sent to the dead letter topic. */
    DEAD_LETTER,

    /** It is logged, counted and passed over. */
    SKIP,

    /** The listener fails; the record is delivered again after the next start. */
    STOP
}
