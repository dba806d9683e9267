package dev.barre.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Topics in which a record that has failed waits for its next attempts, while those behind it go on. The topics are {@code
 * <topic>-<group>-retry-<n>}, n from 1 on, one for each delay. Immutable.
 */
public final class RetryTopics {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final List<Duration> delays;

    private RetryTopics(List<Duration> delays) {
        this.delays = List.copyOf(delays);
    }

    /**
     * A topic for each delay, in this order.
     *
     * @param delays how long a record waits in each topic; at least one, each from a millisecond to 365 days
     */
    public static RetryTopics after(Duration... delays) {
        List<Duration> checked = new ArrayList<>();
        for (Duration delay : Arguments.required("after", "the delays", delays)) {
            checked.add(Arguments.checkSpan("after", "a delay", delay, SHORTEST));
        }
        if (checked.isEmpty()) {
            throw ConnectorException.refused("after", "at least one delay is needed.");
        }
        return new RetryTopics(checked);
    }

    /** How long a record waits in the first topic, the second, and so on. */
    List<Duration> delays() {
        return delays;
    }

    /** The names of the retry topics of {@code topic}, in this order. */
    List<String> names(String topic, String group) {
        return IntStream.rangeClosed(1, delays.size())
                .mapToObj(number -> name(topic, group, number))
                .toList();
    }

    /** The name of the topic of this {@code number}, from 1 on. */
    static String name(String topic, String group, int number) {
        return topic + "-" + group + "-retry-" + number;
    }

    /** Returns the delays. */
    @Override
    public String toString() {
        return delays.toString();
    }
}
