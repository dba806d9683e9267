package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.PATIENCE;
import static dev.barre.kafka.conformance.Clients.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.Caller;
import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.Listener;
import dev.barre.kafka.PartitionOffset;
import dev.barre.kafka.Service;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Chapter 4.3.3. */
@ExtendWith(EmbeddedKafkaExtension.class)
class CallerTest {
    @Test
    @Clause("4.3.3-1")
    void commit_commitsTheEndOfTheBatch(@BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        Queue<Long> committed = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener = Listener.create(
                        servers, reading(group, topic).maxPollRecords(2).build())) {
            raw.write(topic, "a", "b", "c", "d");
            listener.attach(Service.ofPayloads(String.class, (Caller caller, List<String> batch) -> {
                caller.commit();
                committed.add(raw.committed(group, topic).orElse(-1));
            }));
            listener.start();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(committed).containsExactly(2L, 4L));
        }
    }

    @Test
    @Clause("4.3.3-1")
    void commit_covering_badRecordsBehindTheLastGoodOne(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        Queue<String> handled = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener =
                        Listener.create(servers, reading(group, topic).build())) {
            raw.write(topic, "1", "bad", "2");
            listener.attach(Service.ofPayloads(Integer.class, (Caller caller, List<Integer> batch) -> {
                caller.commit();
                batch.forEach(number -> handled.add(number.toString()));
            }));
            listener.start();
            await().atMost(PATIENCE).until(() -> handled.size() == 2);
            listener.gracefulStop();
            assertThat(raw.committed(group, topic)).hasValue(3);
        }
    }

    @Test
    @Clause("4.3.3-2")
    void commitOffset_commitsExactlyWhatIsGiven(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        Queue<Long> committed = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener =
                        Listener.create(servers, reading(group, topic).build())) {
            raw.write(topic, "a", "b", "c");
            listener.attach(Service.ofPayload(String.class, (Caller caller, String payload) -> {
                if (payload.equals("c")) {
                    caller.commitOffset(List.of(PartitionOffset.of(topic, 0, 1)));
                    committed.add(raw.committed(group, topic).orElse(-1));
                    caller.commitOffset(List.of(PartitionOffset.of(topic, 0, 2)), Duration.ofSeconds(10));
                    committed.add(raw.committed(group, topic).orElse(-1));
                }
            }));
            listener.start();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(committed).containsExactly(1L, 2L));
        }
    }

    @Test
    @Clause("4.3.3-3")
    void seek_inTheHandler_deliversFromThere(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        AtomicBoolean rewound = new AtomicBoolean();
        Queue<String> received = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener = Listener.create(
                        servers, reading(group, topic).maxPollRecords(1).build())) {
            raw.write(topic, "a", "b", "c", "d");
            listener.attach(Service.ofPayloads(String.class, (Caller caller, List<String> batch) -> {
                received.addAll(batch);
                if (batch.contains("c") && rewound.compareAndSet(false, true)) {
                    caller.seek(PartitionOffset.of(topic, 0, 1));
                }
            }));
            listener.start();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(received).containsExactly("a", "b", "c", "b", "c", "d"));
        }
    }

    @Test
    @Clause("4.3.3-3")
    void seek_inOnError_goesPastTheBadRecord(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        Queue<Integer> received = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener = Listener.create(
                        servers,
                        reading(group, topic).autoSeekOnValidationFailure(false).build())) {
            raw.write(topic, "1", "bad", "3");
            listener.attach(Service.ofPayloads(Integer.class, received::addAll)
                    .onError(
                            (ConnectorException error, Caller caller) -> caller.seek(PartitionOffset.of(topic, 0, 2))));
            listener.start();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(received).containsExactly(1, 3));
        }
    }

    @Test
    @Clause("4.3.3-4")
    void wrongArguments_areRefused(@BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        Queue<String> operations = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener =
                        Listener.create(servers, reading(group, topic).build())) {
            raw.write(topic, "a");
            listener.attach(Service.ofPayloads(String.class, (Caller caller, List<String> batch) -> {
                List<PartitionOffset> negative = List.of(PartitionOffset.of(topic, 0, -1));
                List<PartitionOffset> zero = List.of(PartitionOffset.of(topic, 0, 0));
                operations.add(Failures.of(() -> caller.commitOffset(negative)).operation());
                operations.add(Failures.of(() -> caller.commitOffset(zero, Duration.ofMillis(-1)))
                        .operation());
                operations.add(Failures.of(() -> caller.seek(negative.get(0))).operation());
                operations.add(Failures.of(() -> caller.seek(PartitionOffset.of(topic, 7, 0)))
                        .operation());
            }));
            listener.start();
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(operations).containsExactly("commitOffset", "commitOffset", "seek", "seek"));
        }
    }
}
