package dev.barre.kafka;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Topics in which records that have failed wait for their next attempts, while those behind them go on: {@code
 * <topic>-<group>-retry-<n>}, n from 1 on, one for each delay. Immutable.
 */
public final class RetryTopics {
    private final List<Duration> delays;

    private RetryTopics(List<Duration> delays) {
        this.delays = delays;
    }

    /** One topic for each delay, in this order; at least one, none negative. */
    public static RetryTopics after(Duration... delays) {
        Duration[] given = Arguments.required("after", "the delays", delays);
        if (given.length == 0) {
            throw ConnectorException.refused("after", "there must be at least one delay.");
        }
        for (Duration delay : given) {
            if (Arguments.required("after", "a delay", delay).isNegative()) {
                throw ConnectorException.refused("after", "a delay must not be negative, but is " + delay + ".");
            }
        }
        return new RetryTopics(List.copyOf(Arrays.asList(given)));
    }

    /** How long a record waits in each of the topics. */
    public List<Duration> delays() {
        return delays;
    }
}
