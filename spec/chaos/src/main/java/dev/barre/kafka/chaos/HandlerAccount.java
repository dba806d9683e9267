package dev.barre.kafka.chaos;

/** Who hears of what handlers do. Thread-safe. */
interface HandlerAccount {
    /** A handler was called with this record. */
    void delivered(Handling handling);

    /** The handler has failed for the last time, or cannot come to this record for that: it goes to the dead letter topic. */
    void givenUp(Handling handling);

    /** The handler is about to return from this record, and well. */
    void handled(Handling handling);
}
