package dev.barre.kafka.chaos;

/** Settlements that happen elsewhere, in another process or in another topic, and have to be fetched. */
interface Evidence {
    /** Tells the ledger of everything that has happened before this call. */
    void catchUp();
}
