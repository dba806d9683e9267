package dev.barre.benchmarks.arm;

/** What an arm reads of every value it was given, so that none can leave the binding out. */
public interface Payload {
    /** When it was meant to be sent, in microseconds since 1970, where latency is measured; else a number of its own. */
    long placedAt();

    /** How many lines the order has. */
    int lineCount();

    /** What it adds to the checksum. */
    default long check() {
        return placedAt() + lineCount();
    }
}
