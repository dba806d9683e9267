package dev.barre.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedKafkaTest {
    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    @ExtendWith(EmbeddedKafkaExtension.class)
    void start_eitherGroupProtocol_servesRecords(
            String groupProtocol, EmbeddedKafka kafka, @Topic(partitions = 3) String topic, @GroupId String group)
            throws Exception {
        Records.write(kafka.bootstrapServers(), topic, "a", "b", "c");

        assertThat(Records.read(kafka.bootstrapServers(), topic, group, groupProtocol, 3))
                .containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void close_afterUse_leavesNoFolderPortOrThread() throws Exception {
        Set<Thread> before = userThreads();
        EmbeddedKafka kafka = EmbeddedKafka.start();
        Path folder = kafka.dataFolder();
        String servers = kafka.bootstrapServers();
        kafka.createTopic("orders", 2);
        Records.write(servers, "orders", "a");
        assertThat(folder).isDirectoryRecursivelyContaining("glob:**/orders-0");

        kafka.close();

        assertThat(folder).doesNotExist();
        assertThatCode(() -> bind(servers)).doesNotThrowAnyException();
        // A thread that has done its work needs a moment to end.
        await().pollInSameThread().untilAsserted(() -> assertThat(userThreads()).isSubsetOf(before));
    }

    @Test
    void close_twice_isQuietAndOtherCallsSaySo() {
        EmbeddedKafka kafka = EmbeddedKafka.start();
        kafka.close();

        assertThatCode(kafka::close).doesNotThrowAnyException();
        assertThatThrownBy(() -> kafka.createTopic("orders", 1))
                .isInstanceOf(EmbeddedKafkaException.class)
                .hasMessageContaining("createTopic orders")
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> kafka.restartNode(0)).isInstanceOf(EmbeddedKafkaException.class);
    }

    @Test
    void restartNode_withRecords_keepsPortAndData() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            String servers = kafka.bootstrapServers();
            kafka.createTopic("orders", 1);
            Records.write(servers, "orders", "before");

            kafka.restartNode(0);

            assertThat(kafka.bootstrapServers()).isEqualTo(servers);
            Records.write(servers, "orders", "after");
            assertThat(Records.read(servers, "orders", 2)).containsExactly("before", "after");
        }
    }

    @Test
    void stopNode_onlyNode_refusesConnectionsUntilStarted() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            kafka.stopNode(0);
            kafka.stopNode(0);

            assertThat(kafka.isRunning(0)).isFalse();
            assertThatThrownBy(() -> kafka.createTopic("orders", 1)).hasMessageContaining("every node is stopped");
            assertThatThrownBy(() -> bind(kafka.bootstrapServers()))
                    .as("the port stays taken, so that nobody else gets it")
                    .isInstanceOf(IOException.class);

            kafka.startNode(0);
            kafka.startNode(0);

            assertThat(kafka.isRunning(0)).isTrue();
            assertThatCode(() -> kafka.createTopic("orders", 1)).doesNotThrowAnyException();
        }
    }

    @Test
    void start_twoClusters_knowNothingOfEachOther() throws Exception {
        try (EmbeddedKafka one = EmbeddedKafka.start();
                EmbeddedKafka other = EmbeddedKafka.start()) {
            one.createTopic("orders", 1);
            other.createTopic("orders", 1);
            Records.write(one.bootstrapServers(), "orders", "one");
            Records.write(other.bootstrapServers(), "orders", "other");

            assertThat(one.dataFolder()).isNotEqualTo(other.dataFolder());
            assertThat(Records.read(one.bootstrapServers(), "orders", 1)).containsExactly("one");
            one.stopNode(0);
            assertThat(Records.read(other.bootstrapServers(), "orders", 1)).containsExactly("other");
        }
    }

    @Test
    void createTopic_nameInUse_failsWithKafkasReason() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            kafka.createTopic("orders", 1);

            assertThatThrownBy(() -> kafka.createTopic("orders", 1))
                    .isInstanceOf(EmbeddedKafkaException.class)
                    .hasMessageContaining("already exists");
            kafka.deleteTopic("orders");
            assertThatThrownBy(() -> kafka.createTopic("bad", 1, Map.of("no.such.config", "1")))
                    .isInstanceOf(EmbeddedKafkaException.class)
                    .hasMessageContaining("no.such.config");
        }
    }

    @Test
    void brokerProperty_ownedByTheCluster_isRefusedByName() {
        var builder = EmbeddedKafka.builder()
                .brokerProperty("listeners", "PLAINTEXT://:9092")
                .brokerProperty("log.dirs", "/data");

        assertThatThrownBy(builder::start)
                .isInstanceOf(EmbeddedKafkaException.class)
                .hasMessageContaining("[listeners, log.dirs]");
    }

    @Test
    void start_valueThatKafkaRefuses_failsAndLeavesNoThread() {
        Set<Thread> before = userThreads();

        assertThatThrownBy(() -> EmbeddedKafka.builder()
                        .brokerProperty("num.io.threads", "many")
                        .start())
                .isInstanceOf(EmbeddedKafkaException.class)
                .hasMessageContaining("num.io.threads");
        // A thread that has done its work needs a moment to end.
        await().pollInSameThread().untilAsserted(() -> assertThat(userThreads()).isSubsetOf(before));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 10})
    void nodes_outOfRange_isRefused(int count) {
        assertThatThrownBy(() -> EmbeddedKafka.builder().nodes(count)).hasMessageContaining("1 to 9");
    }

    @Test
    void startNode_unknownNumber_saysWhichThereAre() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            assertThatThrownBy(() -> kafka.startNode(1)).hasMessageContaining("no node 1; the cluster has 1");
        }
    }

    private static void bind(String address) throws IOException {
        String[] parts = address.split(":", -1);
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(false);
            socket.bind(new InetSocketAddress(parts[0], Integer.parseInt(parts[1])));
        }
    }

    private static Set<Thread> userThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon())
                .collect(Collectors.toSet());
    }
}
