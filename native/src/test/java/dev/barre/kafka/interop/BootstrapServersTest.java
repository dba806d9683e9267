package dev.barre.kafka.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapServersTest {
    @Test
    void entriesAndCommas_areTakenInOrderWithoutRepetition() {
        BootstrapServers parsed =
                BootstrapServers.parse(List.of("a:1, b.example.com:2", "[::1]:3", "a:1", "10.0.0.1:65535"));
        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.servers()).containsExactly("a:1", "b.example.com:2", "[::1]:3", "10.0.0.1:65535");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a",
                "a:",
                ":9092",
                "a:0",
                "a:65536",
                "a:99999999999",
                "a:b",
                "http://a:1",
                "a:1,",
                "a b:1",
                "::1:3"
            })
    void serverThatIsNotHostAndPort_isAProblem(String server) {
        assertThat(BootstrapServers.parse(List.of(server)).problems())
                .hasSize(1)
                .allMatch(problem -> problem.startsWith("bootstrapServers (bootstrap.servers)"));
    }

    @Test
    void everyBadServer_isNamed() {
        assertThat(BootstrapServers.parse(List.of("a,b:1", "c")).problems())
                .containsExactly(
                        "bootstrapServers (bootstrap.servers) has \"a\", which is not host:port",
                        "bootstrapServers (bootstrap.servers) has \"c\", which is not host:port");
    }

    @Test
    void noServersAtAll_isAProblem() {
        assertThat(BootstrapServers.parse(List.of()).problems()).hasSize(1);
        assertThat(BootstrapServers.parse(null).problems()).hasSize(1);
        assertThat(BootstrapServers.parse(Arrays.asList("a:1", null)).problems())
                .hasSize(1);
    }
}
