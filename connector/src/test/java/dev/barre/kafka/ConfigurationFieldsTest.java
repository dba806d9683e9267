package dev.barre.kafka;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.interop.ClientProperty;
import dev.barre.kafka.interop.ConsumerProperties;
import dev.barre.kafka.interop.ProducerProperties;
import dev.barre.kafka.interop.PropertyTable;
import dev.barre.kafka.security.AuthenticationConfiguration;
import dev.barre.kafka.security.SecureSocket;
import dev.barre.kafka.security.SecurityProtocol;
import dev.barre.kafka.security.Trust;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of the specification, set through its builder method, against its accessor and the property of Kafka. */
class ConfigurationFieldsTest {
    private static final List<String> STICKY = List.of("org.apache.kafka.clients.consumer.StickyAssignor");
    private static final List<String> JMX = List.of("org.apache.kafka.common.metrics.JmxReporter");

    /** A value for a field, and what Kafka must be given for it; null if the field is not a property of Kafka. */
    private record Sample(Object value, Object kafkaValue) {}

    private static final Map<String, Sample> COMMON = Map.ofEntries(
            entry("clientId", same("c")),
            entry("metricsRecordingLevel", same("DEBUG")),
            entry("schemaRegistryUrl", same("http://registry:8081")),
            entry("additionalProperties", new Sample(Map.of("my.own", "x"), null)),
            entry("metadataMaxAge", new Sample(Duration.ofMillis(101), 101L)),
            entry("sendBuffer", same(102)),
            entry("receiveBuffer", same(103)),
            entry("reconnectBackoffTime", new Sample(Duration.ofMillis(104), 104L)),
            entry("metricsSampleWindow", new Sample(Duration.ofMillis(105), 105L)),
            entry("metricsNumSamples", same(106)),
            entry("requestTimeout", new Sample(Duration.ofMillis(10_007), 10_007)),
            entry("secureSocket", new Sample(SecureSocket.of(Trust.jvmDefault()), null)),
            entry("auth", new Sample(AuthenticationConfiguration.plain("u", "p"), null)),
            entry("securityProtocol", new Sample(SecurityProtocol.SASL_SSL, "SASL_SSL")));

    private static final Map<String, Sample> PRODUCER = Map.ofEntries(
            entry("acks", new Sample(Acks.ALL, "all")),
            entry("compressionType", new Sample(CompressionType.LZ4, "lz4")),
            entry("metricReporterClasses", same(JMX)),
            entry("partitionerClass", same("org.apache.kafka.clients.producer.RoundRobinPartitioner")),
            entry("interceptorClasses", same(List.of())),
            entry("transactionalId", same("t")),
            entry("bufferMemory", same(1_000_201L)),
            entry("retryCount", same(202)),
            entry("batchSize", same(203)),
            entry("linger", new Sample(Duration.ofMillis(204), 204L)),
            entry("maxRequestSize", same(205)),
            entry("reconnectBackoffMaxTime", new Sample(Duration.ofMillis(206), 206L)),
            entry("retryBackoffTime", new Sample(Duration.ofMillis(207), 207L)),
            entry("maxBlock", new Sample(Duration.ofMillis(208), 208L)),
            entry("maxInFlightRequestsPerConnection", same(3)),
            entry("connectionsMaxIdleTime", new Sample(Duration.ofMillis(210), 210L)),
            entry("transactionTimeout", new Sample(Duration.ofMillis(211), 211)),
            entry("enableIdempotence", same(true)));

    private static final Map<String, Sample> CONSUMER = Map.ofEntries(
            entry("groupId", same("g")),
            entry("topics", new Sample(List.of("a", "b"), null)),
            entry("offsetReset", new Sample(OffsetReset.EARLIEST, "earliest")),
            entry("partitionAssignmentStrategy", same(STICKY)),
            entry("metricsReporterClasses", same(JMX)),
            entry("interceptorClasses", same(List.of())),
            entry("isolationLevel", new Sample(IsolationLevel.READ_COMMITTED, "read_committed")),
            entry("sessionTimeout", new Sample(Duration.ofMillis(9_301), 9_301)),
            entry("heartBeatInterval", new Sample(Duration.ofMillis(302), 302)),
            entry("autoCommitInterval", new Sample(Duration.ofMillis(303), 303)),
            entry("maxPartitionFetchBytes", same(304)),
            entry("fetchMinBytes", same(305)),
            entry("fetchMaxBytes", same(306)),
            entry("fetchMaxWaitTime", new Sample(Duration.ofMillis(307), 307)),
            entry("reconnectBackoffTimeMax", new Sample(Duration.ofMillis(308), 308L)),
            entry("retryBackoff", new Sample(Duration.ofMillis(309), 309L)),
            entry("connectionMaxIdleTime", new Sample(Duration.ofMillis(310), 310L)),
            entry("maxPollRecords", same(311)),
            entry("maxPollInterval", new Sample(Duration.ofMillis(9_312), 9_312)),
            entry("pollingTimeout", new Sample(Duration.ofMillis(313), null)),
            entry("pollingInterval", new Sample(Duration.ofMillis(314), null)),
            entry("concurrentConsumers", new Sample(15, null)),
            entry("defaultApiTimeout", new Sample(Duration.ofMillis(316), 316)),
            entry("autoCommit", new Sample(false, null)),
            entry("checkCRCS", same(false)),
            entry("excludeInternalTopics", same(false)),
            entry("decoupleProcessing", new Sample(true, null)),
            entry("validation", new Sample(false, null)),
            entry("autoSeekOnValidationFailure", new Sample(false, null)),
            entry("maxKeyBytes", new Sample(317, null)),
            entry("maxValueBytes", new Sample(318, null)),
            entry("maxHeaders", new Sample(319, null)),
            entry("maxHeaderBytes", new Sample(320, null)),
            entry("maxNesting", new Sample(321, null)),
            entry("bindingThreads", new Sample(3, null)));

    static Stream<Arguments> producerFields() {
        return rows(ProducerProperties.TABLE, PRODUCER);
    }

    static Stream<Arguments> consumerFields() {
        return rows(ConsumerProperties.TABLE, CONSUMER);
    }

    /** All samples together, so that no rule between fields is broken. */
    private static ProducerConfiguration allOfProducer() {
        ProducerConfiguration.Builder builder = ProducerConfiguration.builder();
        COMMON.forEach((field, sample) -> set(builder, field, sample.value()));
        PRODUCER.forEach((field, sample) -> set(builder, field, sample.value()));
        return builder.build();
    }

    private static ConsumerConfiguration allOfConsumer() {
        ConsumerConfiguration.Builder builder = ConsumerConfiguration.builder();
        COMMON.forEach((field, sample) -> set(builder, field, sample.value()));
        CONSUMER.forEach((field, sample) -> set(builder, field, sample.value()));
        return builder.build();
    }

    @ParameterizedTest
    @MethodSource("producerFields")
    void producerField_reachesAccessorAndKafka(ClientProperty<?> row, Sample sample) throws Exception {
        assertField(allOfProducer(), row, sample);
    }

    @ParameterizedTest
    @MethodSource("consumerFields")
    void consumerField_reachesAccessorAndKafka(ClientProperty<?> row, Sample sample) throws Exception {
        assertField(allOfConsumer(), row, sample);
    }

    @Test
    void toBuilder_keepsEveryField() {
        assertThat(allOfProducer().toBuilder().build())
                .isEqualTo(allOfProducer())
                .hasSameHashCodeAs(allOfProducer());
        assertThat(allOfConsumer().toBuilder().build())
                .isEqualTo(allOfConsumer())
                .hasSameHashCodeAs(allOfConsumer());
    }

    @Test
    void constants_areThoseOfTheTables() {
        assertConstants(Acks.values(), ProducerProperties.ACKS.field(), ProducerProperties.TABLE);
        assertConstants(
                CompressionType.values(), ProducerProperties.COMPRESSION_TYPE.field(), ProducerProperties.TABLE);
        assertConstants(OffsetReset.values(), ConsumerProperties.OFFSET_RESET.field(), ConsumerProperties.TABLE);
        assertConstants(IsolationLevel.values(), ConsumerProperties.ISOLATION_LEVEL.field(), ConsumerProperties.TABLE);
    }

    /** Each constant is taken by build(), which refuses names that the table does not have. */
    private static void assertConstants(Enum<?>[] constants, String field, PropertyTable table) {
        for (Enum<?> constant : constants) {
            ClientConfiguration.Builder<?> builder = table == ProducerProperties.TABLE
                    ? ProducerConfiguration.builder()
                    : ConsumerConfiguration.builder();
            set(builder, field, constant);
            assertThat(builder.build().toString()).contains(field + "=" + constant);
        }
    }

    private static Sample same(Object value) {
        return new Sample(value, value);
    }

    private static Stream<Arguments> rows(PropertyTable table, Map<String, Sample> own) {
        return table.rows().stream().map(row -> {
            Sample sample = Optional.ofNullable(own.get(row.field())).orElse(COMMON.get(row.field()));
            assertThat(sample).as("a sample for %s", row).isNotNull();
            return Arguments.of(row, sample);
        });
    }

    private static void assertField(ClientConfiguration configuration, ClientProperty<?> row, Sample sample)
            throws ReflectiveOperationException {
        Object accessed = configuration.getClass().getMethod(row.field()).invoke(configuration);
        assertThat(accessed instanceof Optional<?> optional ? optional.orElseThrow() : accessed)
                .isEqualTo(sample.value());
        row.kafkaName()
                .ifPresent(name -> assertThat(
                                configuration.nativeSettings(List.of("a:1")).kafkaProperties())
                        .containsEntry(name, sample.kafkaValue()));
    }

    private static void set(ClientConfiguration.Builder<?> builder, String field, Object value) {
        Method method = Arrays.stream(builder.getClass().getMethods())
                .filter(candidate -> candidate.getName().equals(field))
                .filter(candidate -> candidate.getParameterCount() == 1 && !candidate.isVarArgs())
                .findFirst()
                .orElseThrow();
        try {
            method.invoke(builder, value);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(field, e);
        }
    }
}
