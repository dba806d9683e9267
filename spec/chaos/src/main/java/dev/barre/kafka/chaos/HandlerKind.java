package dev.barre.kafka.chaos;

/** What the handler of a service takes and returns. */
enum HandlerKind {
    /** One record. */
    RECORD,
    /** All the records of a call. */
    BATCH,
    /** One record; what it returns completes on another thread. */
    STAGE
}
