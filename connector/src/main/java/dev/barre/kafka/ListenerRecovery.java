package dev.barre.kafka;

import dev.barre.kafka.internal.engine.Recovery;
import dev.barre.kafka.internal.engine.Rejection;
import dev.barre.kafka.interop.Disposition;
import dev.barre.kafka.interop.RecordSlice;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what is not handled any more to a retry or dead letter topic, passes it over or stops the listener. Thread-safe. */
final class ListenerRecovery implements Recovery {
    private static final Logger LOG = LoggerFactory.getLogger("dev.barre.kafka.RejectedRecords");

    private final @Nullable DeadLetterPublisher deadLetters;
    private final @Nullable RetryPublisher retries;
    private final WhenExhausted whenExhausted;
    private final Predicate<Throwable> isRetriable;
    private final RecoveryCounts counts;

    /**
     * @param deadLetters null without a dead letter topic; {@code whenExhausted} then is not {@code DEAD_LETTER}
     * @param retries null without retry topics
     * @param isRetriable whether a failure may be tried again at all; one that may not goes past the retry topics
     */
    ListenerRecovery(
            @Nullable DeadLetterPublisher deadLetters,
            @Nullable RetryPublisher retries,
            WhenExhausted whenExhausted,
            Predicate<Throwable> isRetriable,
            RecoveryCounts counts) {
        this.deadLetters = deadLetters;
        this.retries = retries;
        this.whenExhausted = whenExhausted;
        this.isRetriable = isRetriable;
        this.counts = counts;
    }

    @Override
    public @Nullable CompletionStage<?> recover(
            RecordSlice slice, int index, Reason reason, Throwable cause, int attempts) {
        return switch (reason) {
            case UNREADABLE ->
                deadLetters == null ? null : deadLetter(deadLetters, slice, index, reason, cause, attempts);
            case REJECTED ->
                deadLetters == null
                        ? skip(slice, index, reason, cause)
                        : deadLetter(deadLetters, slice, index, reason, cause, attempts);
            case EXHAUSTED -> exhausted(slice, index, cause, attempts);
        };
    }

    private @Nullable CompletionStage<?> exhausted(RecordSlice slice, int index, Throwable cause, int attempts) {
        Throwable thrown = Causes.unwrapped(cause);
        if (retries != null && retries.hasNext(slice.partition().topic()) && isRetriable.test(thrown)) {
            return retries.publish(slice, index, attempts).thenRun(counts.retried()::increment);
        }
        if (whenExhausted == WhenExhausted.SKIP) {
            return skip(slice, index, Reason.EXHAUSTED, cause);
        }
        if (whenExhausted == WhenExhausted.DEAD_LETTER && deadLetters != null) {
            return deadLetter(deadLetters, slice, index, Reason.EXHAUSTED, cause, attempts);
        }
        throw new ConnectorException(
                "onConsumerRecord",
                Disposition.FATAL,
                Provenance.place(slice, index) + " was handled in vain, " + attempts
                        + (attempts == 1 ? " time" : " times") + ", for the last time with "
                        + thrown.getClass().getName()
                        + ". The listener stops before it; it is delivered again after the next start.",
                cause);
    }

    private CompletionStage<?> deadLetter(
            DeadLetterPublisher to, RecordSlice slice, int index, Reason reason, Throwable cause, int attempts) {
        return to.publish(slice, index, reason, cause, attempts).thenRun(counts.deadLettered()::increment);
    }

    /** A record that was filtered is no dead letter; without a dead letter topic nothing is done with one that was skipped. */
    @Override
    public boolean takes(Rejection rejection) {
        return deadLetters != null && rejection != FilteredRecords.FILTERED;
    }

    private @Nullable CompletionStage<?> skip(RecordSlice slice, int index, Reason reason, Throwable cause) {
        counts.skipped().increment();
        LOG.warn(
                "Skipped {}: {}, {}",
                Provenance.place(slice, index),
                reason == Reason.REJECTED ? "the service has rejected it" : "no attempt is left",
                Causes.unwrapped(cause).getClass().getName());
        return null;
    }
}
