package dev.barre.kafka.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;

class ClientSettingsTest {
    private final ClientSettings settings = ClientSettings.of(
            List.of("a:1", "b:2"),
            Map.of(
                    "group.id", "billing",
                    "client.id", "c1",
                    "transactional.id", "t1",
                    "sasl.jaas.config", new Password("p4ss"),
                    "ssl.key.password", "p4ss",
                    "my.token", "p4ss",
                    "schema.registry.url", "https://user:p4ss@registry"));

    @Test
    void kafkaProperties_holdTheServersAndCannotBeChanged() {
        assertThat(settings.kafkaProperties()).containsEntry("bootstrap.servers", List.of("a:1", "b:2"));
        assertThatThrownBy(() -> settings.kafkaProperties().put("a", "b"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void names_areReadFromTheProperties() {
        assertThat(settings.groupId()).contains("billing");
        assertThat(settings.clientId()).contains("c1");
        assertThat(settings.transactionalId()).contains("t1");
        assertThat(settings.defaultApiTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(ClientSettings.of(List.of("a:1"), Map.of()).groupId()).isEmpty();
    }

    @Test
    void with_changesACopy() {
        ClientSettings changed = settings.with("client.id", "c2");
        assertThat(changed.clientId()).contains("c2");
        assertThat(changed.groupId()).contains("billing");
        assertThat(settings.clientId()).contains("c1");
    }

    @Test
    void text_hidesWhatIsOrMayBeSecret() {
        assertThat(settings.toString())
                .contains("group.id=billing", "bootstrap.servers=[a:1, b:2]", "my.token=[hidden]")
                .doesNotContain("p4ss");
    }
}
