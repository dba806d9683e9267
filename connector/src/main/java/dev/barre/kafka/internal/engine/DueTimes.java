package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.RecordSlice;

/** Says when a record may be handled. Thread-safe; does not block. */
@FunctionalInterface
public interface DueTimes {
    /** Every record at once. */
    DueTimes NOW = (slice, index) -> 0;

    /** Milliseconds since the epoch; 0 for now. */
    long dueAt(RecordSlice slice, int index);
}
