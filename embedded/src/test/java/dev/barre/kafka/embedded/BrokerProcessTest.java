package dev.barre.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerProcessTest {
    @Test
    void kill_thenRestart_keepsPortAndData() throws Exception {
        Path folder;
        try (BrokerProcess broker = BrokerProcess.start()) {
            String servers = broker.bootstrapServers();
            long first = broker.pid();
            Records.write(servers, "orders", "before");

            broker.kill();

            assertThat(ProcessHandle.of(first)).isEmpty();
            assertThat(broker.isAlive()).isFalse();

            broker.restart();

            assertThat(broker.pid()).isNotEqualTo(first);
            assertThat(broker.bootstrapServers()).isEqualTo(servers);
            Records.write(servers, "orders", "after");
            assertThat(Records.read(servers, "orders", 2)).containsExactly("before", "after");

            broker.stop();

            assertThat(broker.isAlive()).isFalse();
            folder = broker.dataFolder();
            assertThat(folder.resolve("node-0").resolve(".kafka_cleanshutdown")).exists();
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void close_givenFolder_keepsItForTheNext(@TempDir Path folder) throws Exception {
        BrokerProcess.Builder builder = BrokerProcess.builder().dataFolder(folder);
        BrokerProcess first = builder.start();
        Records.write(first.bootstrapServers(), "orders", "kept");

        first.close();

        assertThatCode(first::close).doesNotThrowAnyException();
        assertThatThrownBy(first::restart).hasMessageContaining("closed");
        try (BrokerProcess next = builder.start()) {
            assertThat(Records.read(next.bootstrapServers(), "orders", 1)).containsExactly("kept");
        }
    }

    @Test
    void start_valueThatKafkaRefuses_failsAndSaysWhereToLook(@TempDir Path folder) {
        assertThatThrownBy(() -> BrokerProcess.builder()
                        .dataFolder(folder)
                        .brokerProperty("num.io.threads", "many")
                        .start())
                .isInstanceOf(EmbeddedKafkaException.class)
                .hasMessageContaining("broker.log");
        assertThat(folder.resolve("broker.log")).content().contains("num.io.threads");
    }

    @Test
    void parent_killed_endsTheBroker(@TempDir Path folder) throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        folder.toString())
                .start();
        try (BufferedReader answers =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            long broker = Long.parseLong(answers.readLine());
            assertThat(ProcessHandle.of(broker)).isPresent();

            parent.destroyForcibly();

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> ProcessHandle.of(broker).isEmpty());
        } finally {
            parent.destroyForcibly();
        }
    }

    /** A program that starts a broker, says its number, and is killed. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws IOException {
            BrokerProcess broker =
                    BrokerProcess.builder().dataFolder(Path.of(arguments[0])).start();
            System.out.println(broker.pid());
            System.in.read();
        }
    }
}
