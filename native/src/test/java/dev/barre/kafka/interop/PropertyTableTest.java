package dev.barre.kafka.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PropertyTableTest {
    /** The fields of the specification, clause 3.1, in its order. */
    private static final List<String> PRODUCER_FIELDS = List.of(
            "acks",
            "compressionType",
            "clientId",
            "metricsRecordingLevel",
            "metricReporterClasses",
            "partitionerClass",
            "interceptorClasses",
            "transactionalId",
            "schemaRegistryUrl",
            "additionalProperties",
            "bufferMemory",
            "retryCount",
            "batchSize",
            "linger",
            "sendBuffer",
            "receiveBuffer",
            "maxRequestSize",
            "reconnectBackoffTime",
            "reconnectBackoffMaxTime",
            "retryBackoffTime",
            "maxBlock",
            "requestTimeout",
            "metadataMaxAge",
            "metricsSampleWindow",
            "metricsNumSamples",
            "maxInFlightRequestsPerConnection",
            "connectionsMaxIdleTime",
            "transactionTimeout",
            "enableIdempotence",
            "secureSocket",
            "auth",
            "securityProtocol");

    /** The fields of the specification, clause 4.1, in its order, and those that are added to it. */
    private static final List<String> CONSUMER_FIELDS = List.of(
            "groupId",
            "topics",
            "offsetReset",
            "partitionAssignmentStrategy",
            "metricsRecordingLevel",
            "metricsReporterClasses",
            "clientId",
            "interceptorClasses",
            "isolationLevel",
            "schemaRegistryUrl",
            "additionalProperties",
            "sessionTimeout",
            "heartBeatInterval",
            "metadataMaxAge",
            "autoCommitInterval",
            "maxPartitionFetchBytes",
            "sendBuffer",
            "receiveBuffer",
            "fetchMinBytes",
            "fetchMaxBytes",
            "fetchMaxWaitTime",
            "reconnectBackoffTimeMax",
            "retryBackoff",
            "metricsSampleWindow",
            "metricsNumSamples",
            "requestTimeout",
            "connectionMaxIdleTime",
            "maxPollRecords",
            "maxPollInterval",
            "reconnectBackoffTime",
            "pollingTimeout",
            "pollingInterval",
            "concurrentConsumers",
            "defaultApiTimeout",
            "autoCommit",
            "checkCRCS",
            "excludeInternalTopics",
            "decoupleProcessing",
            "validation",
            "autoSeekOnValidationFailure",
            "secureSocket",
            "auth",
            "securityProtocol",
            "maxKeyBytes",
            "maxValueBytes",
            "maxHeaders",
            "maxHeaderBytes",
            "maxNesting",
            "bindingThreads");

    /** Passed through to plugged-in classes; Kafka itself does not know it. */
    private static final Set<String> NOT_OF_KAFKA = Set.of("schema.registry.url");

    static Stream<PropertyTable> tables() {
        return Stream.of(ProducerProperties.TABLE, ConsumerProperties.TABLE);
    }

    static Stream<Arguments> kafkaRows() {
        return tables().flatMap(table -> table.rows().stream()
                .filter(row -> row.kafkaName().isPresent())
                .filter(row -> !NOT_OF_KAFKA.contains(row.kafkaName().get()))
                .map(row -> Arguments.of(table, row)));
    }

    @Test
    void producerTable_hasEveryFieldOfTheSpecification() {
        assertThat(ProducerProperties.TABLE.rows())
                .extracting(ClientProperty::field)
                .isEqualTo(PRODUCER_FIELDS);
    }

    @Test
    void consumerTable_hasEveryFieldOfTheSpecification() {
        assertThat(ConsumerProperties.TABLE.rows())
                .extracting(ClientProperty::field)
                .isEqualTo(CONSUMER_FIELDS);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyRow_isDocumentedAndFoundByItsNames(PropertyTable table) {
        for (ClientProperty<?> row : table.rows()) {
            assertThat(row.documentation()).as(row.field()).endsWith(".");
            assertThat(row.kind().typeName()).as(row.field()).isNotBlank();
            assertThat(table.byField(row.field())).containsSame(row);
            row.kafkaName()
                    .ifPresent(name -> assertThat(table.byKafkaName(name)).containsSame(row));
        }
        assertThat(table.byField("unknown")).isEmpty();
        assertThat(table.byKafkaName("unknown")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kafkaRows")
    void everyMappedProperty_isKnownToKafka(PropertyTable table, ClientProperty<?> row) {
        assertThat(table.definition().names()).contains(row.kafkaName().orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("kafkaRows")
    void everyValueOfKafka_isOneOfTheField(PropertyTable table, ClientProperty<?> row) {
        String name = row.kafkaName().orElseThrow();
        Object kafkaDefault = table.definition().defaultValues().get(name);
        if (kafkaDefault != null) {
            assertRoundTrip(table.definition(), row, kafkaDefault);
        }
    }

    @ParameterizedTest
    @MethodSource("kafkaRows")
    void everyDefault_isTakenByKafka(PropertyTable table, ClientProperty<?> row) {
        row.defaultValue()
                .ifPresent(value -> assertThat(kafkaProblem(table, row, value)).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyNumber_thatKafkaRefuses_isRefusedByTheField(PropertyTable table) {
        List<String> looser = new ArrayList<>();
        for (ClientProperty<?> row : table.rows()) {
            for (int value : new int[] {-2, -1, 0}) {
                if (kafkaRefuses(table, row, value) && !fieldRefuses(row, value)) {
                    looser.add(row.field() + "=" + value);
                }
            }
        }
        assertThat(looser).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyRefusedKeyAndFixedProperty_isKnownToKafka(PropertyTable table) {
        assertThat(table.definition().names()).containsAll(table.refusedKeys().keySet());
        assertThat(table.definition().names())
                .containsAll(table.fixedProperties().keySet());
    }

    private static boolean kafkaRefuses(PropertyTable table, ClientProperty<?> row, int value) {
        return row.kafkaName()
                .map(table.definition().configKeys()::get)
                .filter(key -> key.type() == ConfigDef.Type.INT || key.type() == ConfigDef.Type.LONG)
                .flatMap(key -> KafkaValidation.problem(table.definition(), key.name, value))
                .isPresent();
    }

    private static <T> boolean fieldRefuses(ClientProperty<T> row, int value) {
        Object number = row.kind().typeName().startsWith("long") ? (Object) (long) value : value;
        T converted = row.kind().fromKafka(number).orElseThrow();
        return row.kind().problem(converted).isPresent();
    }

    private static <T> void assertRoundTrip(ConfigDef definition, ClientProperty<T> row, Object kafkaValue) {
        Optional<T> value = row.kind().fromKafka(kafkaValue);
        // Kafka's defaults may be what a field refuses: the empty client.id, no interceptors.
        if (value.isPresent() && row.kind().problem(value.get()).isEmpty()) {
            ConfigDef.ConfigKey key =
                    definition.configKeys().get(row.kafkaName().orElseThrow());
            Object parsed = ConfigDef.parseType(key.name, row.kind().toKafka(value.get()), key.type());
            assertThat(row.kind().fromKafka(parsed)).as(row.field()).isEqualTo(value);
        }
    }

    @SuppressWarnings("unchecked") // The default of a row has the type of the row.
    private static <T> Optional<String> kafkaProblem(PropertyTable table, ClientProperty<T> row, Object value) {
        return KafkaValidation.problem(
                table.definition(), row.kafkaName().orElseThrow(), row.kind().toKafka((T) value));
    }

    @Test
    void unknownProperties_areLeftToPluggedInClasses() {
        assertThat(KafkaValidation.problem(ProducerProperties.TABLE.definition(), "my.own", Map.of()))
                .isEmpty();
    }
}
