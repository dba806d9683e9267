package dev.barre.kafka.internal.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Decides whether and when handling is tried again. Thread-safe. */
@FunctionalInterface
public interface Retries {
    /**
     * How long to wait before the next attempt.
     *
     * @param failure what the last attempt failed for
     * @param attempts how many have failed, from 1 on
     * @param sinceFirst the time since the first of them began
     * @return null where it is not tried again
     */
    @Nullable
    Duration waitAfter(Throwable failure, int attempts, Duration sinceFirst);
}
