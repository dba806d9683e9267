package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.PATIENCE;
import static dev.barre.kafka.conformance.Clients.ROUND;
import static dev.barre.kafka.conformance.Clients.WATCH;
import static dev.barre.kafka.conformance.Clients.payloadsUntil;
import static dev.barre.kafka.conformance.Clients.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.Consumer;
import dev.barre.kafka.Listener;
import dev.barre.kafka.OffsetReset;
import dev.barre.kafka.RetryPolicy;
import dev.barre.kafka.Service;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Chapter 9: when an offset is committed, and when it is not. */
@ExtendWith(EmbeddedKafkaExtension.class)
class CommitTest {
    private static final Duration SOON = Duration.ofMillis(100);

    @Test
    @Clause("9-1")
    void consumer_autoCommit_acceptsABatchWhenTheNextPollBegins(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = Consumer.create(
                        servers,
                        reading(group, topic)
                                .autoCommit(true)
                                .autoCommitInterval(SOON)
                                .maxPollRecords(2)
                                .build())) {
            raw.write(topic, "a", "b", "c");
            assertThat(payloadsUntil(consumer, 2, String.class)).containsExactly("a", "b");
            await().during(WATCH)
                    .atMost(PATIENCE)
                    .until(() -> raw.committed(group, topic).isEmpty());
            assertThat(payloadsUntil(consumer, 1, String.class)).containsExactly("c");
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(consumer.pollPayload(ROUND, String.class)).isEmpty();
                assertThat(raw.committed(group, topic)).hasValue(3);
            });
        }
    }

    @Test
    @Clause("9-1")
    void consumer_autoCommit_closeCommitsAcceptedButNotTheLastBatch(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        try (RawKafka raw = RawKafka.at(servers)) {
            raw.write(topic, "a", "b", "c");
            try (Consumer consumer = Consumer.create(
                    servers,
                    reading(group, topic).autoCommit(true).maxPollRecords(1).build())) {
                assertThat(payloadsUntil(consumer, 2, String.class)).containsExactly("a", "b");
            }
            assertThat(raw.committed(group, topic)).hasValue(1);
            try (Consumer next = Clients.consumer(servers, group, topic)) {
                assertThat(payloadsUntil(next, 2, String.class)).containsExactly("b", "c");
            }
        }
    }

    @Test
    @Clause("9-2")
    void listener_autoCommit_commitsAfterTheHandlerOnly(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        CountDownLatch mayReturn = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener = Listener.create(
                        servers,
                        reading(group, topic)
                                .autoCommit(true)
                                .autoCommitInterval(SOON)
                                .maxPollRecords(1)
                                .build())) {
            raw.write(topic, "a", "b", "c");
            listener.attach(Service.ofPayloads(String.class, batch -> {
                if (calls.incrementAndGet() == 2) {
                    awaitOrInterrupt(mayReturn);
                }
            }));
            listener.start();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(raw.committed(group, topic)).hasValue(1));
            await().during(WATCH)
                    .atMost(PATIENCE)
                    .until(() -> raw.committed(group, topic).orElse(-1) == 1);
            mayReturn.countDown();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(raw.committed(group, topic)).hasValue(3));
        } finally {
            mayReturn.countDown();
        }
    }

    @Test
    @Clause("9-2")
    void listener_autoCommit_handlerThrows_isNotCommitted(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        AtomicInteger failures = new AtomicInteger();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener = Listener.create(
                        servers,
                        reading(group, topic)
                                .autoCommit(true)
                                .autoCommitInterval(SOON)
                                .build())) {
            raw.write(topic, "a");
            listener.attach(Service.ofPayloads(String.class, batch -> {
                failures.incrementAndGet();
                throw new IllegalStateException("never handled");
            }));
            listener.start();
            await().atMost(PATIENCE).until(() -> failures.get() >= 2);
            listener.gracefulStop(Duration.ofSeconds(2));
            assertThat(raw.committed(group, topic)).isEmpty();
        }
    }

    @Test
    @Clause("9-3")
    void autoCommitFalse_nothingIsCommittedByItself(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        Queue<String> received = new ConcurrentLinkedQueue<>();
        String listening = group + "-listener";
        try (RawKafka raw = RawKafka.at(servers)) {
            raw.write(topic, "a", "b");
            try (Consumer consumer = Clients.consumer(servers, group, topic);
                    Listener listener = Listener.create(
                            servers,
                            reading(listening, topic).autoCommitInterval(SOON).build())) {
                listener.attach(Service.ofPayloads(String.class, received::addAll));
                listener.start();
                assertThat(payloadsUntil(consumer, 2, String.class)).hasSize(2);
                assertThat(consumer.pollPayload(WATCH, String.class)).isEmpty();
                await().atMost(PATIENCE).until(() -> received.size() == 2);
            }
            assertThat(raw.committed(group, topic)).isEmpty();
            assertThat(raw.committed(listening, topic)).isEmpty();
        }
    }

    @Test
    @Clause("9-4")
    void gracefulStop_whileRecordsKeepComing_repeatsAndLosesNothing(
            @BootstrapServers String servers, @Topic(partitions = 2) String topic, @GroupId String group) {
        Queue<Integer> received = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener = Listener.create(
                        servers,
                        reading(group, topic).autoCommit(true).maxPollRecords(7).build())) {
            raw.writeNumbers(topic, 0, 0, 500);
            raw.writeNumbers(topic, 1, 500, 1_000);
            listener.attach(Service.ofPayloads(Integer.class, received::addAll));
            for (int start = 1; start <= 4; start++) {
                int enough = Math.min(1_000, received.size() + 100);
                listener.start();
                await().pollInterval(Duration.ofMillis(1)).atMost(PATIENCE).until(() -> received.size() >= enough);
                listener.gracefulStop();
                long committed = raw.committed(group, topic, 0).orElse(0)
                        + raw.committed(group, topic, 1).orElse(0);
                assertThat(committed).as("committed after stop %d", start).isEqualTo(received.size());
            }
            listener.start();
            await().atMost(PATIENCE).until(() -> received.size() >= 1_000);
            listener.gracefulStop();
            assertThat(received).hasSize(1_000);
            assertThat(Set.copyOf(received)).hasSize(1_000);
        }
    }

    @Test
    @Clause("9-5")
    void rebalance_commitsWhatWasAccepted_andLosesNothing(
            @BootstrapServers String servers, @Topic(partitions = 4) String topic, @GroupId String group) {
        Queue<Integer> received = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener first = Listener.create(
                        servers,
                        reading(group, topic)
                                .autoCommit(true)
                                .autoCommitInterval(Duration.ofSeconds(60))
                                .maxPollRecords(20)
                                .build());
                Listener second = Listener.create(
                        servers,
                        reading(group, topic)
                                .autoCommit(true)
                                .autoCommitInterval(Duration.ofSeconds(60))
                                .maxPollRecords(20)
                                .build())) {
            Service service = Service.ofPayloads(Integer.class, received::addAll);
            for (int partition = 0; partition < 4; partition++) {
                raw.writeNumbers(topic, partition, partition * 1_000, partition * 1_000 + 500);
            }
            first.attach(service);
            second.attach(service);
            first.start();
            await().atMost(PATIENCE).until(() -> received.size() == 2_000);
            second.start();
            await().atMost(PATIENCE).until(() -> raw.members(group) == 2);
            // With an interval of a minute, only the revocation can have committed these.
            await().atMost(PATIENCE)
                    .until(() -> IntStream.range(0, 4)
                                    .filter(partition -> raw.committed(group, topic, partition)
                                                    .orElse(-1)
                                            == 500)
                                    .count()
                            >= 2);
            for (int partition = 0; partition < 4; partition++) {
                raw.writeNumbers(topic, partition, partition * 1_000 + 500, partition * 1_000 + 600);
            }
            await().atMost(PATIENCE).until(() -> received.size() >= 2_400);
            assertThat(received).hasSize(2_400);
            assertThat(Set.copyOf(received)).hasSize(2_400);
        }
    }

    @Test
    @Clause({"9-5", "9-1"})
    void consumer_partitionsRevoked_commitsWhatWasAccepted(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = Consumer.create(
                        servers,
                        reading(group, topic)
                                .autoCommit(true)
                                .autoCommitInterval(Duration.ofSeconds(60))
                                .build())) {
            raw.write(topic, "a", "b");
            assertThat(payloadsUntil(consumer, 2, String.class)).isEqualTo(List.of("a", "b"));
            assertThat(consumer.pollPayload(ROUND, String.class)).isEmpty();
            consumer.unsubscribe();
            assertThat(raw.committed(group, topic)).hasValue(2);
        }
    }

    private static void awaitOrInterrupt(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @Clause("9-6")
    void groupThatBeginsAtTheEnd_handlerNeverSettled_losesNothing(
            @BootstrapServers String servers, @Topic(partitions = 2) String topic, @GroupId String group) {
        try (ListenerRig rig = new ListenerRig(servers, topic, group)) {
            rig.writeNumbers(0, 0, 10);
            Queue<Integer> attempted = new ConcurrentLinkedQueue<>();
            Listener first = rig.started(
                    rig.config().offsetReset(OffsetReset.LATEST),
                    ListenerRig.options().retry(RetryPolicy.fixed(Duration.ofSeconds(30))),
                    Service.ofPayload(Integer.class, (Integer number) -> {
                                attempted.add(number);
                                throw new IllegalStateException("not today");
                            })
                            .onError((ConnectorException error) -> {}));
            // Committed at once, though nothing has come.
            rig.awaitCommitted(0, 10);
            rig.awaitCommitted(1, 0);
            rig.writeNumbers(0, 10, 13);
            await().atMost(PATIENCE).until(() -> attempted.contains(10));
            first.gracefulStop();
            rig.writeNumbers(0, 13, 15);
            rig.writeNumbers(1, 15, 16);
            Queue<Integer> received = new ConcurrentLinkedQueue<>();
            rig.started(
                    rig.config().offsetReset(OffsetReset.LATEST),
                    ListenerRig.options(),
                    Service.ofPayload(Integer.class, received::add));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(received).containsExactlyInAnyOrder(10, 11, 12, 13, 14, 15));
        }
    }
}
