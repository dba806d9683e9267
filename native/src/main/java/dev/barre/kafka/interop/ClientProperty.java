package dev.barre.kafka.interop;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A field of a configuration: one row of a {@link PropertyTable}. The row alone says how the field is called here and in
 * Kafka, which values it takes, which it has when nobody sets it, and what it means. Immutable; compared by identity.
 *
 * @param <T> the type of the values
 */
public final class ClientProperty<T> {
    private final String field;
    private final @Nullable String kafkaName;
    private final String kafkaNames;
    private final PropertyKind<T> kind;
    private final @Nullable T defaultValue;
    private final String documentation;

    private ClientProperty(
            String field,
            @Nullable String kafkaName,
            String kafkaNames,
            PropertyKind<T> kind,
            @Nullable T defaultValue,
            String documentation) {
        this.field = field;
        this.kafkaName = kafkaName;
        this.kafkaNames = kafkaNames;
        this.kind = kind;
        this.defaultValue = defaultValue;
        this.documentation = documentation;
    }

    /** A field that is one property of Kafka. */
    static <T> ClientProperty<T> mapped(String field, String kafkaName, PropertyKind<T> kind, String documentation) {
        return new ClientProperty<>(field, kafkaName, kafkaName, kind, null, documentation);
    }

    /** A field that becomes several properties of Kafka, which {@code kafkaNames} describes. */
    static <T> ClientProperty<T> takenApart(
            String field, String kafkaNames, PropertyKind<T> kind, String documentation) {
        return new ClientProperty<>(field, null, kafkaNames, kind, null, documentation);
    }

    /** A field that Kafka knows nothing about. */
    static <T> ClientProperty<T> ofConnector(String field, PropertyKind<T> kind, String documentation) {
        return new ClientProperty<>(field, null, "", kind, null, documentation);
    }

    /** The same field with a value for when nobody sets it, which Kafka is then given. */
    ClientProperty<T> withDefault(T value) {
        return new ClientProperty<>(field, kafkaName, kafkaNames, kind, value, documentation);
    }

    /** The name of the field, which is that of the specification. */
    public String field() {
        return field;
    }

    /** The property of Kafka that the field becomes, if it becomes exactly one. */
    public Optional<String> kafkaName() {
        return Optional.ofNullable(kafkaName);
    }

    /** What the reference says in place of a property; empty for a field of the connector. */
    String kafkaNames() {
        return kafkaNames;
    }

    PropertyKind<T> kind() {
        return kind;
    }

    /** The value that the field has when nobody sets it; empty leaves the choice to Kafka. */
    public Optional<T> defaultValue() {
        return Optional.ofNullable(defaultValue);
    }

    /** What the field means, in a sentence or two. */
    public String documentation() {
        return documentation;
    }

    /** How messages name the field: {@code linger (linger.ms)}. */
    @Override
    public String toString() {
        return kafkaNames.isEmpty() ? field : field + " (" + kafkaNames + ")";
    }
}
