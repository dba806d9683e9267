package dev.barre.kafka;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The circuit breaker around a handler; the one class that knows resilience4j. Thread-safe; never blocks. */
final class HandlerBreaker {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    private static final long SHORTEST_WAIT = Duration.ofMillis(10).toNanos();
    private static final long LONGEST_HALF_OPEN_WAIT = Duration.ofSeconds(1).toNanos();

    /** No call is slow: what takes long is a matter of {@code stallTimeout}. */
    private static final Duration NEVER = Duration.ofNanos(Long.MAX_VALUE);

    private final CircuitBreaker breaker;
    private final long openNanos;
    private final LongSupplier nanoTime;

    /** When it was opened last, on the monotonic clock. */
    private volatile long openedNanos;

    /**
     * @param name what log lines call it
     * @param nanoTime the monotonic clock
     */
    HandlerBreaker(String name, CircuitBreakerPolicy policy, LongSupplier nanoTime) {
        this.openNanos = policy.openFor().toNanos();
        this.nanoTime = nanoTime;
        this.openedNanos = nanoTime.getAsLong();
        this.breaker = CircuitBreaker.of(name, config(policy, new MonotonicClock(nanoTime)));
        breaker.getEventPublisher()
                .onStateTransition(event -> changed(event.getStateTransition().getToState()));
    }

    private static CircuitBreakerConfig config(CircuitBreakerPolicy policy, Clock clock) {
        return CircuitBreakerConfig.custom()
                .failureRateThreshold((float) policy.failureRatePercent())
                .slidingWindow(policy.slidingWindow(), policy.slidingWindow(), SlidingWindowType.COUNT_BASED)
                .waitDurationInOpenState(policy.openFor())
                .permittedNumberOfCallsInHalfOpenState(policy.callsInHalfOpen())
                .slowCallDurationThreshold(NEVER)
                .recordException(failure -> true)
                .clock(clock)
                .build();
    }

    private void changed(State state) {
        if (state == State.OPEN) {
            openedNanos = nanoTime.getAsLong();
            LOG.warn("The circuit breaker of {} is OPEN: too many calls have failed", breaker.getName());
        } else {
            LOG.info("The circuit breaker of {} is {}", breaker.getName(), state);
        }
    }

    /** Takes a permission and returns 0, or returns how long to wait before asking again, in nanoseconds. */
    long nanosToPermission() {
        if (breaker.tryAcquirePermission()) {
            return 0;
        }
        long wait = breaker.getState() == State.OPEN
                ? openNanos - (nanoTime.getAsLong() - openedNanos)
                : Math.min(openNanos / 10, LONGEST_HALF_OPEN_WAIT);
        return Math.max(SHORTEST_WAIT, wait);
    }

    void succeeded(long nanos) {
        breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
    }

    void failed(long nanos, Throwable cause) {
        breaker.onError(nanos, TimeUnit.NANOSECONDS, cause);
    }

    void unused() {
        breaker.releasePermission();
    }

    /** {@code CLOSED}, {@code OPEN} or {@code HALF_OPEN}. */
    String state() {
        return breaker.getState().name();
    }

    /** Time that no change of the wall clock moves. */
    private static final class MonotonicClock extends Clock {
        private final LongSupplier nanoTime;
        private final long begin;

        MonotonicClock(LongSupplier nanoTime) {
            this.nanoTime = nanoTime;
            this.begin = nanoTime.getAsLong();
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH.plusNanos(nanoTime.getAsLong() - begin);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
