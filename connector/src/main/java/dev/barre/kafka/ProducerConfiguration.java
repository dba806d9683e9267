package dev.barre.kafka;

import dev.barre.kafka.interop.ClientSettings;
import dev.barre.kafka.interop.ProducerProperties;
import dev.barre.kafka.interop.PropertyValues;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a {@link Producer} works (specification 3.1). The defaults are those of the specification, which favour speed;
 * {@link #durable} favours safety.
 *
 * <pre>{@code
 * ProducerConfiguration.durable().toBuilder().linger(Duration.ofMillis(20)).compressionType(CompressionType.ZSTD).build();
 * }</pre>
 */
public final class ProducerConfiguration extends ClientConfiguration {
    private ProducerConfiguration(PropertyValues values) {
        super(ProducerProperties.TABLE, values);
    }

    /** A builder in which every field has its default. */
    public static Builder builder() {
        return new Builder(PropertyValues.builder());
    }

    /** A configuration under which an acknowledged record is lost only with all in-sync replicas, and is written once. */
    public static ProducerConfiguration durable() {
        return builder().acks(Acks.ALL).enableIdempotence(true).build();
    }

    /** A builder in which every field is as it is here. */
    public Builder toBuilder() {
        return new Builder(values().toBuilder());
    }

    /** See {@link Builder#acks}. */
    public Acks acks() {
        return Acks.valueOf(get(ProducerProperties.ACKS));
    }

    /** See {@link Builder#compressionType}. */
    public CompressionType compressionType() {
        return CompressionType.valueOf(get(ProducerProperties.COMPRESSION_TYPE));
    }

    /** See {@link Builder#metricReporterClasses(List)}; empty leaves the choice to Kafka. */
    public Optional<List<String>> metricReporterClasses() {
        return find(ProducerProperties.METRIC_REPORTER_CLASSES);
    }

    /** See {@link Builder#partitionerClass}; empty leaves the choice to Kafka. */
    public Optional<String> partitionerClass() {
        return find(ProducerProperties.PARTITIONER_CLASS);
    }

    /** See {@link Builder#interceptorClasses(List)}; empty leaves the choice to Kafka. */
    public Optional<List<String>> interceptorClasses() {
        return find(ProducerProperties.INTERCEPTOR_CLASSES);
    }

    /** See {@link Builder#transactionalId}; empty if there is none. */
    public Optional<String> transactionalId() {
        return find(ProducerProperties.TRANSACTIONAL_ID);
    }

    /** See {@link Builder#bufferMemory}; empty leaves the choice to Kafka. */
    public Optional<Long> bufferMemory() {
        return find(ProducerProperties.BUFFER_MEMORY);
    }

    /** See {@link Builder#retryCount}; empty leaves the choice to Kafka. */
    public Optional<Integer> retryCount() {
        return find(ProducerProperties.RETRY_COUNT);
    }

    /** See {@link Builder#batchSize}; empty leaves the choice to Kafka. */
    public Optional<Integer> batchSize() {
        return find(ProducerProperties.BATCH_SIZE);
    }

    /** See {@link Builder#linger}; empty leaves the choice to Kafka. */
    public Optional<Duration> linger() {
        return find(ProducerProperties.LINGER);
    }

    /** See {@link Builder#maxRequestSize}; empty leaves the choice to Kafka. */
    public Optional<Integer> maxRequestSize() {
        return find(ProducerProperties.MAX_REQUEST_SIZE);
    }

    /** See {@link Builder#reconnectBackoffMaxTime}; empty leaves the choice to Kafka. */
    public Optional<Duration> reconnectBackoffMaxTime() {
        return find(ProducerProperties.RECONNECT_BACKOFF_MAX_TIME);
    }

    /** See {@link Builder#retryBackoffTime}; empty leaves the choice to Kafka. */
    public Optional<Duration> retryBackoffTime() {
        return find(ProducerProperties.RETRY_BACKOFF_TIME);
    }

    /** See {@link Builder#maxBlock}; empty leaves the choice to Kafka. */
    public Optional<Duration> maxBlock() {
        return find(ProducerProperties.MAX_BLOCK);
    }

    /** See {@link Builder#maxInFlightRequestsPerConnection}; empty leaves the choice to Kafka. */
    public Optional<Integer> maxInFlightRequestsPerConnection() {
        return find(ProducerProperties.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION);
    }

    /** See {@link Builder#connectionsMaxIdleTime}; empty leaves the choice to Kafka. */
    public Optional<Duration> connectionsMaxIdleTime() {
        return find(ProducerProperties.CONNECTIONS_MAX_IDLE_TIME);
    }

    /** See {@link Builder#transactionTimeout}; empty leaves the choice to Kafka. */
    public Optional<Duration> transactionTimeout() {
        return find(ProducerProperties.TRANSACTION_TIMEOUT);
    }

    /** See {@link Builder#enableIdempotence}. */
    public boolean enableIdempotence() {
        return get(ProducerProperties.ENABLE_IDEMPOTENCE);
    }

    @Override
    ClientSettings nativeSettings(List<String> bootstrapServers) {
        return nativeSettings(bootstrapServers, ProducerProperties.MAX_BLOCK);
    }

    /** Collects the fields of a {@link ProducerConfiguration}. Not thread-safe. */
    public static final class Builder extends ClientConfiguration.Builder<Builder> {
        private Builder(PropertyValues.Builder values) {
            super(values);
        }

        /**
         * How many replicas must have a record before it counts as sent. Default: {@code SINGLE}; Kafka property
         * {@code acks}.
         */
        public Builder acks(Acks acks) {
            return setConstant(ProducerProperties.ACKS, acks);
        }

        /** How batches are compressed. Default: {@code NONE}; Kafka property {@code compression.type}. */
        public Builder compressionType(CompressionType compressionType) {
            return setConstant(ProducerProperties.COMPRESSION_TYPE, compressionType);
        }

        /**
         * Classes that metrics are reported to, each a {@code MetricsReporter} of Kafka. Default: JMX; Kafka property
         * {@code metric.reporters}.
         */
        public Builder metricReporterClasses(List<String> classNames) {
            return set(ProducerProperties.METRIC_REPORTER_CLASSES, classNames);
        }

        /** {@link #metricReporterClasses(List)} with the names one by one. */
        public Builder metricReporterClasses(String... classNames) {
            return setList(ProducerProperties.METRIC_REPORTER_CLASSES, classNames);
        }

        /**
         * The class, a {@code Partitioner} of Kafka, that chooses the partition of a record that names none. Default:
         * Kafka's own; Kafka property {@code partitioner.class}.
         */
        public Builder partitionerClass(String partitionerClass) {
            return set(ProducerProperties.PARTITIONER_CLASS, partitionerClass);
        }

        /**
         * Classes that see each record, as bytes, before it is sent, each a {@code ProducerInterceptor} of Kafka.
         * Default: none; Kafka property {@code interceptor.classes}.
         */
        public Builder interceptorClasses(List<String> classNames) {
            return set(ProducerProperties.INTERCEPTOR_CLASSES, classNames);
        }

        /** {@link #interceptorClasses(List)} with the names one by one. */
        public Builder interceptorClasses(String... classNames) {
            return setList(ProducerProperties.INTERCEPTOR_CLASSES, classNames);
        }

        /**
         * The name towards the transaction coordinator; each live producer needs its own. Needs
         * {@link #enableIdempotence}. Default: none; Kafka property {@code transactional.id}.
         */
        public Builder transactionalId(String transactionalId) {
            return set(ProducerProperties.TRANSACTIONAL_ID, transactionalId);
        }

        /** Memory for records that wait to be sent, in bytes. Default: 33,554,432; Kafka property {@code buffer.memory}. */
        public Builder bufferMemory(long bufferMemory) {
            return set(ProducerProperties.BUFFER_MEMORY, bufferMemory);
        }

        /**
         * How often a failed request is sent again, within {@code delivery.timeout.ms}. Default: 2,147,483,647; Kafka
         * property {@code retries}.
         */
        public Builder retryCount(int retryCount) {
            return set(ProducerProperties.RETRY_COUNT, retryCount);
        }

        /**
         * Up to which size records for a partition form one batch, in bytes; 0 switches batches off. Default: 16,384;
         * Kafka property {@code batch.size}.
         */
        public Builder batchSize(int batchSize) {
            return set(ProducerProperties.BATCH_SIZE, batchSize);
        }

        /**
         * How long a batch that is not full waits for more, in whole milliseconds. Default: 5 ms; Kafka property
         * {@code linger.ms}.
         */
        public Builder linger(Duration linger) {
            return set(ProducerProperties.LINGER, linger);
        }

        /**
         * The largest request, and so the largest record, in bytes. Default: 1,048,576; Kafka property
         * {@code max.request.size}.
         */
        public Builder maxRequestSize(int maxRequestSize) {
            return set(ProducerProperties.MAX_REQUEST_SIZE, maxRequestSize);
        }

        /**
         * The longest wait before a broken connection is made again, in whole milliseconds. Default: 1 s; Kafka property
         * {@code reconnect.backoff.max.ms}.
         */
        public Builder reconnectBackoffMaxTime(Duration reconnectBackoffMaxTime) {
            return set(ProducerProperties.RECONNECT_BACKOFF_MAX_TIME, reconnectBackoffMaxTime);
        }

        /**
         * The first wait before a failed request is sent again, in whole milliseconds. Default: 100 ms; Kafka property
         * {@code retry.backoff.ms}.
         */
        public Builder retryBackoffTime(Duration retryBackoffTime) {
            return set(ProducerProperties.RETRY_BACKOFF_TIME, retryBackoffTime);
        }

        /**
         * How long a call may block for buffer, metadata or coordinator, in whole milliseconds. Default: 60 s; Kafka
         * property {@code max.block.ms}.
         */
        public Builder maxBlock(Duration maxBlock) {
            return set(ProducerProperties.MAX_BLOCK, maxBlock);
        }

        /**
         * How many requests may be unanswered on one connection. Default: 5; Kafka property
         * {@code max.in.flight.requests.per.connection}.
         */
        public Builder maxInFlightRequestsPerConnection(int maxInFlightRequestsPerConnection) {
            return set(ProducerProperties.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, maxInFlightRequestsPerConnection);
        }

        /**
         * After this time without use, in whole milliseconds, a connection is closed. Default: 9 min; Kafka property
         * {@code connections.max.idle.ms}.
         */
        public Builder connectionsMaxIdleTime(Duration connectionsMaxIdleTime) {
            return set(ProducerProperties.CONNECTIONS_MAX_IDLE_TIME, connectionsMaxIdleTime);
        }

        /**
         * How long a transaction may be open, in whole milliseconds. Default: 60 s; Kafka property
         * {@code transaction.timeout.ms}.
         */
        public Builder transactionTimeout(Duration transactionTimeout) {
            return set(ProducerProperties.TRANSACTION_TIMEOUT, transactionTimeout);
        }

        /**
         * Whether the broker drops what a retry sends twice. Needs {@link #acks} to be {@link Acks#ALL}. Default:
         * {@code false}; Kafka property {@code enable.idempotence}.
         */
        public Builder enableIdempotence(boolean enableIdempotence) {
            return set(ProducerProperties.ENABLE_IDEMPOTENCE, enableIdempotence);
        }

        @Override
        public ProducerConfiguration build() {
            return new ProducerConfiguration(values());
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
