package dev.barre.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that die and leaders that move, in a cluster of three with its defaults. */
@EmbeddedKafkaCluster(nodes = 3)
class NodeFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EmbeddedKafka kafka;

    NodeFaultsTest(EmbeddedKafka kafka) {
        this.kafka = kafka;
    }

    @AfterEach
    void startAll() {
        kafka.startAll();
    }

    @Test
    void killNode_leaderDuringAcknowledgedWrites_losesNone(@Topic String topic) throws Exception {
        int killed = kafka.leaderOf(topic, 0);
        List<String> acknowledged = new ArrayList<>();
        try (var producer = producer()) {
            List<Future<RecordMetadata>> sends = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                sends.add(producer.send(new ProducerRecord<>(topic, "r" + i)));
                if (i == 200) {
                    sends.get(100).get();
                    kafka.killNode(killed);
                    assertThat(kafka.isRunning(killed)).isFalse();
                    assertThat(marksOfCleanStop(killed)).isEmpty();
                }
                if (i == 400) {
                    sends.get(300).get();
                    assertThat(kafka.leaderOf(topic, 0)).isNotEqualTo(killed);
                    kafka.startNode(killed);
                }
            }
            for (int i = 0; i < sends.size(); i++) {
                sends.get(i).get();
                acknowledged.add("r" + i);
            }
        }
        // The one that died has everything again, and may lead.
        kafka.electLeader(topic, 0, killed);

        assertThat(Records.read(kafka.bootstrapServers(), topic, acknowledged.size()))
                .containsExactlyElementsOf(acknowledged);
    }

    @Test
    void killNode_coordinator_isSucceededAndKeepsCommits(@Topic String topic, @GroupId String group) throws Exception {
        int killed = kafka.coordinatorOf(group);
        try (var consumer = consumer(group)) {
            consumer.subscribe(List.of(topic));
            Records.write(kafka.bootstrapServers(), topic, "a");
            awaitRecord(consumer, "a");
            consumer.commitSync();

            kafka.killNode(killed);

            assertThat(kafka.coordinatorOf(group)).isNotEqualTo(killed);
            Records.write(kafka.bootstrapServers(), topic, "b");
            awaitRecord(consumer, "b");
            consumer.commitSync(PATIENCE);
        }
        Records.write(kafka.bootstrapServers(), topic, "c");
        try (var consumer = consumer(group)) {
            consumer.subscribe(List.of(topic));
            awaitRecord(consumer, "c");
        }
    }

    @Test
    void electLeader_anyNode_leadsThen(@Topic(partitions = 2) String topic) throws Exception {
        for (int node = 2; node >= 0; node--) {
            kafka.electLeader(topic, 1, node);

            assertThat(kafka.leaderOf(topic, 1)).isEqualTo(node);
            Records.write(kafka.bootstrapServers(), topic, "led by " + node);
        }
        assertThatThrownBy(() -> kafka.electLeader(topic, 1, 7))
                .isInstanceOf(EmbeddedKafkaException.class)
                .hasMessageContaining("no replica of " + topic + "-1");
    }

    @Test
    void moveLeaders_everyPartition_hasAnother(@Topic(partitions = 3) String topic) {
        List<Integer> before = leaders(topic, 3);

        kafka.moveLeaders(topic);

        List<Integer> after = leaders(topic, 3);
        for (int partition = 0; partition < 3; partition++) {
            assertThat(after.get(partition)).isNotEqualTo(before.get(partition));
        }
    }

    private List<Integer> leaders(String topic, int partitions) {
        return Stream.iterate(0, partition -> partition + 1)
                .limit(partitions)
                .map(partition -> kafka.leaderOf(topic, partition))
                .toList();
    }

    private List<Path> marksOfCleanStop(int node) throws IOException {
        try (Stream<Path> files = Files.list(kafka.dataFolder().resolve("node-" + node))) {
            return files.filter(file -> file.getFileName().toString().contains("cleanshutdown"))
                    .toList();
        }
    }

    private KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all", "batch.size", 64),
                new StringSerializer(),
                new StringSerializer());
    }

    private KafkaConsumer<String, String> consumer(String group) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "group.id",
                        group,
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    /** Polls until there are records, which must be that one. */
    private static void awaitRecord(KafkaConsumer<String, String> consumer, String value) {
        List<String> read = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            consumer.poll(Duration.ofMillis(100)).forEach(got -> read.add(got.value()));
            return !read.isEmpty();
        });
        assertThat(read).containsExactly(value);
    }
}
