package dev.barre.kafka;

/** How many replicas must have a record before the broker acknowledges it (Kafka property {@code acks}). */
public enum Acks {
    /** All in-sync replicas. */
    ALL("all"),
    /** None: the producer does not wait, and no offset is known. */
    NONE("0"),
    /** The leader alone. */
    SINGLE("1");

    private final String kafkaValue;

    Acks(String kafkaValue) {
        this.kafkaValue = kafkaValue;
    }

    String kafkaValue() {
        return kafkaValue;
    }
}
