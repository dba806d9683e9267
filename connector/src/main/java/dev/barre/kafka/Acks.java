package dev.barre.kafka;

/** How many replicas must have a record before the broker acknowledges it (Kafka property {@code acks}). */
public enum Acks {
    /** All in-sync replicas. */
    ALL,
    /** None: the producer does not wait, and no offset is known. */
    NONE,
    /** The leader alone. */
    SINGLE
}
