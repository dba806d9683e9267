package dev.barre.kafka;

/** What becomes of a record whose handling is not tried again: no attempt is left, or the failure is not retriable. */
public enum WhenExhausted {
    /** It is sent to the dead letter topic and its offset is committed once that is acknowledged. */
    DEAD_LETTER,

    /** It is logged and counted, and its offset is committed: the record is lost for the group. */
    SKIP,

    /** The listener fails with the cause; the record is delivered again after the next start. */
    STOP
}
