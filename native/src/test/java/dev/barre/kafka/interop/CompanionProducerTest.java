package dev.barre.kafka.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;

class CompanionProducerTest {
    private static Map<String, Object> companion(Map<String, Object> consumer) {
        return CompanionProducer.settings(ClientSettings.of(List.of("localhost:9092"), consumer), "forwarder")
                .kafkaProperties();
    }

    @Test
    void settings_connectionAndWhatPluggedInClassesNeed_areTakenOver() {
        Map<String, Object> connection = Map.of(
                "security.protocol", "SASL_PLAINTEXT",
                "sasl.mechanism", "PLAIN",
                "sasl.jaas.config", new Password("secret"),
                "request.timeout.ms", 1_234,
                "schema.registry.url", "http://localhost:8081",
                "my.login.handler.url", "http://localhost");

        assertThat(companion(connection))
                .containsAllEntriesOf(connection)
                .containsEntry("bootstrap.servers", List.of("localhost:9092"));
    }

    @Test
    void settings_whatIsOfTheConsumerOrWouldWeakenTheProducer_isNotTakenOver() {
        Map<String, Object> properties = companion(Map.of(
                "group.id", "billing",
                "auto.offset.reset", "earliest",
                "interceptor.classes", List.of("of.the.Consumer"),
                "acks", "0",
                "transactional.id", "tx",
                "linger.ms", 60_000));

        assertThat(properties)
                .doesNotContainKeys(
                        "group.id", "auto.offset.reset", "interceptor.classes", "transactional.id", "linger.ms")
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("client.id", "billing-forwarder");
    }

    @Test
    void settings_clientId_getsTheSuffix() {
        assertThat(companion(Map.of("client.id", "app", "group.id", "billing")))
                .containsEntry("client.id", "app-forwarder");
    }

    @Test
    void settings_largerFetch_raisesTheLargestRequest() {
        assertThat(companion(Map.of())).containsEntry("max.request.size", 104_857_600);
        assertThat(companion(Map.of("max.partition.fetch.bytes", 200_000_000)))
                .containsEntry("max.request.size", 200_065_536)
                .containsEntry("buffer.memory", 200_065_536L);
        assertThat(companion(Map.of("max.partition.fetch.bytes", Integer.MAX_VALUE)))
                .containsEntry("max.request.size", Integer.MAX_VALUE);
    }

    @Test
    void settings_areOnesThatAProducerTakes() {
        Map<String, Object> properties = new HashMap<>(companion(Map.of("group.id", "billing")));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties)) {
            assertThat(producer.metrics()).isNotEmpty();
        }
    }
}
