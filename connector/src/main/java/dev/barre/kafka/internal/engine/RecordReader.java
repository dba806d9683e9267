package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.RecordSlice;

/**
 * Turns raw records into what a handler takes: binds and validates. Thread-safe; one per target type, made when that type
 * becomes known.
 *
 * @param <R> what a handler takes for one record
 */
@FunctionalInterface
public interface RecordReader<R> {
    /** A reader for one slice, used by one thread. */
    SliceReader<R> open(RecordSlice slice);
}
