package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.RecordSlice;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What becomes of a record that is not handled any more. Thread-safe; called on lanes. */
@FunctionalInterface
public interface Recovery {
    /** Why a record is not handled any more. */
    enum Reason {
        /** It could not be bound, or breaks a constraint. */
        UNREADABLE,
        /** The handler has rejected it. */
        REJECTED,
        /** No attempt is left, or the failure is not one to try again. */
        EXHAUSTED
    }

    /**
     * Takes over the record at {@code index} of {@code slice}. Must not block.
     *
     * @param attempts how often it was handled; 0 where it could not be read
     * @return null where its offset may be committed now; else a stage that completes when it may, and fails where it may not: the
     *     record then stays unsettled and is delivered again after the next assignment
     * @throws RuntimeException where the record may not be passed: the member fails with that
     */
    @Nullable
    CompletionStage<?> recover(RecordSlice slice, int index, Reason reason, Throwable cause, int attempts);

    /** Whether {@link #recover} wants to hear of a record that was rejected for this; else its offset may be committed at once. */
    default boolean takes(Rejection rejection) {
        return true;
    }
}
