package dev.barre.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.interop.NativeAdmin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

@EmbeddedKafkaCluster(
        nodes = 3,
        brokerProperties = {"min.insync.replicas=2", "num.partitions = 5"})
class ThreeNodesTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Test
    void send_anyNodeStopped_isAcknowledgedByTheOthers(EmbeddedKafka kafka, @Topic(partitions = 3) String topic)
            throws Exception {
        for (int node = 0; node < kafka.nodes(); node++) {
            kafka.stopNode(node);

            Records.write(kafka.bootstrapServers(), topic, "without " + node);

            kafka.startNode(node);
        }

        assertThat(Records.read(kafka.bootstrapServers(), topic, 3))
                .containsExactlyInAnyOrder("without 0", "without 1", "without 2");
    }

    @Test
    void startAll_everyNodeStopped_bringsTheDataBack(EmbeddedKafka kafka, @Topic String topic) throws Exception {
        Records.write(kafka.bootstrapServers(), topic, "kept");
        for (int node = 0; node < kafka.nodes(); node++) {
            kafka.stopNode(node);
        }

        kafka.startAll();

        assertThat(Records.read(kafka.bootstrapServers(), topic, 1)).containsExactly("kept");
    }

    @Test
    void createTopic_threeNodes_isReplicatedToAll(EmbeddedKafka kafka, @Topic(partitions = 2) String topic) {
        await().untilAsserted(() -> {
            for (int node = 0; node < kafka.nodes(); node++) {
                assertThat(kafka.dataFolder().resolve("node-" + node).resolve(topic + "-1"))
                        .isDirectory();
            }
        });
    }

    @Test
    void topicDefaults_topicCreatedByUse_hasThem(EmbeddedKafka kafka, @GroupId String unique) throws Exception {
        Records.write(kafka.bootstrapServers(), unique, "first");

        try (NativeAdmin admin = admin(kafka)) {
            assertThat(admin.partitions(unique, TIMEOUT))
                    .isEqualTo(List.of(
                            new TopicPartition(unique, 0),
                            new TopicPartition(unique, 1),
                            new TopicPartition(unique, 2),
                            new TopicPartition(unique, 3),
                            new TopicPartition(unique, 4)));
        }
    }

    @Test
    void close_oneNodeStopped_returns() {
        EmbeddedKafka kafka = EmbeddedKafka.builder().nodes(3).start();
        kafka.stopNode(2);

        assertThatCode(kafka::close).doesNotThrowAnyException();
        assertThat(kafka.dataFolder()).doesNotExist();
    }

    private static NativeAdmin admin(EmbeddedKafka kafka) {
        return new NativeAdmin(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                failure -> new IllegalStateException(failure.message(), failure.cause()));
    }
}
