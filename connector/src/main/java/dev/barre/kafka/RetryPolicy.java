package dev.barre.kafka;

import dev.barre.kafka.internal.engine.Retries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether and when a record whose handler has thrown is handled again. Its lane waits meanwhile; the others go on. Immutable, and
 * thread-safe as far as the functions are that it was given; those are called on threads of the listener and must not block.
 *
 * <p>Everything that a handler throws is retriable, an {@link Error} too, unless {@link #notRetriable} or {@link #retriableIf} say
 * otherwise. A record that cannot be bound for a reason that passes (a schema registry that is down) is tried again whatever the
 * policy says.
 */
public final class RetryPolicy {
    private static final int UNLIMITED = Integer.MAX_VALUE;

    private final RetryWaits waits;
    private final Limits limits;
    private final RetriableFailures failures;

    private RetryPolicy(RetryWaits waits, Limits limits, RetriableFailures failures) {
        this.waits = waits;
        this.limits = limits;
        this.failures = failures;
    }

    private RetryPolicy(RetryWaits waits) {
        this(waits, new Limits(UNLIMITED, null), RetriableFailures.ALL);
    }

    /** {@link #exponential} from 200 milliseconds to 30 seconds, without a limit of attempts: nothing is given up. */
    public static RetryPolicy standard() {
        return exponential(RetryWaits.STANDARD_FIRST, RetryWaits.STANDARD_CAP);
    }

    /**
     * Waits {@code first}, and twice as long after each failed attempt, up to {@code cap}; with a {@link #jitter} of 0.5.
     *
     * @param first a millisecond to 365 days
     * @param cap {@code first} to 365 days
     */
    public static RetryPolicy exponential(Duration first, Duration cap) {
        Arguments.checkSpan("exponential", "the first wait", first, Duration.ofMillis(1));
        Arguments.checkSpan("exponential", "the cap", cap, first);
        return new RetryPolicy(RetryWaits.exponential(first, cap));
    }

    /**
     * Always waits the same.
     *
     * @param wait zero to 365 days
     */
    public static RetryPolicy fixed(Duration wait) {
        return new RetryPolicy(RetryWaits.fixed(Arguments.checkSpan("fixed", "the wait", wait, Duration.ZERO)));
    }

    /**
     * Waits what a function says.
     *
     * @param waitAfterAttempts takes how many attempts have failed, from 1 on; where it returns null or a negative wait, or throws,
     *     that is logged once and the wait is 30 seconds; more than 365 days are 365 days
     */
    public static RetryPolicy custom(IntFunction<Duration> waitAfterAttempts) {
        return new RetryPolicy(RetryWaits.custom(Arguments.required("custom", "the function", waitAfterAttempts)));
    }

    /** Nothing is tried again. */
    public static RetryPolicy none() {
        return standard().attempts(1);
    }

    /**
     * The same with a limit of attempts.
     *
     * @param attempts how often the handler is called in all, the first call included; at least 1
     */
    public RetryPolicy attempts(int attempts) {
        Arguments.checkPositive("attempts", "the number of attempts", attempts);
        return new RetryPolicy(waits, new Limits(attempts, limits.totalTime), failures);
    }

    /**
     * The same with a limit of time: no attempt begins later than this after the first one began. Where the next wait would end
     * after that, there is no next attempt.
     *
     * @param totalTime zero to 365 days
     */
    public RetryPolicy totalTime(Duration totalTime) {
        Arguments.checkSpan("totalTime", "the total time", totalTime, Duration.ZERO);
        return new RetryPolicy(waits, new Limits(limits.attempts, totalTime), failures);
    }

    /**
     * The same with waits that are drawn, so that members do not all come back at once.
     *
     * @param jitter the share of a wait that is left to chance: a wait {@code w} becomes {@code w * (1 - jitter)} to {@code w}; 0 to 1
     */
    public RetryPolicy jitter(double jitter) {
        if (!(jitter >= 0 && jitter <= 1)) {
            throw ConnectorException.refused("jitter", "the jitter must be 0 to 1, but is " + jitter + ".");
        }
        return new RetryPolicy(waits.withJitter(jitter), limits, failures);
    }

    /**
     * The same, but exceptions of these classes and their subclasses are not tried again, beside those named before. Where a {@link
     * java.util.concurrent.CompletionException}, an {@link java.util.concurrent.ExecutionException} or an {@link
     * java.lang.reflect.InvocationTargetException} was thrown, its cause counts as well.
     */
    @SafeVarargs
    public final RetryPolicy notRetriable(Class<? extends Throwable>... classes) {
        List<Class<? extends Throwable>> given = new ArrayList<>();
        for (Class<? extends Throwable> each : Arguments.required("notRetriable", "the classes", classes)) {
            given.add(Arguments.required("notRetriable", "a class", each));
        }
        return new RetryPolicy(waits, limits, failures.butNot(given));
    }

    /**
     * The same, but only what the predicate holds for is tried again; replaces a predicate set before. It is asked about the cause
     * where {@link #notRetriable} looks at it. Where it throws, that is logged and the failure is retriable.
     */
    public RetryPolicy retriableIf(Predicate<Throwable> condition) {
        Arguments.required("retriableIf", "the predicate", condition);
        return new RetryPolicy(waits, limits, failures.onlyIf(condition));
    }

    /** Whether a failure that is retriable is given up at some time. */
    boolean isLimited() {
        return limits.attempts != UNLIMITED || limits.totalTime != null;
    }

    /** Whether {@code failure} may be tried again at all, were there attempts left. */
    boolean isRetriable(Throwable failure) {
        return RetriableFailures.isTransientBinding(failure) || failures.include(failure);
    }

    /** This policy for the engine. */
    Retries asRetries() {
        return asRetries(() -> ThreadLocalRandom.current().nextDouble());
    }

    /** @param random draws from 0 to below 1; thread-safe */
    Retries asRetries(DoubleSupplier random) {
        return (failure, attempts, sinceFirst) -> {
            if (RetriableFailures.isTransientBinding(failure)) {
                return waits.after(attempts, random.getAsDouble());
            }
            if (!limits.allowAttemptAfter(attempts) || !failures.include(failure)) {
                return null;
            }
            Duration wait = waits.after(attempts, random.getAsDouble());
            return limits.allowAttemptAt(sinceFirst, wait) ? wait : null;
        };
    }

    /** What was set: {@code RetryPolicy[exponential PT0.2S to PT30S, jitter=0.5, attempts=3]}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("RetryPolicy[").append(waits.text());
        text.append(", jitter=").append(waits.jitter());
        if (limits.attempts != UNLIMITED) {
            text.append(", attempts=").append(limits.attempts);
        }
        if (limits.totalTime != null) {
            text.append(", totalTime=").append(limits.totalTime);
        }
        if (!failures.except().isEmpty()) {
            text.append(", notRetriable=")
                    .append(failures.except().stream().map(Class::getName).toList());
        }
        return text.append(']').toString();
    }

    private record Limits(int attempts, @Nullable Duration totalTime) {
        boolean allowAttemptAfter(int failed) {
            return attempts == UNLIMITED || failed < attempts;
        }

        boolean allowAttemptAt(Duration sinceFirst, Duration wait) {
            return totalTime == null || sinceFirst.plus(wait).compareTo(totalTime) <= 0;
        }
    }
}
