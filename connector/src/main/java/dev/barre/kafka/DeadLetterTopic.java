package dev.barre.kafka;

/** Where records go that are not handled any more. Immutable. */
public final class DeadLetterTopic {
    private final String name;
    private final boolean suffix;

    private DeadLetterTopic(String name, boolean suffix) {
        this.name = name;
        this.suffix = suffix;
    }

    /** One topic for all. */
    public static DeadLetterTopic to(String topic) {
        return new DeadLetterTopic(Arguments.checkTopic("to", topic), false);
    }

    /** A topic for each, named after it: {@code orders} and {@code -dlt} give {@code orders-dlt}. */
    public static DeadLetterTopic withSuffix(String suffix) {
        return new DeadLetterTopic(Arguments.checkTopic("withSuffix", suffix), true);
    }

    /** The dead letter topic of {@code topic}. */
    String of(String topic) {
        return suffix ? topic + name : name;
    }

    @Override
    public String toString() {
        return suffix ? "*" + name : name;
    }
}
