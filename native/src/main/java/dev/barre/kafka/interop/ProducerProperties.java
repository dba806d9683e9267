package dev.barre.kafka.interop;

import static dev.barre.kafka.interop.ClientProperty.mapped;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The fields of a producer's configuration (specification 3.1). */
public final class ProducerProperties {
    public static final ClientProperty<String> ACKS = mapped(
                    "acks",
                    ProducerConfig.ACKS_CONFIG,
                    TextKinds.oneOf("Acks", Map.of("ALL", "all", "NONE", "0", "SINGLE", "1"), Map.of("-1", "ALL")),
                    "How many replicas must have a record before it counts as sent.")
            .withDefault("SINGLE");

    public static final ClientProperty<String> COMPRESSION_TYPE = mapped(
                    "compressionType",
                    ProducerConfig.COMPRESSION_TYPE_CONFIG,
                    TextKinds.oneOf(
                            "CompressionType",
                            Map.of("NONE", "none", "GZIP", "gzip", "SNAPPY", "snappy", "LZ4", "lz4", "ZSTD", "zstd")),
                    "How batches of records are compressed.")
            .withDefault("NONE");

    public static final ClientProperty<List<String>> METRIC_REPORTER_CLASSES = mapped(
            "metricReporterClasses",
            ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG,
            ClassKinds.classNames(MetricsReporter.class),
            "Classes that the Kafka client reports its metrics to. An empty list switches JMX off too.");

    public static final ClientProperty<String> PARTITIONER_CLASS = mapped(
            "partitionerClass",
            ProducerConfig.PARTITIONER_CLASS_CONFIG,
            ClassKinds.className(Partitioner.class),
            "The class that chooses the partition of a record that names none.");

    public static final ClientProperty<List<String>> INTERCEPTOR_CLASSES = mapped(
            "interceptorClasses",
            ProducerConfig.INTERCEPTOR_CLASSES_CONFIG,
            ClassKinds.classNames(ProducerInterceptor.class),
            "Classes that see, and may change, each record before it is sent. They get keys and values as bytes.");

    public static final ClientProperty<String> TRANSACTIONAL_ID = mapped(
            "transactionalId",
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            TextKinds.text(),
            "The name of the producer towards the transaction coordinator. It makes transactions possible; each live producer "
                    + "needs its own.");

    public static final ClientProperty<Long> BUFFER_MEMORY = mapped(
            "bufferMemory",
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            NumberKinds.longBytes(0),
            "How much memory records may take that wait to be sent. A send blocks while it is full.");

    public static final ClientProperty<Integer> RETRY_COUNT = mapped(
            "retryCount",
            ProducerConfig.RETRIES_CONFIG,
            NumberKinds.count(0),
            "How often a failed request is sent again, within `delivery.timeout.ms`.");

    public static final ClientProperty<Integer> BATCH_SIZE = mapped(
            "batchSize",
            ProducerConfig.BATCH_SIZE_CONFIG,
            NumberKinds.bytes(0),
            "Up to which size records for one partition are put in one batch. 0 switches batches off.");

    public static final ClientProperty<Duration> LINGER = mapped(
            "linger",
            ProducerConfig.LINGER_MS_CONFIG,
            NumberKinds.longMillis(0),
            "How long a batch that is not full waits for more records.");

    public static final ClientProperty<Integer> MAX_REQUEST_SIZE = mapped(
            "maxRequestSize",
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            NumberKinds.bytes(0),
            "The largest request, and with it the largest record, that is sent.");

    public static final ClientProperty<Duration> RECONNECT_BACKOFF_MAX_TIME = mapped(
            "reconnectBackoffMaxTime",
            ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
            NumberKinds.longMillis(0),
            "The longest wait before a broken connection is made again.");

    public static final ClientProperty<Duration> RETRY_BACKOFF_TIME = mapped(
            "retryBackoffTime",
            ProducerConfig.RETRY_BACKOFF_MS_CONFIG,
            NumberKinds.longMillis(0),
            "The wait before a failed request is sent again the first time.");

    public static final ClientProperty<Duration> MAX_BLOCK = mapped(
            "maxBlock",
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            NumberKinds.longMillis(0),
            "How long a call may block while the buffer is full, metadata is missing or the coordinator is silent.");

    public static final ClientProperty<Integer> MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION = mapped(
            "maxInFlightRequestsPerConnection",
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
            NumberKinds.count(1),
            "How many requests may be unanswered on one connection. Above 1, retries can change the order of records unless "
                    + "`enableIdempotence` is on.");

    public static final ClientProperty<Duration> CONNECTIONS_MAX_IDLE_TIME = mapped(
            "connectionsMaxIdleTime",
            ProducerConfig.CONNECTIONS_MAX_IDLE_MS_CONFIG,
            NumberKinds.longMillis(0),
            "After this time without use a connection is closed.");

    public static final ClientProperty<Duration> TRANSACTION_TIMEOUT = mapped(
            "transactionTimeout",
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
            NumberKinds.millis(1),
            "How long a transaction may be open before the coordinator aborts it.");

    public static final ClientProperty<Boolean> ENABLE_IDEMPOTENCE = mapped(
                    "enableIdempotence",
                    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                    TextKinds.flag(),
                    "Whether the broker drops what a retry sends twice, so that each record is written once and in order.")
            .withDefault(false);

    /** All fields of a producer, in the order of the specification. */
    public static final PropertyTable TABLE = new PropertyTable(
            "ProducerConfiguration",
            List.of(
                    ACKS,
                    COMPRESSION_TYPE,
                    CommonProperties.CLIENT_ID,
                    CommonProperties.METRICS_RECORDING_LEVEL,
                    METRIC_REPORTER_CLASSES,
                    PARTITIONER_CLASS,
                    INTERCEPTOR_CLASSES,
                    TRANSACTIONAL_ID,
                    CommonProperties.SCHEMA_REGISTRY_URL,
                    CommonProperties.ADDITIONAL_PROPERTIES,
                    BUFFER_MEMORY,
                    RETRY_COUNT,
                    BATCH_SIZE,
                    LINGER,
                    CommonProperties.SEND_BUFFER,
                    CommonProperties.RECEIVE_BUFFER,
                    MAX_REQUEST_SIZE,
                    CommonProperties.RECONNECT_BACKOFF_TIME,
                    RECONNECT_BACKOFF_MAX_TIME,
                    RETRY_BACKOFF_TIME,
                    MAX_BLOCK,
                    CommonProperties.REQUEST_TIMEOUT,
                    CommonProperties.METADATA_MAX_AGE,
                    CommonProperties.METRICS_SAMPLE_WINDOW,
                    CommonProperties.METRICS_NUM_SAMPLES,
                    MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                    CONNECTIONS_MAX_IDLE_TIME,
                    TRANSACTION_TIMEOUT,
                    ENABLE_IDEMPOTENCE,
                    CommonProperties.SECURE_SOCKET,
                    CommonProperties.AUTH,
                    CommonProperties.SECURITY_PROTOCOL),
            ProducerRules.RULES,
            Map.of(
                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    "give the servers to the producer when it is created",
                    ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                    "the connector encodes keys by itself and gives Kafka bytes",
                    ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                    "the connector encodes values by itself and gives Kafka bytes"),
            Map.of(
                    ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class,
                    ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class),
            ProducerConfig.configDef());

    private ProducerProperties() {}
}
