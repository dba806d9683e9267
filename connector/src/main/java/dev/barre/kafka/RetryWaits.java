package dev.barre.kafka;

import dev.barre.kafka.internal.engine.Backoff;
import dev.barre.kafka.interop.Spans;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long to wait after so many failed attempts. Thread-safe.
 *
 * @param text what it is called in a message
 * @param longest the wait before anything is drawn from it
 * @param jitter the share of it, 0 to 1, that is left to chance
 */
record RetryWaits(String text, IntFunction<Duration> longest, double jitter) {
    static final Duration STANDARD_FIRST = Duration.ofMillis(200);
    static final Duration STANDARD_CAP = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(RetryPolicy.class);

    static RetryWaits exponential(Duration first, Duration cap) {
        Backoff longest = new Backoff(first, cap, () -> 1);
        return new RetryWaits("exponential " + first + " to " + cap, longest::after, 0.5);
    }

    static RetryWaits fixed(Duration wait) {
        return new RetryWaits("fixed " + wait, attempts -> wait, 0);
    }

    static RetryWaits custom(IntFunction<Duration> waitAfterAttempts) {
        return new RetryWaits("custom", new Custom(waitAfterAttempts, new AtomicBoolean()), 0);
    }

    RetryWaits withJitter(double share) {
        return new RetryWaits(text, longest, share);
    }

    /**
     * The wait for one draw, from 0 to below 1.
     *
     * @param attempts how many have failed, from 1 on
     */
    Duration after(int attempts, double draw) {
        long nanos = longest.apply(attempts).toNanos();
        return Duration.ofNanos(nanos - (long) (nanos * jitter * (1 - draw)));
    }

    /** A function of the user, which may answer anything; told once where it is of no use. */
    private record Custom(IntFunction<Duration> function, AtomicBoolean told) implements IntFunction<Duration> {
        @Override
        public Duration apply(int attempts) {
            Duration wait = null;
            Throwable thrown = null;
            try {
                wait = function.apply(attempts);
            } catch (RuntimeException e) {
                thrown = e;
            }
            if (wait != null && !wait.isNegative()) {
                return Spans.shorter(wait, Arguments.LONGEST_SPAN);
            }
            tell(attempts, wait, thrown);
            return STANDARD_CAP;
        }

        private void tell(int attempts, @Nullable Duration wait, @Nullable Throwable thrown) {
            if (told.compareAndSet(false, true)) {
                LOG.error(
                        "The retry policy has {} after {} failed attempts; where it gives no wait, it is {} (told once)",
                        thrown == null ? "answered " + wait : "thrown",
                        attempts,
                        STANDARD_CAP,
                        thrown);
            }
        }
    }
}
