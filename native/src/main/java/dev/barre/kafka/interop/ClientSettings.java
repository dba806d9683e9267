package dev.barre.kafka.interop;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * What a native client is built from: the bootstrap servers and the Kafka properties, checked. Secrets among the properties
 * are {@link org.apache.kafka.common.config.types.Password} values, which neither Kafka nor {@link #toString} shows.
 * Immutable and thread-safe.
 */
public final class ClientSettings {
    private static final Duration KAFKA_API_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration KAFKA_DELIVERY_TIMEOUT = Duration.ofSeconds(120);

    /** Beyond what Kafka promises; its own exception says more and comes first. */
    private static final Duration SEND_ALLOWANCE = Duration.ofSeconds(5);

    private final List<String> bootstrapServers;
    private final Map<String, Object> kafkaProperties;
    private final Duration defaultApiTimeout;

    private ClientSettings(List<String> bootstrapServers, Map<String, Object> properties, Duration defaultApiTimeout) {
        this.bootstrapServers = List.copyOf(bootstrapServers);
        Map<String, Object> all = new LinkedHashMap<>(properties);
        all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, this.bootstrapServers);
        this.kafkaProperties = Collections.unmodifiableMap(all);
        this.defaultApiTimeout = defaultApiTimeout;
    }

    /** Settings with Kafka's own deadline of 60 s for calls that name none. */
    public static ClientSettings of(List<String> bootstrapServers, Map<String, Object> kafkaProperties) {
        return of(bootstrapServers, kafkaProperties, KAFKA_API_TIMEOUT);
    }

    /**
     * Settings with a deadline of their own.
     *
     * @param bootstrapServers {@code host:port} each
     * @param kafkaProperties all properties of the client except {@code bootstrap.servers}
     * @param defaultApiTimeout the deadline of calls that name none
     */
    public static ClientSettings of(
            List<String> bootstrapServers, Map<String, Object> kafkaProperties, Duration defaultApiTimeout) {
        return new ClientSettings(bootstrapServers, kafkaProperties, defaultApiTimeout);
    }

    /** The brokers asked first, {@code host:port} each. */
    public List<String> bootstrapServers() {
        return bootstrapServers;
    }

    /** Everything that the Kafka client is given, {@code bootstrap.servers} included. Unmodifiable. */
    public Map<String, Object> kafkaProperties() {
        return kafkaProperties;
    }

    /** {@code group.id}. */
    public Optional<String> groupId() {
        return text(CommonClientConfigs.GROUP_ID_CONFIG);
    }

    /** {@code client.id}. */
    public Optional<String> clientId() {
        return text(CommonClientConfigs.CLIENT_ID_CONFIG);
    }

    /** {@code transactional.id}. */
    public Optional<String> transactionalId() {
        return text(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
    }

    /**
     * How long a call may take that names no deadline: of a consumer {@code default.api.timeout.ms}, of a producer
     * {@code max.block.ms}.
     */
    public Duration defaultApiTimeout() {
        return defaultApiTimeout;
    }

    /** {@code delivery.timeout.ms}: within it a producer reports how a send ended. */
    public Duration deliveryTimeout() {
        Object configured = kafkaProperties.get(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG);
        try {
            return configured == null
                    ? KAFKA_DELIVERY_TIMEOUT
                    : Duration.ofMillis(Long.parseLong(configured.toString().strip()));
        } catch (NumberFormatException replacedByKafka) {
            // A value like ${env:X}, which one of Kafka's config providers resolves.
            return KAFKA_DELIVERY_TIMEOUT;
        }
    }

    /** After so long a producer that has said nothing of a send never will: its own thread has died. */
    public Duration longestSend() {
        return defaultApiTimeout().plus(deliveryTimeout()).plus(SEND_ALLOWANCE);
    }

    /** The same settings with one Kafka property set or replaced. */
    public ClientSettings with(String kafkaProperty, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(kafkaProperties);
        changed.put(kafkaProperty, value);
        return new ClientSettings(bootstrapServers, changed, defaultApiTimeout);
    }

    /** The value of a Kafka property; empty where none is set. */
    public Optional<Object> value(String kafkaProperty) {
        return Optional.ofNullable(kafkaProperties.get(kafkaProperty));
    }

    private Optional<String> text(String kafkaProperty) {
        return Optional.ofNullable(kafkaProperties.get(kafkaProperty)).map(Object::toString);
    }

    /** The properties in order of their names; what is secret, or unknown to Kafka, is hidden. */
    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>();
        kafkaProperties.forEach((name, value) -> shown.put(name, Redaction.shown(name, value)));
        return "ClientSettings" + shown;
    }
}
