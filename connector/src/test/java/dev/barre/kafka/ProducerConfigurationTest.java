package dev.barre.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.barre.kafka.security.AuthenticationConfiguration;
import dev.barre.kafka.security.SecurityProtocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProducerConfigurationTest {
    @Test
    void nothingSet_hasTheDefaultsOfTheSpecification() {
        ProducerConfiguration defaults = ProducerConfiguration.builder().build();
        assertThat(defaults.acks()).isEqualTo(Acks.SINGLE);
        assertThat(defaults.compressionType()).isEqualTo(CompressionType.NONE);
        assertThat(defaults.enableIdempotence()).isFalse();
        assertThat(defaults.securityProtocol()).isEqualTo(SecurityProtocol.PLAINTEXT);
        assertThat(defaults.linger()).isEmpty();
        assertThat(defaults.additionalProperties()).isEmpty();
    }

    @Test
    void durable_isAcksAllAndIdempotent() {
        ProducerConfiguration durable = ProducerConfiguration.durable();
        assertThat(durable.acks()).isEqualTo(Acks.ALL);
        assertThat(durable.enableIdempotence()).isTrue();
        assertThat(durable.nativeSettings(List.of("a:1")).kafkaProperties())
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true);
    }

    @Test
    void conflicts_areAllInOneMessage() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ProducerConfiguration.builder()
                        .enableIdempotence(true)
                        .retryCount(0)
                        .maxInFlightRequestsPerConnection(9)
                        .clientId(null)
                        .acks(null)
                        .interceptorClasses((String[]) null)
                        .linger(Duration.ofMillis(-1))
                        .build())
                .satisfies(e -> assertThat(e.problems())
                        .hasSize(7)
                        .contains(
                                "clientId (client.id) must not be null",
                                "acks (acks) must not be null",
                                "interceptorClasses (interceptor.classes) must not be null",
                                "linger (linger.ms) must be at least 0 ms, was PT-0.001S"))
                .satisfies(e -> assertThat(e.isRetriable()).isFalse())
                .withMessageContainingAll("ProducerConfiguration cannot work", "retryCount", "max.in.flight", "acks");
    }

    @Test
    void accessor_givesTheValueInEffect() {
        ProducerConfiguration configuration = ProducerConfiguration.builder()
                .acks(Acks.NONE)
                .additionalProperties(Map.of("acks", "-1", "linger.ms", "7"))
                .build();
        assertThat(configuration.acks()).isEqualTo(Acks.ALL);
        assertThat(configuration.linger()).contains(Duration.ofMillis(7));
    }

    @Test
    void maxBlock_isTheDeadlineOfCallsWithoutOne() {
        assertThat(ProducerConfiguration.builder()
                        .maxBlock(Duration.ofSeconds(6))
                        .build()
                        .nativeSettings(List.of("a:1"))
                        .defaultApiTimeout())
                .isEqualTo(Duration.ofSeconds(6));
        assertThat(ProducerConfiguration.durable()
                        .nativeSettings(List.of("a:1"))
                        .defaultApiTimeout())
                .isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void badServers_areRefusedByName() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ProducerConfiguration.durable().nativeSettings(List.of("localhost")))
                .withMessageContaining(
                        "bootstrapServers (bootstrap.servers) has \"localhost\", which is not host:port");
    }

    @Test
    void text_showsWhatWasSetWithoutSecrets() {
        assertThat(ProducerConfiguration.builder()
                        .acks(Acks.ALL)
                        .securityProtocol(SecurityProtocol.SASL_SSL)
                        .auth(AuthenticationConfiguration.plain("user", "p4ss"))
                        .additionalProperties(Map.of("my.token", "p4ss", "client.rack", "r1"))
                        .build())
                .hasToString("ProducerConfiguration{acks=ALL, securityProtocol=SASL_SSL, "
                        + "auth=PasswordAuthentication[mechanism=PLAIN, username=user, password=[hidden]], "
                        + "additionalProperties={client.rack=r1, my.token=[hidden]}}");
    }

    @Test
    void messages_neverShowASecret() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ProducerConfiguration.builder()
                        .auth(AuthenticationConfiguration.plain("user", "p4ss"))
                        .additionalProperties(Map.of("ssl.key.password", "p4ss", "enable.metrics.push", "maybe"))
                        .build())
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("p4ss"));
    }

    @Test
    void equality_isThatOfTheFields() {
        assertThat(ProducerConfiguration.durable())
                .isEqualTo(ProducerConfiguration.builder()
                        .enableIdempotence(true)
                        .acks(Acks.ALL)
                        .build())
                .isNotEqualTo(ProducerConfiguration.builder().build());
        Object consumer = ConsumerConfiguration.builder().build();
        assertThat(ProducerConfiguration.builder().build()).isNotEqualTo(consumer);
    }
}
