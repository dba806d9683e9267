package dev.barre.kafka.interop;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The values that hold in the end: those of the additional properties before those of the fields before the defaults. Holds
 * only values that are valid by themselves, so that a rule reports nothing that has been reported. Immutable.
 */
final class EffectiveProperties {
    private final PropertyTable table;
    private final PropertyValues given;
    private final PropertyValues fields;
    private final Map<String, Object> additional;

    /**
     * @param given the fields that were set
     * @param fields those of them that are valid
     * @param additional the values of the additional properties that Kafka knows, parsed, and of the others as they are
     */
    EffectiveProperties(
            PropertyTable table, PropertyValues given, PropertyValues fields, Map<String, Object> additional) {
        this.table = table;
        this.given = given;
        this.fields = fields;
        this.additional = Map.copyOf(additional);
    }

    /** The value in effect; empty where Kafka chooses. */
    <T> Optional<T> find(ClientProperty<T> row) {
        Optional<Object> overriding = row.kafkaName().map(additional::get);
        return overriding.isPresent()
                ? overriding.filter(EffectiveProperties::isParsed).flatMap(row.kind()::fromKafka)
                : fields.find(row).or(row::defaultValue);
    }

    /** The value of the field alone. */
    <T> Optional<T> field(ClientProperty<T> row) {
        return fields.find(row);
    }

    /** The value in effect, Kafka's own default included. */
    <T> T get(ClientProperty<T> row) {
        return find(row)
                .or(() -> row.kafkaName()
                        .map(name -> table.definition().defaultValues().get(name))
                        .flatMap(row.kind()::fromKafka))
                .orElseThrow(() -> new IllegalStateException(row + " has no default"));
    }

    /** Whether somebody chose the value, by the field or by an additional property. */
    boolean isGiven(ClientProperty<?> row) {
        return given.isSet(row)
                || row.kafkaName().filter(additional::containsKey).isPresent();
    }

    /** An additional property; empty if it was not given. */
    Optional<Object> additional(String kafkaName) {
        return Optional.ofNullable(additional.get(kafkaName));
    }

    /** The value in effect of a property that has no field: of the additional properties, or Kafka's default, parsed. */
    Object kafkaValue(String kafkaName) {
        Object given = additional.get(kafkaName);
        Object value = given != null && isParsed(given)
                ? given
                : table.definition().defaultValues().get(kafkaName);
        return Objects.requireNonNull(value, kafkaName);
    }

    /** Whether an additional property was given whose name begins so. */
    boolean hasAdditional(String prefix) {
        return additional.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    /** How a message names the place where the value comes from. */
    String nameOf(ClientProperty<?> row) {
        return row.kafkaName()
                .filter(additional::containsKey)
                .map(EffectiveProperties::nameOfAdditional)
                .orElseGet(row::toString);
    }

    /** The name with the value in effect: {@code acks (acks) is SINGLE}. */
    <T> String said(ClientProperty<T> row) {
        return nameOf(row) + " is " + row.kind().shown(get(row));
    }

    static String nameOfAdditional(String kafkaName) {
        return "additionalProperties \"" + kafkaName + "\"";
    }

    /** A reference to a config provider is not known before the client is built. */
    static boolean isParsed(Object value) {
        return !(value instanceof String text && text.contains("${"));
    }
}
