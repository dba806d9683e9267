package dev.barre.kafka.interop;

import java.util.Optional;

/**
 * The kind of a configuration field: which values it takes, and how they become those of Kafka. Immutable.
 *
 * @param <T> the Java type of the values
 */
interface PropertyKind<T> {
    /** What the reference calls the type: {@code Duration}. */
    String typeName();

    /** What the reference says about the range: {@code at least 1}; empty where all values of the type are allowed. */
    String allowed();

    /** What is wrong with {@code value}, to follow the name of the field: {@code must be at least 1, was 0}. */
    Optional<String> problem(T value);

    /** The value as Kafka is given it. */
    Object toKafka(T value);

    /** The value of the field for one that Kafka has parsed; empty where the field cannot express it. */
    Optional<T> fromKafka(Object parsed);

    /** The value as texts show it, without secrets. */
    default String shown(T value) {
        return Redaction.withoutUserInfo(value.toString());
    }
}
