package dev.barre.kafka;

import static dev.barre.kafka.RawRecords.slice;
import static dev.barre.kafka.RawRecords.text;
import static dev.barre.kafka.RawRecords.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafka;
import dev.barre.kafka.embedded.EmbeddedKafkaCluster;
import dev.barre.kafka.embedded.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The only broker goes away and comes back; and topics that are made by several at once. */
@EmbeddedKafkaCluster
class ForwarderOutageTest {
    private static ConsumerConfiguration config() {
        return ConsumerConfiguration.builder().groupId("billing").build();
    }

    @Test
    void brokerGoneBeforeTheFirstSend_isToldAndSentInOrderOnceItIsBack(
            EmbeddedKafka kafka, @BootstrapServers String servers, @Topic String topic) throws Exception {
        List<ConnectorException> told = new CopyOnWriteArrayList<>();
        ConsumerConfiguration impatient = config().toBuilder()
                .additionalProperties(Map.of("default.api.timeout.ms", "2000", "request.timeout.ms", "1000"))
                .build();
        try (Forwarder forwarder = Forwarder.create(impatient.nativeSettings(List.of(servers)), "test", told::add)) {
            kafka.stopNode(0);
            List<CompletableFuture<Void>> done = new ArrayList<>();
            long began = System.nanoTime();
            for (int offset = 0; offset < 20; offset++) {
                done.add(forwarder
                        .send(Forwarded.of(slice(topic, 0, offset, "v" + offset), 0, topic + "-dlt", Headers.empty()))
                        .toCompletableFuture());
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
            await().atMost(Duration.ofSeconds(60)).until(() -> !told.isEmpty());
            assertThat(done).noneMatch(CompletableFuture::isDone);

            kafka.startNode(0);
            CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
            assertThat(RawRecords.read(servers, topic + "-dlt", 20).stream()
                            .map(record -> text(record.value()))
                            .distinct())
                    .containsExactlyElementsOf(
                            IntStream.range(0, 20).mapToObj(n -> "v" + n).toList());
        }
    }

    @Test
    void topicMadeBySeveralAtOnce_isMadeOnce(@BootstrapServers String servers, @Topic(partitions = 3) String topic)
            throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<CompletableFuture<Integer>> counts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            counts.add(CompletableFuture.supplyAsync(
                    () -> {
                        try (TopicsOnDemand topics = new TopicsOnDemand(config().nativeSettings(List.of(servers)))) {
                            topics.existing(topic);
                            go.await();
                            return topics.partitions(topic + "-dlt", topic);
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    },
                    Background.OWN_THREADS));
        }
        go.countDown();

        for (CompletableFuture<Integer> count : counts) {
            assertThat(count.get(60, TimeUnit.SECONDS)).isEqualTo(3);
        }
    }

    @Test
    void topicLargerThanTheSource_keepsItsPartitions(
            @BootstrapServers String servers, @Topic String topic, @Topic(partitions = 5) String other) {
        try (TopicsOnDemand topics = new TopicsOnDemand(config().nativeSettings(List.of(servers)))) {
            assertThat(topics.partitions(other, topic)).isEqualTo(5);
        }
    }

    @Test
    void recordLargerThanAProducerSendsByDefault_isSent(@BootstrapServers String servers, @Topic String topic)
            throws Exception {
        String large = "x".repeat(3_000_000);
        try (Forwarder forwarder = Forwarder.create(config().nativeSettings(List.of(servers)), "test", failure -> {})) {
            forwarder
                    .send(Forwarded.of(slice(topic, 0, 0, large), 0, topic + "-dlt", Headers.empty()))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        }
        assertThat(values(servers, topic + "-dlt", 1)).containsExactly(large);
    }
}
