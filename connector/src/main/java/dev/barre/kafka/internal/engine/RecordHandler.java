package dev.barre.kafka.internal.engine;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * User code, as the engine sees it. Called on lanes, never on the thread that polls; calls on one lane never overlap.
 *
 * @param <R> what it takes for one record
 */
public interface RecordHandler<R> {
    /**
     * Handles {@code items}, of which there is at least one, in order.
     *
     * @return null when they are handled, or a stage that completes when they are
     * @throws PartlyHandledException where only the first so many are handled
     * @throws Throwable where none is; a stage may fail with either as well
     */
    @Nullable
    CompletionStage<?> handle(List<@Nullable R> items, MemberScope scope) throws Throwable;

    /** Whether it handles one item at a time, however many it is given. */
    default boolean takesOneAtATime() {
        return false;
    }

    /** So many items are handled and settled. Must be quick. */
    void handled(int items);

    /** Hears of what handling threw, of a record that blocks its partition and of a poll that failed. Must not throw. */
    void failed(Throwable error, MemberScope scope);
}
