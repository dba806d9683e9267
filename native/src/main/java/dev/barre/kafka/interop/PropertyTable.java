package dev.barre.kafka.interop;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;

/**
 * All fields of the configuration of one client, with the rules that no single field can check. Mapping, messages, the
 * configuration reference and tests are made from it. Immutable and thread-safe.
 */
public final class PropertyTable {
    private final String name;
    private final List<ClientProperty<?>> rows;
    private final List<ConfigurationRule> rules;
    private final Map<String, String> refusedKeys;
    private final Map<String, Object> fixedProperties;
    private final ConfigDef definition;
    private final Map<String, ClientProperty<?>> byField;
    private final Map<String, ClientProperty<?>> byKafkaName;

    /**
     * @param name of the configuration: {@code ConsumerConfiguration}
     * @param rows in the order of the specification
     * @param rules what must hold between fields
     * @param refusedKeys additional properties that would break the connector, with what to use in their place
     * @param fixedProperties what Kafka is always given
     * @param definition what Kafka itself says about its properties
     */
    PropertyTable(
            String name,
            List<ClientProperty<?>> rows,
            List<ConfigurationRule> rules,
            Map<String, String> refusedKeys,
            Map<String, Object> fixedProperties,
            ConfigDef definition) {
        this.name = name;
        this.rows = List.copyOf(rows);
        this.rules = List.copyOf(rules);
        this.refusedKeys = Map.copyOf(refusedKeys);
        this.fixedProperties = Map.copyOf(fixedProperties);
        this.definition = definition;
        this.byField = rows.stream().collect(Collectors.toUnmodifiableMap(ClientProperty::field, Function.identity()));
        this.byKafkaName = rows.stream()
                .filter(row -> row.kafkaName().isPresent())
                .collect(Collectors.toUnmodifiableMap(row -> row.kafkaName().orElseThrow(), Function.identity()));
    }

    /** The name of the configuration: {@code ConsumerConfiguration}. */
    public String name() {
        return name;
    }

    /** The fields in the order of the specification. */
    public List<ClientProperty<?>> rows() {
        return rows;
    }

    /** The row of a field. */
    public Optional<ClientProperty<?>> byField(String field) {
        return Optional.ofNullable(byField.get(field));
    }

    /** The row of a property of Kafka. */
    public Optional<ClientProperty<?>> byKafkaName(String kafkaName) {
        return Optional.ofNullable(byKafkaName.get(kafkaName));
    }

    List<ConfigurationRule> rules() {
        return rules;
    }

    Map<String, String> refusedKeys() {
        return refusedKeys;
    }

    Map<String, Object> fixedProperties() {
        return fixedProperties;
    }

    ConfigDef definition() {
        return definition;
    }

    @Override
    public String toString() {
        return name;
    }
}
