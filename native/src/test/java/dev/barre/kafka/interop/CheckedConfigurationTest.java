package dev.barre.kafka.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckedConfigurationTest {
    @Test
    void nothingSet_givesProducersTheDefaultsOfTheSpecification() {
        assertThat(producer(PropertyValues.builder())
                        .settings(List.of("a:1"), ProducerProperties.MAX_BLOCK)
                        .kafkaProperties())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "acks",
                        "1",
                        "compression.type",
                        "none",
                        "enable.idempotence",
                        false,
                        "security.protocol",
                        "PLAINTEXT",
                        "key.serializer",
                        ByteArraySerializer.class,
                        "value.serializer",
                        ByteArraySerializer.class,
                        "bootstrap.servers",
                        List.of("a:1")));
    }

    @Test
    void nothingSet_givesConsumersTheDefaultsOfTheSpecification() {
        assertThat(consumer(PropertyValues.builder())
                        .settings(List.of("a:1"), ConsumerProperties.DEFAULT_API_TIMEOUT)
                        .kafkaProperties())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "auto.commit.interval.ms",
                        5000,
                        "max.poll.records",
                        500,
                        "check.crcs",
                        true,
                        "exclude.internal.topics",
                        true,
                        "enable.auto.commit",
                        false,
                        "security.protocol",
                        "PLAINTEXT",
                        "key.deserializer",
                        ByteArrayDeserializer.class,
                        "value.deserializer",
                        ByteArrayDeserializer.class,
                        "bootstrap.servers",
                        List.of("a:1")));
    }

    @Test
    void settings_buildTheClientsOfKafka() {
        ClientSettings consumer = consumer(PropertyValues.builder().set(ConsumerProperties.GROUP_ID, "g"))
                .settings(List.of("localhost:1"), ConsumerProperties.DEFAULT_API_TIMEOUT);
        new KafkaConsumer<byte[], byte[]>(consumer.kafkaProperties()).close();
        ClientSettings producer = producer(
                        PropertyValues.builder().set(ProducerProperties.LINGER, Duration.ofSeconds(1)))
                .settings(List.of("localhost:1"), ProducerProperties.MAX_BLOCK);
        new KafkaProducer<byte[], byte[]>(producer.kafkaProperties()).close(Duration.ZERO);
    }

    @Test
    void allThatIsWrong_isReportedAtOnce() {
        CheckedConfiguration checked = consumer(PropertyValues.builder()
                .set(ConsumerProperties.GROUP_ID, " ")
                .set(CommonProperties.CLIENT_ID, null)
                .set(ConsumerProperties.TOPICS, Arrays.asList("a", null))
                .set(ConsumerProperties.HEART_BEAT_INTERVAL, Duration.ofMinutes(2))
                .set(CommonProperties.REQUEST_TIMEOUT, Duration.ofNanos(1))
                .set(CommonProperties.ADDITIONAL_PROPERTIES, Map.of("fetch.max.bytes", "many")));
        assertThat(checked.problems())
                .containsExactlyInAnyOrder(
                        "groupId (group.id) must not be blank",
                        "clientId (client.id) must not be null",
                        "topics must not contain null",
                        "requestTimeout (request.timeout.ms) must be whole milliseconds, because Kafka counts no finer, was "
                                + "PT0.000000001S",
                        "additionalProperties \"fetch.max.bytes\": Invalid value many for configuration fetch.max.bytes: Not a "
                                + "number of type INT",
                        "heartBeatInterval (heartbeat.interval.ms) is PT2M, which must be shorter, because "
                                + "sessionTimeout (session.timeout.ms) is PT45S");
    }

    @Test
    void valueThatOnlyKafkaRefuses_isReportedUnderTheField() {
        assertThat(producer(PropertyValues.builder().set(CommonProperties.METRICS_RECORDING_LEVEL, "LOUD"))
                        .problems())
                .singleElement()
                .asString()
                .startsWith("metricsRecordingLevel (metrics.recording.level): Invalid value LOUD");
    }

    @Test
    void additionalProperties_goLastAndOverride() {
        CheckedConfiguration checked = consumer(PropertyValues.builder()
                .set(ConsumerProperties.DEFAULT_API_TIMEOUT, Duration.ofSeconds(1))
                .set(ConsumerProperties.OFFSET_RESET, "EARLIEST")
                .set(
                        CommonProperties.ADDITIONAL_PROPERTIES,
                        Map.of(
                                "default.api.timeout.ms", "2000",
                                "max.poll.records", "7",
                                "auto.offset.reset", "by_duration:PT1H",
                                "my.own", "kept")));
        assertThat(checked.problems()).isEmpty();
        assertThat(checked.get(ConsumerProperties.DEFAULT_API_TIMEOUT)).isEqualTo(Duration.ofSeconds(2));
        assertThat(checked.get(ConsumerProperties.MAX_POLL_RECORDS)).isEqualTo(7);
        assertThat(checked.find(ConsumerProperties.OFFSET_RESET))
                .as("no constant says it")
                .isEmpty();
        ClientSettings settings = checked.settings(List.of("a:1"), ConsumerProperties.DEFAULT_API_TIMEOUT);
        assertThat(settings.defaultApiTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.kafkaProperties())
                .containsEntry("max.poll.records", 7)
                .containsEntry("default.api.timeout.ms", 2000)
                .containsEntry("auto.offset.reset", "by_duration:PT1H")
                .containsEntry("my.own", "kept");
    }

    @ParameterizedTest
    @CsvSource({
        "enable.auto.commit, use autoCommit",
        "key.deserializer, the connector binds keys by itself",
        "value.deserializer, the connector binds values by itself",
        "bootstrap.servers, give the servers to the consumer or listener"
    })
    void keyThatWouldBreakAConsumer_isRefusedWithWhatToUse(String key, String advice) {
        assertThat(consumer(PropertyValues.builder().set(CommonProperties.ADDITIONAL_PROPERTIES, Map.of(key, "x")))
                        .problems())
                .singleElement()
                .asString()
                .startsWith("additionalProperties \"" + key + "\" is not allowed: " + advice);
    }

    @ParameterizedTest
    @CsvSource({
        "key.serializer, the connector encodes keys",
        "value.serializer, the connector encodes values",
        "bootstrap.servers, give"
    })
    void keyThatWouldBreakAProducer_isRefusedWithWhatToUse(String key, String advice) {
        assertThat(producer(PropertyValues.builder().set(CommonProperties.ADDITIONAL_PROPERTIES, Map.of(key, "x")))
                        .problems())
                .singleElement()
                .asString()
                .startsWith("additionalProperties \"" + key + "\" is not allowed: " + advice);
    }

    @Test
    void additionalPropertiesWithoutNameOrValue_areReported() {
        Map<String, String> given = new HashMap<>();
        given.put(null, "x");
        given.put("my.own", null);
        assertThat(producer(PropertyValues.builder().set(CommonProperties.ADDITIONAL_PROPERTIES, given))
                        .problems())
                .containsExactlyInAnyOrder(
                        "additionalProperties must not have a property without a name",
                        "additionalProperties \"my.own\" must not be null");
    }

    @Test
    void referenceToAConfigProvider_isLeftForKafkaToResolve() {
        CheckedConfiguration checked = producer(PropertyValues.builder()
                .set(
                        CommonProperties.ADDITIONAL_PROPERTIES,
                        Map.of(
                                "config.providers", "env",
                                "config.providers.env.class",
                                        "org.apache.kafka.common.config.provider.EnvVarConfigProvider",
                                "batch.size", "${env:BATCH}")));
        assertThat(checked.problems()).isEmpty();
        assertThat(checked.settings(List.of("a:1"), ProducerProperties.MAX_BLOCK)
                        .kafkaProperties())
                .containsEntry("batch.size", "${env:BATCH}");
    }

    @Test
    void brokenLoginConfiguration_isReportedWithoutQuotingIt() {
        assertThat(producer(PropertyValues.builder()
                                .set(
                                        CommonProperties.ADDITIONAL_PROPERTIES,
                                        Map.of(
                                                "security.protocol", "SASL_PLAINTEXT",
                                                "sasl.mechanism", "PLAIN",
                                                "sasl.jaas.config", "x.Module required password p4ss")))
                        .problems())
                .singleElement()
                .asString()
                .startsWith("additionalProperties \"sasl.jaas.config\" cannot be parsed")
                .doesNotContain("p4ss");
    }

    @Test
    void valuesOfUrls_areShownWithoutTheirPassword() {
        PropertyValues values = PropertyValues.builder()
                .set(CommonProperties.SCHEMA_REGISTRY_URL, "https://user:p4ss@registry:8081/api")
                .set(CommonProperties.SEND_BUFFER, 9)
                .build();
        assertThat(values).hasToString("{schemaRegistryUrl=https://[hidden]@registry:8081/api, sendBuffer=9}");
    }

    private static CheckedConfiguration consumer(PropertyValues.Builder values) {
        return CheckedConfiguration.of(ConsumerProperties.TABLE, values.build());
    }

    private static CheckedConfiguration producer(PropertyValues.Builder values) {
        return CheckedConfiguration.of(ProducerProperties.TABLE, values.build());
    }
}
