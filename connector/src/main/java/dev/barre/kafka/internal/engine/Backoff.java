package dev.barre.kafka.internal.engine;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: doubling from a first wait to a cap, each drawn from its upper half, so that members
 * do not all come back at once. Immutable.
 *
 * @param first the longest first wait
 * @param cap the longest wait of all
 * @param random draws from 0 to below 1; thread-safe
 */
public record Backoff(Duration first, Duration cap, DoubleSupplier random) {
    /** The wait after so many failed attempts, from 1 on. */
    public Duration after(int attempts) {
        double longest = first.toNanos() * Math.pow(2, Math.min(attempts, 60) - 1.0);
        double capped = Math.min(longest, cap.toNanos());
        return Duration.ofNanos((long) (capped * (0.5 + random.getAsDouble() / 2)));
    }
}
