package dev.barre.kafka;

import org.jspecify.annotations.Nullable;

/** Which topic takes the records that are not handled any more. Immutable. */
public final class DeadLetterTopic {
    private final @Nullable String topic;
    private final String suffix;

    private DeadLetterTopic(@Nullable String topic, String suffix) {
        this.topic = topic;
        this.suffix = suffix;
    }

    /** One topic for the records of all topics. */
    public static DeadLetterTopic to(String topic) {
        return new DeadLetterTopic(TopicNames.checkedTopic("to", topic), "");
    }

    /** A topic for each topic, named like it with {@code suffix} behind: {@code orders} and {@code -dlt} give {@code orders-dlt}. */
    public static DeadLetterTopic withSuffix(String suffix) {
        return new DeadLetterTopic(null, TopicNames.checkedPart("withSuffix", "the suffix", suffix));
    }

    /** The topic for a record of {@code source}. */
    String nameFor(String source) {
        return topic == null ? source + suffix : topic;
    }

    /** Returns the topic, or {@code *} and the suffix. */
    @Override
    public String toString() {
        return nameFor("*");
    }
}
