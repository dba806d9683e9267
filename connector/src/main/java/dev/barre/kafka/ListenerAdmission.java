package dev.barre.kafka;

import dev.barre.kafka.internal.engine.Admission;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The rate limit and the circuit breaker of a listener, for all its members. Thread-safe. */
final class ListenerAdmission implements Admission {
    private final @Nullable RecordRate rate;
    private final @Nullable HandlerBreaker breaker;

    /**
     * @param name what log lines call the listener
     * @param nanoTime the monotonic clock
     */
    ListenerAdmission(String name, ListenerOptions options, LongSupplier nanoTime) {
        this.rate = options.rateLimit()
                .map(limit -> new RecordRate(limit, nanoTime))
                .orElse(null);
        this.breaker = options.circuitBreaker()
                .map(policy -> new HandlerBreaker(name, policy, nanoTime))
                .orElse(null);
    }

    @Override
    public boolean isOpen() {
        return rate == null && breaker == null;
    }

    @Override
    public long reserve(int items) {
        return rate == null ? 0 : rate.reserve(items);
    }

    @Override
    public long nanosToNextAttempt() {
        return breaker == null ? 0 : breaker.nanosToPermission();
    }

    @Override
    public void succeeded(long nanos) {
        if (breaker != null) {
            breaker.succeeded(nanos);
        }
    }

    @Override
    public void failed(long nanos, Throwable cause) {
        if (breaker != null) {
            breaker.failed(nanos, cause);
        }
    }

    @Override
    public void unused() {
        if (breaker != null) {
            breaker.unused();
        }
    }

    /** {@code CLOSED}, {@code OPEN} or {@code HALF_OPEN}; null where there is no circuit breaker. */
    @Nullable
    String breakerState() {
        return breaker == null ? null : breaker.state();
    }

    /** What keeps handlers waiting at present, as a sentence; empty where nothing does. */
    Optional<String> trouble() {
        String state = breakerState();
        return state == null || state.equals("CLOSED")
                ? Optional.empty()
                : Optional.of("The circuit breaker is " + state + ".");
    }
}
