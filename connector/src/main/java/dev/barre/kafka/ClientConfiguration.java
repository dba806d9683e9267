package dev.barre.kafka;

import dev.barre.kafka.interop.BootstrapServers;
import dev.barre.kafka.interop.CheckedConfiguration;
import dev.barre.kafka.interop.ClientProperty;
import dev.barre.kafka.interop.ClientSettings;
import dev.barre.kafka.interop.CommonProperties;
import dev.barre.kafka.interop.PropertyTable;
import dev.barre.kafka.interop.PropertyValues;
import dev.barre.kafka.security.AuthenticationConfiguration;
import dev.barre.kafka.security.SecureSocket;
import dev.barre.kafka.security.SecurityProtocol;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the configurations of producers and consumers share. The accessors give the values in effect: of
 * {@code additionalProperties} before those of the fields before the defaults. Compared by the values that were set. Immutable
 * and thread-safe; {@link #toString} hides secrets.
 */
public abstract sealed class ClientConfiguration permits ConsumerConfiguration, ProducerConfiguration {
    private final PropertyTable table;
    private final PropertyValues values;
    private final CheckedConfiguration checked;

    ClientConfiguration(PropertyTable table, PropertyValues values) {
        this.table = table;
        this.values = values;
        this.checked = CheckedConfiguration.of(table, values);
        if (!checked.problems().isEmpty()) {
            throw new ConfigurationException(table.name(), checked.problems());
        }
    }

    /** See {@link Builder#clientId}; empty leaves the choice to Kafka. */
    public final Optional<String> clientId() {
        return find(CommonProperties.CLIENT_ID);
    }

    /** See {@link Builder#metricsRecordingLevel}; empty leaves the choice to Kafka. */
    public final Optional<String> metricsRecordingLevel() {
        return find(CommonProperties.METRICS_RECORDING_LEVEL);
    }

    /** See {@link Builder#schemaRegistryUrl}; empty leaves the choice to Kafka. */
    public final Optional<String> schemaRegistryUrl() {
        return find(CommonProperties.SCHEMA_REGISTRY_URL);
    }

    /** See {@link Builder#additionalProperties}; empty if there are none. */
    public final Map<String, String> additionalProperties() {
        return find(CommonProperties.ADDITIONAL_PROPERTIES).orElse(Map.of());
    }

    /** See {@link Builder#metadataMaxAge}; empty leaves the choice to Kafka. */
    public final Optional<Duration> metadataMaxAge() {
        return find(CommonProperties.METADATA_MAX_AGE);
    }

    /** See {@link Builder#sendBuffer}; empty leaves the choice to Kafka. */
    public final Optional<Integer> sendBuffer() {
        return find(CommonProperties.SEND_BUFFER);
    }

    /** See {@link Builder#receiveBuffer}; empty leaves the choice to Kafka. */
    public final Optional<Integer> receiveBuffer() {
        return find(CommonProperties.RECEIVE_BUFFER);
    }

    /** See {@link Builder#reconnectBackoffTime}; empty leaves the choice to Kafka. */
    public final Optional<Duration> reconnectBackoffTime() {
        return find(CommonProperties.RECONNECT_BACKOFF_TIME);
    }

    /** See {@link Builder#metricsSampleWindow}; empty leaves the choice to Kafka. */
    public final Optional<Duration> metricsSampleWindow() {
        return find(CommonProperties.METRICS_SAMPLE_WINDOW);
    }

    /** See {@link Builder#metricsNumSamples}; empty leaves the choice to Kafka. */
    public final Optional<Integer> metricsNumSamples() {
        return find(CommonProperties.METRICS_NUM_SAMPLES);
    }

    /** See {@link Builder#requestTimeout}; empty leaves the choice to Kafka. */
    public final Optional<Duration> requestTimeout() {
        return find(CommonProperties.REQUEST_TIMEOUT);
    }

    /** See {@link Builder#secureSocket}; empty if there is none. */
    public final Optional<SecureSocket> secureSocket() {
        return find(CommonProperties.SECURE_SOCKET);
    }

    /** See {@link Builder#auth}; empty if there is none. */
    public final Optional<AuthenticationConfiguration> auth() {
        return find(CommonProperties.AUTH);
    }

    /** See {@link Builder#securityProtocol}. */
    public final SecurityProtocol securityProtocol() {
        return get(CommonProperties.SECURITY_PROTOCOL);
    }

    /** What the native client is built from. */
    abstract ClientSettings nativeSettings(List<String> bootstrapServers);

    final ClientSettings nativeSettings(List<String> bootstrapServers, ClientProperty<Duration> apiTimeout) {
        BootstrapServers parsed = BootstrapServers.parse(bootstrapServers);
        if (!parsed.problems().isEmpty()) {
            throw new ConfigurationException("bootstrapServers", parsed.problems());
        }
        return checked.settings(parsed.servers(), apiTimeout);
    }

    final PropertyValues values() {
        return values;
    }

    final <T> Optional<T> find(ClientProperty<T> row) {
        return checked.find(row);
    }

    /** The value in effect, Kafka's default included. */
    final <T> T get(ClientProperty<T> row) {
        return checked.get(row);
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof ClientConfiguration that && table == that.table && values.equals(that.values);
    }

    @Override
    public final int hashCode() {
        return values.hashCode();
    }

    /** The fields that were set: {@code ConsumerConfiguration{groupId=billing, topics=[orders]}}. */
    @Override
    public final String toString() {
        return table.name() + values;
    }

    /**
     * Collects fields. No method refuses a value, not even null: {@code build()} reports all that is wrong in one
     * {@link ConfigurationException}. Not thread-safe.
     *
     * @param <B> the builder itself
     */
    public abstract static sealed class Builder<B extends Builder<B>>
            permits ConsumerConfiguration.Builder, ProducerConfiguration.Builder {
        private final PropertyValues.Builder values;

        Builder(PropertyValues.Builder values) {
            this.values = values;
        }

        /**
         * The name of the client in logs, metrics and quotas of the brokers. Default: made up by Kafka; Kafka property
         * {@code client.id}.
         */
        public final B clientId(String clientId) {
            return set(CommonProperties.CLIENT_ID, clientId);
        }

        /**
         * How many metrics the Kafka client records: {@code INFO}, {@code DEBUG} or {@code TRACE}. Default: {@code INFO};
         * Kafka property {@code metrics.recording.level}.
         */
        public final B metricsRecordingLevel(String metricsRecordingLevel) {
            return set(CommonProperties.METRICS_RECORDING_LEVEL, metricsRecordingLevel);
        }

        /**
         * The address of the schema registry, passed on to interceptors and codecs. Default: none; Kafka property
         * {@code schema.registry.url}.
         */
        public final B schemaRegistryUrl(String schemaRegistryUrl) {
            return set(CommonProperties.SCHEMA_REGISTRY_URL, schemaRegistryUrl);
        }

        /**
         * Properties by their names in Kafka, which override the fields; a name that would break the connector is
         * refused. Default: none.
         */
        public final B additionalProperties(Map<String, String> properties) {
            return set(CommonProperties.ADDITIONAL_PROPERTIES, properties);
        }

        /**
         * After this time, in whole milliseconds, metadata is fetched anew. Default: 5 min; Kafka property
         * {@code metadata.max.age.ms}.
         */
        public final B metadataMaxAge(Duration metadataMaxAge) {
            return set(CommonProperties.METADATA_MAX_AGE, metadataMaxAge);
        }

        /**
         * The TCP send buffer in bytes; -1 leaves it to the operating system. Default: 131,072; Kafka property
         * {@code send.buffer.bytes}.
         */
        public final B sendBuffer(int sendBuffer) {
            return set(CommonProperties.SEND_BUFFER, sendBuffer);
        }

        /**
         * The TCP receive buffer in bytes; -1 leaves it to the operating system. Default: 65,536 for a consumer, 32,768
         * for a producer; Kafka property {@code receive.buffer.bytes}.
         */
        public final B receiveBuffer(int receiveBuffer) {
            return set(CommonProperties.RECEIVE_BUFFER, receiveBuffer);
        }

        /**
         * The first wait before a broken connection is made again, in whole milliseconds. Default: 50 ms; Kafka property
         * {@code reconnect.backoff.ms}.
         */
        public final B reconnectBackoffTime(Duration reconnectBackoffTime) {
            return set(CommonProperties.RECONNECT_BACKOFF_TIME, reconnectBackoffTime);
        }

        /**
         * The span of one sample of a metric, in whole milliseconds. Default: 30 s; Kafka property
         * {@code metrics.sample.window.ms}.
         */
        public final B metricsSampleWindow(Duration metricsSampleWindow) {
            return set(CommonProperties.METRICS_SAMPLE_WINDOW, metricsSampleWindow);
        }

        /** From how many samples a metric is computed. Default: 2; Kafka property {@code metrics.num.samples}. */
        public final B metricsNumSamples(int metricsNumSamples) {
            return set(CommonProperties.METRICS_NUM_SAMPLES, metricsNumSamples);
        }

        /**
         * How long a request may stay unanswered, in whole milliseconds. Default: 30 s; Kafka property
         * {@code request.timeout.ms}.
         */
        public final B requestTimeout(Duration requestTimeout) {
            return set(CommonProperties.REQUEST_TIMEOUT, requestTimeout);
        }

        /**
         * Whom the client trusts, and how it proves itself, under TLS. Files are read by {@link #build}. Default: what
         * the JVM trusts; Kafka property {@code ssl.*}.
         */
        public final B secureSocket(SecureSocket secureSocket) {
            return set(CommonProperties.SECURE_SOCKET, secureSocket);
        }

        /**
         * How the client logs in by SASL. Default: none; Kafka property {@code sasl.mechanism} and
         * {@code sasl.jaas.config}.
         */
        public final B auth(AuthenticationConfiguration auth) {
            return set(CommonProperties.AUTH, auth);
        }

        /** What protects the connections. Default: {@code PLAINTEXT}; Kafka property {@code security.protocol}. */
        public final B securityProtocol(SecurityProtocol securityProtocol) {
            return set(CommonProperties.SECURITY_PROTOCOL, securityProtocol);
        }

        /**
         * Checks everything and makes the configuration.
         *
         * @throws ConfigurationException with all that is wrong, if anything is
         */
        public abstract ClientConfiguration build();

        abstract B self();

        final <T> B set(ClientProperty<T> row, @Nullable T value) {
            values.set(row, value);
            return self();
        }

        final B setConstant(ClientProperty<String> row, @Nullable Enum<?> constant) {
            return set(row, constant == null ? null : constant.name());
        }

        final B setList(ClientProperty<List<String>> row, @Nullable String @Nullable [] names) {
            return set(row, names == null ? null : Arrays.asList(names));
        }

        final PropertyValues values() {
            return values.build();
        }
    }
}
