package dev.barre.kafka.internal.engine;

/** Says when a lane may go on. Thread-safe; no method blocks. */
public interface Admission {
    /** Admits everything at once. */
    Admission OPEN = new Admission() {};

    /** Whether it admits everything at once, however it is put together; never changes. */
    default boolean isOpen() {
        return true;
    }

    /** Takes a share of the rate for {@code items}; returns how long to wait before they are handled, in nanoseconds. Once a delivery. */
    default long reserve(int items) {
        return 0;
    }

    /** Asks before each attempt; 0 admits it, else how long to wait before asking again, in nanoseconds. */
    default long nanosToNextAttempt() {
        return 0;
    }

    /** An attempt that was admitted went well. */
    default void succeeded(long nanos) {}

    /** An attempt that was admitted has failed. */
    default void failed(long nanos, Throwable cause) {}

    /** An attempt that was admitted did not come about. */
    default void unused() {}
}
