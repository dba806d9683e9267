package dev.barre.kafka.internal.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of one slice. Used by one thread.
 *
 * @param <R> what a handler takes for one record
 */
@FunctionalInterface
public interface SliceReader<R> {
    /** Appends the record at {@code index} to {@code items} and returns null, or appends nothing and says why. */
    @Nullable
    Rejection read(int index, List<@Nullable R> items);
}
