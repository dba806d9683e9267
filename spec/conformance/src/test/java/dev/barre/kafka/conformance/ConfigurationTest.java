package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.CLOSED_PORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.barre.kafka.Acks;
import dev.barre.kafka.CompressionType;
import dev.barre.kafka.ConfigurationException;
import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.IsolationLevel;
import dev.barre.kafka.OffsetReset;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.security.AuthenticationConfiguration;
import dev.barre.kafka.security.SecurityProtocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Chapters 3.1 and 4.1: what each field becomes, seen by an interceptor inside the Kafka client, and which configurations are
 * refused. Needs no broker.
 */
class ConfigurationTest {
    /** What the connector sets besides the fields, and what these tests set to see the rest. */
    private static final Set<String> ALWAYS_THERE = Set.of(
            "bootstrap.servers",
            "client.id",
            "interceptor.classes",
            "key.serializer",
            "value.serializer",
            "key.deserializer",
            "value.deserializer");

    /** One field of a producer, how it is set, and what the Kafka client must see. */
    record ProducerField(
            String field, UnaryOperator<ProducerConfiguration.Builder> set, String property, String expected) {
        @Override
        public String toString() {
            return field;
        }
    }

    static Stream<ProducerField> producerFields() {
        Duration time = Duration.ofMillis(1_234);
        return Stream.of(
                producerField("acks", b -> b.acks(Acks.ALL), "acks", "all"),
                producerField("acks", b -> b.acks(Acks.NONE), "acks", "0"),
                producerField("acks", b -> b.acks(Acks.SINGLE), "acks", "1"),
                producerField(
                        "compressionType", b -> b.compressionType(CompressionType.GZIP), "compression.type", "gzip"),
                producerField(
                        "compressionType",
                        b -> b.compressionType(CompressionType.SNAPPY),
                        "compression.type",
                        "snappy"),
                producerField(
                        "compressionType", b -> b.compressionType(CompressionType.LZ4), "compression.type", "lz4"),
                producerField(
                        "compressionType", b -> b.compressionType(CompressionType.ZSTD), "compression.type", "zstd"),
                producerField(
                        "metricsRecordingLevel",
                        b -> b.metricsRecordingLevel("DEBUG"),
                        "metrics.recording.level",
                        "DEBUG"),
                producerField(
                        "metricReporterClasses",
                        b -> b.metricReporterClasses("org.apache.kafka.common.metrics.JmxReporter"),
                        "metric.reporters",
                        "org.apache.kafka.common.metrics.JmxReporter"),
                producerField(
                        "partitionerClass",
                        b -> b.partitionerClass("org.apache.kafka.clients.producer.RoundRobinPartitioner"),
                        "partitioner.class",
                        "org.apache.kafka.clients.producer.RoundRobinPartitioner"),
                producerField(
                        "interceptorClasses",
                        b -> b.interceptorClasses(CapturedProperties.class.getName()),
                        "interceptor.classes",
                        CapturedProperties.class.getName()),
                producerField(
                        "schemaRegistryUrl",
                        b -> b.schemaRegistryUrl("http://localhost:8081"),
                        "schema.registry.url",
                        "http://localhost:8081"),
                producerField(
                        "additionalProperties",
                        b -> b.additionalProperties(Map.of("delivery.timeout.ms", "90000")),
                        "delivery.timeout.ms",
                        "90000"),
                producerField("bufferMemory", b -> b.bufferMemory(40_000_000), "buffer.memory", "40000000"),
                producerField("retryCount", b -> b.retryCount(7), "retries", "7"),
                producerField("batchSize", b -> b.batchSize(20_000), "batch.size", "20000"),
                producerField("linger", b -> b.linger(time), "linger.ms", "1234"),
                producerField("sendBuffer", b -> b.sendBuffer(65_536), "send.buffer.bytes", "65536"),
                producerField("receiveBuffer", b -> b.receiveBuffer(65_537), "receive.buffer.bytes", "65537"),
                producerField("maxRequestSize", b -> b.maxRequestSize(2_000_000), "max.request.size", "2000000"),
                producerField(
                        "reconnectBackoffTime", b -> b.reconnectBackoffTime(time), "reconnect.backoff.ms", "1234"),
                producerField(
                        "reconnectBackoffMaxTime",
                        b -> b.reconnectBackoffMaxTime(time),
                        "reconnect.backoff.max.ms",
                        "1234"),
                producerField("retryBackoffTime", b -> b.retryBackoffTime(time), "retry.backoff.ms", "1234"),
                producerField("maxBlock", b -> b.maxBlock(time), "max.block.ms", "1234"),
                producerField("requestTimeout", b -> b.requestTimeout(time), "request.timeout.ms", "1234"),
                producerField("metadataMaxAge", b -> b.metadataMaxAge(time), "metadata.max.age.ms", "1234"),
                producerField(
                        "metricsSampleWindow", b -> b.metricsSampleWindow(time), "metrics.sample.window.ms", "1234"),
                producerField("metricsNumSamples", b -> b.metricsNumSamples(3), "metrics.num.samples", "3"),
                producerField(
                        "maxInFlightRequestsPerConnection",
                        b -> b.maxInFlightRequestsPerConnection(2),
                        "max.in.flight.requests.per.connection",
                        "2"),
                producerField(
                        "connectionsMaxIdleTime",
                        b -> b.connectionsMaxIdleTime(time),
                        "connections.max.idle.ms",
                        "1234"),
                producerField("transactionTimeout", b -> b.transactionTimeout(time), "transaction.timeout.ms", "1234"),
                producerField(
                        "enableIdempotence",
                        b -> b.acks(Acks.ALL).enableIdempotence(true),
                        "enable.idempotence",
                        "true"),
                producerField(
                        "securityProtocol", b -> b.securityProtocol(SecurityProtocol.SSL), "security.protocol", "SSL"));
    }

    private static ProducerField producerField(
            String field, UnaryOperator<ProducerConfiguration.Builder> set, String property, String expected) {
        return new ProducerField(field, set, property, expected);
    }

    @ParameterizedTest
    @MethodSource("producerFields")
    @Clause("3.1-1")
    void producerField_reachesTheClient(ProducerField field) {
        assertThat(producerProperties(field.set())).containsEntry(field.property(), field.expected());
    }

    @Test
    @Clause("3.1-1")
    void producerClientId_reachesTheClient() {
        String clientId = CapturedProperties.freshClientId();
        assertThat(producerProperties(b -> b.clientId(clientId))).containsEntry("client.id", clientId);
    }

    @Test
    @Clause({"3.1-1", "3.2-4"})
    void producerTransactionalId_reachesTheClient() {
        String clientId = CapturedProperties.freshClientId();
        ProducerConfiguration config = ProducerConfiguration.builder()
                .clientId(clientId)
                .interceptorClasses(CapturedProperties.class.getName())
                .acks(Acks.ALL)
                .enableIdempotence(true)
                .transactionalId("a transaction")
                .maxBlock(Duration.ofMillis(100))
                .build();
        Failures.of(() -> Producer.create(CLOSED_PORT, config).close());
        assertThat(CapturedProperties.of(clientId)).containsEntry("transactional.id", "a transaction");
    }

    @Test
    @Clause({"3.1-2", "2.1-12"})
    void producerDefaults_areSentAndNothingElse() {
        Map<String, String> properties = new TreeMap<>(producerProperties(UnaryOperator.identity()));
        properties.keySet().removeAll(ALWAYS_THERE);
        assertThat(properties)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "acks", "1",
                        "compression.type", "none",
                        "enable.idempotence", "false",
                        "security.protocol", "PLAINTEXT"));
    }

    @Test
    @Clause("3.1-3")
    void durable_isAcknowledgedByAllAndIdempotent() {
        ProducerConfiguration durable = ProducerConfiguration.durable();
        assertThat(durable.acks()).isEqualTo(Acks.ALL);
        assertThat(durable.enableIdempotence()).isTrue();
    }

    @Test
    @Clause("3.1-4")
    void producerAdditionalProperties_goLast() {
        assertThat(producerProperties(b -> b.linger(Duration.ofMillis(5))
                        .acks(Acks.NONE)
                        .additionalProperties(Map.of(
                                "linger.ms",
                                "77",
                                "acks",
                                "all",
                                "enable.idempotence",
                                "true",
                                "my.property",
                                "mine"))))
                .containsEntry("linger.ms", "77")
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", "true")
                .containsEntry("my.property", "mine");
    }

    @Test
    @Clause({"3.1-5", "4.1-4"})
    void additionalProperties_againstAnInvariant_areRefusedByName() {
        for (String property : List.of("key.serializer", "value.serializer")) {
            assertThat(problems(() -> ProducerConfiguration.builder()
                            .additionalProperties(Map.of(property, "some.Class"))
                            .build()))
                    .singleElement()
                    .asString()
                    .contains(property);
        }
        for (String property : List.of("key.deserializer", "value.deserializer", "enable.auto.commit")) {
            assertThat(problems(() -> ConsumerConfiguration.builder()
                            .additionalProperties(Map.of(property, "true"))
                            .build()))
                    .singleElement()
                    .asString()
                    .contains(property);
        }
    }

    @Test
    @Clause("3.1-6")
    void producerConflicts_areRefused() {
        assertThat(problems(() ->
                        ProducerConfiguration.builder().transactionalId("t").build()))
                .anySatisfy(problem -> assertThat(problem).contains("transactionalId", "transactional.id"));
        assertThat(problems(() -> ProducerConfiguration.builder()
                        .enableIdempotence(true)
                        .acks(Acks.SINGLE)
                        .build()))
                .anySatisfy(problem -> assertThat(problem).contains("enableIdempotence", "enable.idempotence", "acks"));
    }

    @Test
    @Clause({"3.1-7", "3.1-8", "4.1-6"})
    void build_reportsAllProblemsAtOnce() {
        ConfigurationException producer = catchThrowableOfType(
                ConfigurationException.class,
                () -> ProducerConfiguration.builder()
                        .clientId(" ")
                        .linger(Duration.ofMillis(-1))
                        .batchSize(-1)
                        .retryCount(-1)
                        .build());
        assertThat(producer.problems()).hasSize(4);
        assertThat(producer)
                .hasMessageContainingAll(
                        "clientId",
                        "client.id",
                        "linger",
                        "linger.ms",
                        "batchSize",
                        "batch.size",
                        "retryCount",
                        "retries");
        ConfigurationException consumer = catchThrowableOfType(
                ConfigurationException.class,
                () -> ConsumerConfiguration.builder()
                        .groupId("g")
                        .topics("good", " ")
                        .maxPollRecords(0)
                        .sessionTimeout(Duration.ofSeconds(-1))
                        .concurrentConsumers(0)
                        .build());
        assertThat(consumer.problems()).hasSize(4);
        assertThat(consumer)
                .hasMessageContainingAll(
                        "topics",
                        "maxPollRecords",
                        "max.poll.records",
                        "sessionTimeout",
                        "session.timeout.ms",
                        "concurrentConsumers");
    }

    private static List<String> problems(ThrowingCallable build) {
        return catchThrowableOfType(ConfigurationException.class, build).problems();
    }

    private static Map<String, String> producerProperties(UnaryOperator<ProducerConfiguration.Builder> set) {
        String clientId = CapturedProperties.freshClientId();
        ProducerConfiguration.Builder builder = ProducerConfiguration.builder()
                .clientId(clientId)
                .interceptorClasses(CapturedProperties.class.getName());
        ProducerConfiguration config = set.apply(builder).build();
        Producer producer = Producer.create(CLOSED_PORT, config);
        producer.close(Duration.ZERO);
        return CapturedProperties.of(config.clientId().orElseThrow());
    }

    /** One field of a consumer, how it is set, and what the Kafka client must see. */
    record ConsumerField(
            String field, UnaryOperator<ConsumerConfiguration.Builder> set, String property, String expected) {
        @Override
        public String toString() {
            return field;
        }
    }

    static Stream<ConsumerField> consumerFields() {
        Duration time = Duration.ofMillis(1_234);
        return Stream.of(
                consumerField("groupId", b -> b.groupId("a group"), "group.id", "a group"),
                consumerField("offsetReset", b -> b.offsetReset(OffsetReset.NONE), "auto.offset.reset", "none"),
                consumerField("offsetReset", b -> b.offsetReset(OffsetReset.LATEST), "auto.offset.reset", "latest"),
                consumerField("offsetReset", b -> b.offsetReset(OffsetReset.EARLIEST), "auto.offset.reset", "earliest"),
                consumerField(
                        "partitionAssignmentStrategy",
                        b -> b.partitionAssignmentStrategy("org.apache.kafka.clients.consumer.RoundRobinAssignor"),
                        "partition.assignment.strategy",
                        "org.apache.kafka.clients.consumer.RoundRobinAssignor"),
                consumerField(
                        "metricsRecordingLevel",
                        b -> b.metricsRecordingLevel("DEBUG"),
                        "metrics.recording.level",
                        "DEBUG"),
                consumerField(
                        "metricsReporterClasses",
                        b -> b.metricsReporterClasses("org.apache.kafka.common.metrics.JmxReporter"),
                        "metric.reporters",
                        "org.apache.kafka.common.metrics.JmxReporter"),
                consumerField(
                        "interceptorClasses",
                        b -> b.interceptorClasses(CapturedProperties.class.getName()),
                        "interceptor.classes",
                        CapturedProperties.class.getName()),
                consumerField(
                        "isolationLevel",
                        b -> b.isolationLevel(IsolationLevel.READ_COMMITTED),
                        "isolation.level",
                        "read_committed"),
                consumerField(
                        "isolationLevel",
                        b -> b.isolationLevel(IsolationLevel.READ_UNCOMMITTED),
                        "isolation.level",
                        "read_uncommitted"),
                consumerField(
                        "schemaRegistryUrl",
                        b -> b.schemaRegistryUrl("http://localhost:8081"),
                        "schema.registry.url",
                        "http://localhost:8081"),
                consumerField(
                        "additionalProperties",
                        b -> b.additionalProperties(Map.of("client.rack", "r1")),
                        "client.rack",
                        "r1"),
                consumerField(
                        "sessionTimeout", b -> b.sessionTimeout(time.plusSeconds(9)), "session.timeout.ms", "10234"),
                consumerField("heartBeatInterval", b -> b.heartBeatInterval(time), "heartbeat.interval.ms", "1234"),
                consumerField("metadataMaxAge", b -> b.metadataMaxAge(time), "metadata.max.age.ms", "1234"),
                consumerField("autoCommitInterval", b -> b.autoCommitInterval(time), "auto.commit.interval.ms", "1234"),
                consumerField(
                        "maxPartitionFetchBytes",
                        b -> b.maxPartitionFetchBytes(2_000_000),
                        "max.partition.fetch.bytes",
                        "2000000"),
                consumerField("sendBuffer", b -> b.sendBuffer(65_536), "send.buffer.bytes", "65536"),
                consumerField("receiveBuffer", b -> b.receiveBuffer(65_537), "receive.buffer.bytes", "65537"),
                consumerField("fetchMinBytes", b -> b.fetchMinBytes(17), "fetch.min.bytes", "17"),
                consumerField("fetchMaxBytes", b -> b.fetchMaxBytes(9_000_000), "fetch.max.bytes", "9000000"),
                consumerField("fetchMaxWaitTime", b -> b.fetchMaxWaitTime(time), "fetch.max.wait.ms", "1234"),
                consumerField(
                        "reconnectBackoffTime", b -> b.reconnectBackoffTime(time), "reconnect.backoff.ms", "1234"),
                consumerField(
                        "reconnectBackoffTimeMax",
                        b -> b.reconnectBackoffTimeMax(time),
                        "reconnect.backoff.max.ms",
                        "1234"),
                consumerField("retryBackoff", b -> b.retryBackoff(time), "retry.backoff.ms", "1234"),
                consumerField(
                        "metricsSampleWindow", b -> b.metricsSampleWindow(time), "metrics.sample.window.ms", "1234"),
                consumerField("metricsNumSamples", b -> b.metricsNumSamples(3), "metrics.num.samples", "3"),
                consumerField("requestTimeout", b -> b.requestTimeout(time), "request.timeout.ms", "1234"),
                consumerField(
                        "connectionMaxIdleTime", b -> b.connectionMaxIdleTime(time), "connections.max.idle.ms", "1234"),
                consumerField("maxPollRecords", b -> b.maxPollRecords(17), "max.poll.records", "17"),
                consumerField(
                        "maxPollInterval",
                        b -> b.maxPollInterval(Duration.ofMinutes(10)),
                        "max.poll.interval.ms",
                        "600000"),
                consumerField("defaultApiTimeout", b -> b.defaultApiTimeout(time), "default.api.timeout.ms", "1234"),
                consumerField("checkCRCS", b -> b.checkCRCS(false), "check.crcs", "false"),
                consumerField(
                        "excludeInternalTopics",
                        b -> b.excludeInternalTopics(false),
                        "exclude.internal.topics",
                        "false"),
                consumerField(
                        "securityProtocol",
                        b -> b.securityProtocol(SecurityProtocol.SASL_PLAINTEXT)
                                .auth(AuthenticationConfiguration.scramSha256("user", "password")),
                        "security.protocol",
                        "SASL_PLAINTEXT"));
    }

    private static ConsumerField consumerField(
            String field, UnaryOperator<ConsumerConfiguration.Builder> set, String property, String expected) {
        return new ConsumerField(field, set, property, expected);
    }

    @ParameterizedTest
    @MethodSource("consumerFields")
    @Clause({"4.1-1", "4.1-7"})
    void consumerField_reachesTheClient(ConsumerField field) {
        assertThat(consumerProperties(field.set())).containsEntry(field.property(), field.expected());
    }

    @Test
    @Clause("4.1-1")
    void consumerClientId_reachesTheClient() {
        String clientId = CapturedProperties.freshClientId();
        assertThat(consumerProperties(b -> b.clientId(clientId))).containsEntry("client.id", clientId);
    }

    @Test
    @Clause({"4.1-2", "4.1-3"})
    void consumerDefaults_areWhatTheSpecificationSays() {
        ConsumerConfiguration config = ConsumerConfiguration.builder().build();
        assertThat(config.autoCommit()).isTrue();
        assertThat(config.checkCRCS()).isTrue();
        assertThat(config.excludeInternalTopics()).isTrue();
        assertThat(config.decoupleProcessing()).isFalse();
        assertThat(config.validation()).isTrue();
        assertThat(config.autoSeekOnValidationFailure()).isTrue();
        assertThat(config.securityProtocol()).isEqualTo(SecurityProtocol.PLAINTEXT);
        Map<String, String> properties = new TreeMap<>(consumerProperties(UnaryOperator.identity()));
        assertThat(properties)
                .containsEntry("enable.auto.commit", "false")
                .containsEntry("check.crcs", "true")
                .containsEntry("exclude.internal.topics", "true")
                .containsEntry("security.protocol", "PLAINTEXT")
                .doesNotContainKeys("group.id", "auto.offset.reset", "session.timeout.ms", "isolation.level");
    }

    @Test
    @Clause("4.1-3")
    void autoCommit_neverReachesTheClient() {
        assertThat(consumerProperties(b -> b.groupId("g").autoCommit(true)))
                .containsEntry("enable.auto.commit", "false");
        assertThat(consumerProperties(b -> b.groupId("g").autoCommit(false)))
                .containsEntry("enable.auto.commit", "false");
    }

    @Test
    @Clause("4.1-4")
    void consumerAdditionalProperties_goLast() {
        assertThat(consumerProperties(b -> b.maxPollRecords(5)
                        .additionalProperties(Map.of(
                                "max.poll.records", "77", "default.api.timeout.ms", "5000", "my.property", "mine"))))
                .containsEntry("max.poll.records", "77")
                .containsEntry("default.api.timeout.ms", "5000")
                .containsEntry("my.property", "mine");
    }

    @Test
    @Clause("4.1-5")
    void topicsWithoutGroup_areRefused() {
        assertThat(problems(() -> ConsumerConfiguration.builder().topics("t").build()))
                .singleElement()
                .asString()
                .contains("topics", "groupId", "group.id");
    }

    @Test
    @Clause("4.1-11")
    void listenerFields_inAConsumer_haveNoEffect() {
        ConsumerConfiguration config = ConsumerConfiguration.builder()
                .pollingTimeout(Duration.ofSeconds(2))
                .pollingInterval(Duration.ofSeconds(2))
                .concurrentConsumers(3)
                .decoupleProcessing(true)
                .build();
        assertThatCode(() -> Consumer.create(CLOSED_PORT, config).close(Duration.ZERO))
                .doesNotThrowAnyException();
    }

    private static Map<String, String> consumerProperties(UnaryOperator<ConsumerConfiguration.Builder> set) {
        String clientId = CapturedProperties.freshClientId();
        ConsumerConfiguration.Builder builder = ConsumerConfiguration.builder()
                .clientId(clientId)
                .interceptorClasses(CapturedProperties.class.getName());
        ConsumerConfiguration config = set.apply(builder).build();
        Consumer consumer = Consumer.create(CLOSED_PORT, config);
        consumer.close(Duration.ZERO);
        return CapturedProperties.of(config.clientId().orElseThrow());
    }
}
