package dev.barre.kafka.interop;

import static dev.barre.kafka.interop.ClientProperty.mapped;
import static dev.barre.kafka.interop.ClientProperty.ofConnector;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The fields of the configuration of consumers and listeners (specification 4.1). */
public final class ConsumerProperties {
    public static final ClientProperty<String> GROUP_ID = mapped(
            "groupId",
            ConsumerConfig.GROUP_ID_CONFIG,
            TextKinds.text(),
            "The consumer group, whose members share the partitions and whose offsets are committed. Needed to subscribe and to "
                    + "commit, not to read assigned partitions.");

    public static final ClientProperty<List<String>> TOPICS =
            ofConnector("topics", TextKinds.topics(), "The topics that are subscribed to from the start.");

    public static final ClientProperty<String> OFFSET_RESET = mapped(
            "offsetReset",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            TextKinds.oneOf("OffsetReset", Map.of("EARLIEST", "earliest", "LATEST", "latest", "NONE", "none")),
            "Where reading begins in a partition that has no committed offset, or none that still exists.");

    public static final ClientProperty<List<String>> PARTITION_ASSIGNMENT_STRATEGY = mapped(
            "partitionAssignmentStrategy",
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
            ClassKinds.classNames(ConsumerPartitionAssignor.class),
            "Classes that deal the partitions out to the members of the group, in order of preference.");

    public static final ClientProperty<List<String>> METRICS_REPORTER_CLASSES = mapped(
            "metricsReporterClasses",
            ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG,
            ClassKinds.classNames(MetricsReporter.class),
            "Classes that the Kafka client reports its metrics to. An empty list switches JMX off too.");

    public static final ClientProperty<List<String>> INTERCEPTOR_CLASSES = mapped(
            "interceptorClasses",
            ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
            ClassKinds.classNames(ConsumerInterceptor.class),
            "Classes that see, and may change, the records of each poll before they are bound. They get keys and values as bytes.");

    public static final ClientProperty<String> ISOLATION_LEVEL = mapped(
            "isolationLevel",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            TextKinds.oneOf(
                    "IsolationLevel",
                    Map.of("READ_COMMITTED", "read_committed", "READ_UNCOMMITTED", "read_uncommitted")),
            "Whether records of transactions are seen before they are committed, and of those that are aborted.");

    public static final ClientProperty<Duration> SESSION_TIMEOUT = mapped(
            "sessionTimeout",
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
            NumberKinds.millis(1),
            "After this time without a heartbeat the group expels the member.");

    public static final ClientProperty<Duration> HEART_BEAT_INTERVAL = mapped(
            "heartBeatInterval",
            ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
            NumberKinds.millis(1),
            "How often the member tells the group that it is alive. A third of `sessionTimeout` at most is usual.");

    public static final ClientProperty<Duration> AUTO_COMMIT_INTERVAL = mapped(
                    "autoCommitInterval",
                    ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG,
                    NumberKinds.millis(0),
                    "How often what was accepted is committed while `autoCommit` is on.")
            .withDefault(Duration.ofSeconds(5));

    public static final ClientProperty<Integer> MAX_PARTITION_FETCH_BYTES = mapped(
            "maxPartitionFetchBytes",
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            NumberKinds.bytes(0),
            "How much one fetch takes from one partition. A larger first batch is still returned.");

    public static final ClientProperty<Integer> FETCH_MIN_BYTES = mapped(
            "fetchMinBytes",
            ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
            NumberKinds.bytes(0),
            "The broker waits for this much before it answers a fetch, up to `fetchMaxWaitTime`.");

    public static final ClientProperty<Integer> FETCH_MAX_BYTES = mapped(
            "fetchMaxBytes",
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
            NumberKinds.bytes(0),
            "How much one fetch takes from all partitions of a broker. A larger first batch is still returned.");

    public static final ClientProperty<Duration> FETCH_MAX_WAIT_TIME = mapped(
            "fetchMaxWaitTime",
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
            NumberKinds.millis(0),
            "How long the broker holds a fetch while there is less than `fetchMinBytes`.");

    public static final ClientProperty<Duration> RECONNECT_BACKOFF_TIME_MAX = mapped(
            "reconnectBackoffTimeMax",
            ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
            NumberKinds.longMillis(0),
            "The longest wait before a broken connection is made again.");

    public static final ClientProperty<Duration> RETRY_BACKOFF = mapped(
            "retryBackoff",
            ConsumerConfig.RETRY_BACKOFF_MS_CONFIG,
            NumberKinds.longMillis(0),
            "The wait before a failed request is sent again the first time.");

    public static final ClientProperty<Duration> CONNECTION_MAX_IDLE_TIME = mapped(
            "connectionMaxIdleTime",
            ConsumerConfig.CONNECTIONS_MAX_IDLE_MS_CONFIG,
            NumberKinds.longMillis(0),
            "After this time without use a connection is closed.");

    public static final ClientProperty<Integer> MAX_POLL_RECORDS = mapped(
                    "maxPollRecords",
                    ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                    NumberKinds.count(1),
                    "How many records one poll returns at most.")
            .withDefault(500);

    public static final ClientProperty<Duration> MAX_POLL_INTERVAL = mapped(
            "maxPollInterval",
            ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
            NumberKinds.millis(1),
            "After this time without a poll the group expels the member. A listener polls on while its service is busy.");

    public static final ClientProperty<Duration> POLLING_TIMEOUT = ofConnector(
                    "pollingTimeout", NumberKinds.longMillis(1), "Listener: how long one poll waits for records.")
            .withDefault(Duration.ofSeconds(1));

    public static final ClientProperty<Duration> POLLING_INTERVAL = ofConnector(
            "pollingInterval",
            NumberKinds.longMillis(0),
            "Listener: the shortest time between two deliveries of a member. Unset, records are delivered as they come.");

    public static final ClientProperty<Integer> CONCURRENT_CONSUMERS = ofConnector(
                    "concurrentConsumers",
                    NumberKinds.count(1),
                    "Listener: how many members of the group it runs, each with a connection and a thread of its own.")
            .withDefault(1);

    public static final ClientProperty<Integer> MAX_KEY_BYTES = ofConnector(
                    "maxKeyBytes",
                    NumberKinds.bytes(1),
                    "The largest key that is bound; a record with a larger one is a bad record.")
            .withDefault(1 << 20);

    public static final ClientProperty<Integer> MAX_VALUE_BYTES = ofConnector(
                    "maxValueBytes",
                    NumberKinds.bytes(1),
                    "The largest value that is bound; a record with a larger one is a bad record.")
            .withDefault(64 << 20);

    public static final ClientProperty<Integer> MAX_HEADERS = ofConnector(
                    "maxHeaders",
                    NumberKinds.count(0),
                    "How many headers a record may have; one with more is a bad record.")
            .withDefault(1_000);

    public static final ClientProperty<Integer> MAX_HEADER_BYTES = ofConnector(
                    "maxHeaderBytes",
                    NumberKinds.bytes(0),
                    "How large all names and values of the headers of a record may be together; one with more is a bad record.")
            .withDefault(1 << 20);

    public static final ClientProperty<Integer> MAX_NESTING = ofConnector(
                    "maxNesting",
                    NumberKinds.count(1),
                    "How deep objects, arrays and elements of JSON and XML may be nested; a record with more is a bad record.")
            .withDefault(500);

    public static final ClientProperty<Integer> BINDING_THREADS = ofConnector(
            "bindingThreads",
            NumberKinds.count(1),
            "Consumer: how many threads bind what one poll returns, where it is much; with 1 the calling one alone. Unset, as many as the "
                    + "machine has cores, and no more than 4.");

    public static final ClientProperty<Duration> DEFAULT_API_TIMEOUT = mapped(
            "defaultApiTimeout",
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            NumberKinds.millis(0),
            "How long a function may take that is called without a duration.");

    public static final ClientProperty<Boolean> AUTO_COMMIT = ofConnector(
                    "autoCommit",
                    TextKinds.flag(),
                    "Whether the connector commits what was accepted: on the interval, on a rebalance and on close. Kafka's own "
                            + "`enable.auto.commit` is always off, because it would commit what is still being processed.")
            .withDefault(true);

    public static final ClientProperty<Boolean> CHECK_CRCS = mapped(
                    "checkCRCS",
                    ConsumerConfig.CHECK_CRCS_CONFIG,
                    TextKinds.flag(),
                    "Whether the checksum of each fetched batch is checked.")
            .withDefault(true);

    public static final ClientProperty<Boolean> EXCLUDE_INTERNAL_TOPICS = mapped(
                    "excludeInternalTopics",
                    ConsumerConfig.EXCLUDE_INTERNAL_TOPICS_CONFIG,
                    TextKinds.flag(),
                    "Whether a subscription by pattern leaves out Kafka's own topics, such as `__consumer_offsets`.")
            .withDefault(true);

    public static final ClientProperty<Boolean> DECOUPLE_PROCESSING = ofConnector(
                    "decoupleProcessing",
                    TextKinds.flag(),
                    "Listener: whether each partition has a lane of its own, so that partitions are handled in parallel. Otherwise "
                            + "a member handles one batch at a time.")
            .withDefault(false);

    public static final ClientProperty<Boolean> VALIDATION = ofConnector(
                    "validation", TextKinds.flag(), "Whether the constraints on bound keys and values are checked.")
            .withDefault(true);

    public static final ClientProperty<Boolean> AUTO_SEEK_ON_VALIDATION_FAILURE = ofConnector(
                    "autoSeekOnValidationFailure",
                    TextKinds.flag(),
                    "Whether a record that cannot be bound, or breaks a constraint, is logged and passed over. Otherwise it is "
                            + "reported until somebody seeks past it.")
            .withDefault(true);

    /** All fields of a consumer, in the order of the specification. */
    public static final PropertyTable TABLE = new PropertyTable(
            "ConsumerConfiguration",
            List.of(
                    GROUP_ID,
                    TOPICS,
                    OFFSET_RESET,
                    PARTITION_ASSIGNMENT_STRATEGY,
                    CommonProperties.METRICS_RECORDING_LEVEL,
                    METRICS_REPORTER_CLASSES,
                    CommonProperties.CLIENT_ID,
                    INTERCEPTOR_CLASSES,
                    ISOLATION_LEVEL,
                    CommonProperties.SCHEMA_REGISTRY_URL,
                    CommonProperties.ADDITIONAL_PROPERTIES,
                    SESSION_TIMEOUT,
                    HEART_BEAT_INTERVAL,
                    CommonProperties.METADATA_MAX_AGE,
                    AUTO_COMMIT_INTERVAL,
                    MAX_PARTITION_FETCH_BYTES,
                    CommonProperties.SEND_BUFFER,
                    CommonProperties.RECEIVE_BUFFER,
                    FETCH_MIN_BYTES,
                    FETCH_MAX_BYTES,
                    FETCH_MAX_WAIT_TIME,
                    RECONNECT_BACKOFF_TIME_MAX,
                    RETRY_BACKOFF,
                    CommonProperties.METRICS_SAMPLE_WINDOW,
                    CommonProperties.METRICS_NUM_SAMPLES,
                    CommonProperties.REQUEST_TIMEOUT,
                    CONNECTION_MAX_IDLE_TIME,
                    MAX_POLL_RECORDS,
                    MAX_POLL_INTERVAL,
                    CommonProperties.RECONNECT_BACKOFF_TIME,
                    POLLING_TIMEOUT,
                    POLLING_INTERVAL,
                    CONCURRENT_CONSUMERS,
                    DEFAULT_API_TIMEOUT,
                    AUTO_COMMIT,
                    CHECK_CRCS,
                    EXCLUDE_INTERNAL_TOPICS,
                    DECOUPLE_PROCESSING,
                    VALIDATION,
                    AUTO_SEEK_ON_VALIDATION_FAILURE,
                    CommonProperties.SECURE_SOCKET,
                    CommonProperties.AUTH,
                    CommonProperties.SECURITY_PROTOCOL,
                    MAX_KEY_BYTES,
                    MAX_VALUE_BYTES,
                    MAX_HEADERS,
                    MAX_HEADER_BYTES,
                    MAX_NESTING,
                    BINDING_THREADS),
            ConsumerRules.RULES,
            Map.of(
                    ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    "give the servers to the consumer or listener when it is created",
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    "use autoCommit",
                    ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                    "the connector binds keys by itself and takes bytes from Kafka",
                    ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                    "the connector binds values by itself and takes bytes from Kafka"),
            Map.of(
                    ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class,
                    ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class,
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
            ConsumerConfig.configDef());

    private ConsumerProperties() {}
}
