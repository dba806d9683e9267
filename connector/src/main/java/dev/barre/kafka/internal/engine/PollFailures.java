package dev.barre.kafka.internal.engine;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides which failures of the poll the user hears of: the first, another one, and the same one again after ever longer times.
 * Owned by the thread that polls.
 */
final class PollFailures {
    private static final long FIRST_INTERVAL = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_INTERVAL = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private @Nullable Object last;
    private long reportedNanos;
    private long intervalNanos;

    PollFailures(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A poll went well. */
    void over() {
        last = null;
    }

    boolean isNews(Throwable failure) {
        Throwable cause = failure.getCause();
        Object kind = cause == null ? failure.getClass() : cause.getClass();
        long now = nanoTime.getAsLong();
        if (!kind.equals(last)) {
            intervalNanos = FIRST_INTERVAL;
        } else if (now - reportedNanos < intervalNanos) {
            return false;
        } else {
            intervalNanos = Math.min(2 * intervalNanos, LONGEST_INTERVAL);
        }
        last = kind;
        reportedNanos = now;
        return true;
    }
}
