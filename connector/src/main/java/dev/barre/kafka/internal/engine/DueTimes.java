package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.RecordSlice;

/** Says before which time a record is not to be handled. Thread-safe; must be quick. */
@FunctionalInterface
public interface DueTimes {
    /** Everything is due at once. */
    DueTimes NOW = (slice, index) -> 0;

    /** When the record at {@code index} is due, in milliseconds since the epoch; 0 for at once. Ascends with the index. */
    long dueAt(RecordSlice slice, int index);
}
