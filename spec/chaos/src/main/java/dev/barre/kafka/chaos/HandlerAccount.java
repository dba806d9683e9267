package dev.barre.kafka.chaos;

/** Who hears of what handlers do. Thread-safe. */
interface HandlerAccount {
    /** A handler was called with this record. */
    void delivered(Handling handling);

    /** The handler is about to return from this record, and well. */
    void handled(Handling handling);
}
