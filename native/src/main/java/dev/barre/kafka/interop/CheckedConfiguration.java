package dev.barre.kafka.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;

/**
 * A configuration after every check that needs no broker: each value by itself, the additional properties, Kafka's own
 * validators, the rules between fields, and at last the security files. Immutable and thread-safe.
 */
public final class CheckedConfiguration {
    private final PropertyTable table;
    private final EffectiveProperties effective;
    private final Map<String, Object> kafkaProperties;
    private final List<String> problems;

    private CheckedConfiguration(PropertyTable table, PropertyValues values) {
        List<String> found = new ArrayList<>();
        PropertyValues valid = valid(table, values, found);
        AdditionalProperties additional = new AdditionalProperties(table, found);
        valid.find(CommonProperties.ADDITIONAL_PROPERTIES).ifPresent(given -> given.forEach(additional::add));
        this.table = table;
        this.effective = new EffectiveProperties(table, values, valid, additional.parsed());
        this.kafkaProperties = Collections.unmodifiableMap(mapped(found, additional.parsed()));
        table.rules().forEach(rule -> rule.check().apply(effective).ifPresent(found::add));
        if (found.isEmpty()) {
            checkSecurity(found);
        }
        this.problems = List.copyOf(found);
    }

    /** Checks {@code values}; reads the files that they name. */
    public static CheckedConfiguration of(PropertyTable table, PropertyValues values) {
        return new CheckedConfiguration(table, values);
    }

    /** All that is wrong, a sentence each that names field and Kafka property; empty if the configuration can work. */
    public List<String> problems() {
        return problems;
    }

    /**
     * The value in effect of a field: of the additional properties, the field, or its default; empty where Kafka chooses.
     */
    public <T> Optional<T> find(ClientProperty<T> row) {
        return effective.find(row);
    }

    /** The value in effect of a field, Kafka's default included. */
    public <T> T get(ClientProperty<T> row) {
        return effective.get(row);
    }

    /**
     * What a native client is built from. To be called only where there are no {@linkplain #problems problems}.
     *
     * @param apiTimeout the field that says how long a call may take that names no deadline
     */
    public ClientSettings settings(List<String> bootstrapServers, ClientProperty<Duration> apiTimeout) {
        return ClientSettings.of(bootstrapServers, kafkaProperties, get(apiTimeout));
    }

    private static PropertyValues valid(PropertyTable table, PropertyValues values, List<String> found) {
        PropertyValues.Builder valid = PropertyValues.builder();
        table.rows().stream().filter(values::isSet).forEach(row -> addIfValid(row, values, valid, found));
        return valid.build();
    }

    private static <T> void addIfValid(
            ClientProperty<T> row, PropertyValues values, PropertyValues.Builder valid, List<String> found) {
        Optional<T> value = values.find(row);
        Optional<String> problem = value.isEmpty() ? Optional.of("must not be null") : valueProblem(row, value.get());
        problem.ifPresentOrElse(text -> found.add(row + " " + text), () -> valid.set(row, value.orElseThrow()));
    }

    private static <T> Optional<String> valueProblem(ClientProperty<T> row, T value) {
        return value instanceof List<?> list && list.contains(null)
                ? Optional.of("must not contain null")
                : row.kind().problem(value);
    }

    private Map<String, Object> mapped(List<String> found, Map<String, Object> additional) {
        Map<String, Object> all = new LinkedHashMap<>(table.fixedProperties());
        table.rows().forEach(row -> put(row, all, found));
        effective
                .field(CommonProperties.SECURE_SOCKET)
                .ifPresent(socket -> all.putAll(SocketMapping.map(socket, found)));
        effective.field(CommonProperties.AUTH).ifPresent(auth -> all.putAll(AuthenticationMapping.map(auth)));
        all.putAll(additional);
        return all;
    }

    private <T> void put(ClientProperty<T> row, Map<String, Object> all, List<String> found) {
        Optional<T> value = effective.field(row).or(row::defaultValue);
        if (row.kafkaName().isEmpty() || value.isEmpty()) {
            return;
        }
        String name = row.kafkaName().get();
        Object kafkaValue = row.kind().toKafka(value.get());
        KafkaValidation.problem(table.definition(), name, kafkaValue).ifPresent(text -> found.add(row + ": " + text));
        all.put(name, kafkaValue);
    }

    /** Last, because it reads stores and makes keys of them, which is slow and needs all other settings to be right. */
    private void checkSecurity(List<String> found) {
        boolean unresolved = !kafkaProperties.values().stream().allMatch(EffectiveProperties::isParsed);
        if (unresolved || hasEngineFactoryOfTheUser()) {
            return;
        }
        Map<String, Object> complete = new LinkedHashMap<>(kafkaProperties);
        complete.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, List.of("localhost:9092"));
        Map<String, Object> parsed = table.definition().parse(complete);
        if (get(CommonProperties.SECURITY_PROTOCOL).isEncrypted()) {
            KafkaValidation.sslProblem(parsed)
                    .ifPresent(text -> found.add(CommonProperties.SECURE_SOCKET + ": " + text));
        }
        if (get(CommonProperties.SECURITY_PROTOCOL).isAuthenticated() && !KafkaValidation.isJaasValid(parsed)) {
            found.add(EffectiveProperties.nameOfAdditional(SaslConfigs.SASL_JAAS_CONFIG)
                    + " cannot be parsed: it is `<login module> required <option>=\"<value>\" …;`");
        }
    }

    private boolean hasEngineFactoryOfTheUser() {
        Object factory = kafkaProperties.get(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG);
        return factory != null && factory != ReloadingSslEngineFactory.class;
    }
}
