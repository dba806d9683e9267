package dev.barre.kafka;

import java.time.Duration;

/**
 * When a listener stops calling a handler that keeps failing. The breaker is <em>closed</em> at first; once too many of the last calls
 * have failed it <em>opens</em>: nothing is handled, polling goes on and the member stays in its group. After a while it lets a few
 * calls through, and closes or opens again by how these go. Immutable.
 *
 * @param failureRatePercent opens at this share of failed calls, 1 to 100
 * @param slidingWindow how many calls are looked at, 1 to 1,000,000; it does not open before there were so many
 * @param openFor how long nothing is handled, a millisecond to 365 days
 * @param callsInHalfOpen how many calls are let through after that, 1 to 1,000,000
 */
public record CircuitBreakerPolicy(
        double failureRatePercent, int slidingWindow, Duration openFor, int callsInHalfOpen) {
    private static final int MOST_CALLS = 1_000_000;
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final CircuitBreakerPolicy DEFAULTS = new CircuitBreakerPolicy(50, 100, Duration.ofSeconds(60), 10);

    /** Throws a {@link ConnectorException} where a value is out of its range. */
    public CircuitBreakerPolicy {
        String operation = "circuitBreakerPolicy";
        if (!(failureRatePercent >= 1 && failureRatePercent <= 100)) {
            throw ConnectorException.refused(
                    operation, "failureRatePercent must be 1 to 100, but is " + failureRatePercent + ".");
        }
        Arguments.checkRange(operation, "slidingWindow", slidingWindow, 1, MOST_CALLS);
        Arguments.checkSpan(operation, "openFor", openFor, SHORTEST);
        Arguments.checkRange(operation, "callsInHalfOpen", callsInHalfOpen, 1, MOST_CALLS);
    }

    /** Half of the last 100 calls; open for 60 seconds; 10 calls after that. */
    public static CircuitBreakerPolicy defaults() {
        return DEFAULTS;
    }

    /** The same with another share of failed calls. */
    public CircuitBreakerPolicy failureRatePercent(double percent) {
        return new CircuitBreakerPolicy(percent, slidingWindow, openFor, callsInHalfOpen);
    }

    /** The same looking at so many calls. */
    public CircuitBreakerPolicy slidingWindow(int calls) {
        return new CircuitBreakerPolicy(failureRatePercent, calls, openFor, callsInHalfOpen);
    }

    /** The same open for another time. */
    public CircuitBreakerPolicy openFor(Duration time) {
        return new CircuitBreakerPolicy(failureRatePercent, slidingWindow, time, callsInHalfOpen);
    }

    /** The same with so many calls after being open. */
    public CircuitBreakerPolicy callsInHalfOpen(int calls) {
        return new CircuitBreakerPolicy(failureRatePercent, slidingWindow, openFor, calls);
    }
}
