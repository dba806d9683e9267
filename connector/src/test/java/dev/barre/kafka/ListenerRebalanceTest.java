package dev.barre.kafka;

import static dev.barre.kafka.ListenerFailureTest.numbers;
import static dev.barre.kafka.ListenerRig.PATIENCE;
import static dev.barre.kafka.ListenerRig.awaitSize;
import static dev.barre.kafka.ListenerRig.awaitState;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several members, in both group protocols. */
@ExtendWith(EmbeddedKafkaExtension.class)
class ListenerRebalanceTest {
    private static final int PARTITIONS = 6;

    /** By partition, in the order of handling. */
    private final Map<Integer, List<Integer>> seen = new ConcurrentHashMap<>();

    private final Set<String> threads = ConcurrentHashMap.newKeySet();
    private ListenerRig rig;

    @BeforeEach
    void open(@BootstrapServers String servers, @Topic(partitions = PARTITIONS) String topic, @GroupId String group) {
        rig = new ListenerRig(servers, topic, group);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            seen.put(partition, new CopyOnWriteArrayList<>());
        }
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Service noting() {
        return Service.ofRecords(byte[].class, Integer.class, records -> {
            threads.add(Thread.currentThread().getName());
            records.forEach(record -> seen.get(record.partition()).add(record.value()));
        });
    }

    private ConsumerConfiguration.Builder config(String protocol) {
        return rig.config().additionalProperties(Map.of("group.protocol", protocol));
    }

    private void sendToAll(int from, int end) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            rig.sendRange(partition, from, end);
        }
    }

    private void awaitAll(int count) {
        await().atMost(PATIENCE)
                .until(() -> seen.values().stream()
                        .allMatch(values -> Set.copyOf(values).size() == count));
    }

    @ParameterizedTest
    @CsvSource({"classic,false,1", "classic,true,1", "classic,true,3", "consumer,false,1", "consumer,true,3"})
    void delivery_anyProtocolAndShape_isCompleteInOrderAndCommitted(String protocol, boolean decoupled, int members) {
        Listener listener = rig.started(
                config(protocol)
                        .decoupleProcessing(decoupled)
                        .concurrentConsumers(members)
                        .maxPollRecords(40),
                noting());
        sendToAll(0, 100);
        awaitAll(100);
        int sent = 100;
        // The first member may have handled all of that before the others have joined.
        while (sent < 150 || members > 1 && threads.size() < 2 && sent < 5_000) {
            sendToAll(sent, sent + 50);
            sent += 50;
            awaitAll(sent);
        }
        listener.gracefulStop();

        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertThat(seen.get(partition)).containsExactlyElementsOf(numbers(0, sent));
            assertThat(rig.committed(partition)).isEqualTo(sent);
        }
        if (members > 1) {
            assertThat(threads).hasSizeGreaterThan(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void memberJoinsAndLeaves_whileRecordsFlow_nothingIsLostAndOrderKept(String protocol) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch sent = new CountDownLatch(1);
        Thread sender = new Thread(() -> {
            int next = 0;
            while (!done.get() || next < 200) {
                sendToAll(next, next + 10);
                next += 10;
            }
            sent.countDown();
        });
        List<Integer> second = new CopyOnWriteArrayList<>();
        rig.started(config(protocol), noting());
        sender.start();
        await().atMost(PATIENCE).until(() -> !seen.get(0).isEmpty());

        Listener other = rig.started(
                config(protocol),
                Service.ofRecords(
                        byte[].class,
                        Integer.class,
                        records -> records.forEach(record -> {
                            second.add(record.value());
                            seen.get(record.partition()).add(record.value());
                        })));
        awaitSize(second, 20);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertThat(rig.committed(partition)).as("handled first").isLessThanOrEqualTo(highest(partition) + 1L);
        }
        other.gracefulStop();
        done.set(true);
        sent.await();
        int total = PARTITIONS * lengthOfPartition0();
        await().atMost(PATIENCE)
                .until(() -> seen.values().stream()
                                .mapToInt(values -> Set.copyOf(values).size())
                                .sum()
                        == total);

        seen.values()
                .forEach(values -> assertThat(List.copyOf(new LinkedHashSet<>(values)))
                        .as("first deliveries come in order")
                        .isSorted());
    }

    private int highest(int partition) {
        return seen.get(partition).stream().mapToInt(value -> value).max().orElse(-1);
    }

    private int lengthOfPartition0() {
        try (Consumer consumer =
                Consumer.create(rig.servers, ConsumerConfiguration.builder().build())) {
            return (int) consumer.getEndOffsets(List.of(new TopicPartition(rig.topic, 0)))
                    .get(0)
                    .offset();
        }
    }

    @Test
    void slowHandler_longerThanMaxPollInterval_keepsItsMembership() {
        List<Integer> slow = new CopyOnWriteArrayList<>();
        rig.sendRange(0, 0, 1);
        Listener listener = rig.started(
                rig.config().maxPollInterval(Duration.ofSeconds(1)).heartBeatInterval(Duration.ofMillis(300)),
                Service.ofPayloads(Integer.class, payloads -> {
                    slow.addAll(payloads);
                    if (payloads.contains(0)) {
                        long start = System.nanoTime();
                        await().pollInSameThread()
                                .atMost(PATIENCE)
                                .until(() -> System.nanoTime() - start
                                        > Duration.ofMillis(3_500).toNanos());
                    }
                }));
        awaitSize(slow, 1);
        rig.sendRange(0, 1, 5);

        awaitSize(slow, 5);
        listener.gracefulStop();
        assertThat(slow).as("an expelled member would get its record again").containsExactly(0, 1, 2, 3, 4);
        assertThat(rig.committed(0)).isEqualTo(5);
    }

    @Test
    void handlerWaitsForItsRetry_partitionsRevoked_theOthersGoOnAtOnce() {
        List<ConnectorException> errors = new CopyOnWriteArrayList<>();
        sendToAll(0, 1);
        AtomicBoolean fails = new AtomicBoolean(true);
        rig.started(
                rig.config(),
                Service.ofRecords(byte[].class, Integer.class, records -> {
                            if (fails.get()) {
                                throw new IllegalStateException("boom");
                            }
                            records.forEach(
                                    record -> seen.get(record.partition()).add(record.value()));
                        })
                        .onError(error -> errors.add(error)));
        // The fifth wait is of several seconds.
        awaitSize(errors, 5);
        fails.set(false);
        long start = System.nanoTime();
        rig.started(rig.config(), noting());

        awaitAll(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void sameInstanceIdTwice_theOlderFailsForGoodAndSaysSoOnce() {
        List<ConnectorException> errors = new CopyOnWriteArrayList<>();
        var config = rig.config().additionalProperties(Map.of("group.instance.id", "only-one"));
        Listener older = rig.started(
                config,
                Service.ofRecords(
                                byte[].class,
                                Integer.class,
                                records -> records.forEach(
                                        record -> seen.get(record.partition()).add(record.value())))
                        .onError(error -> errors.add(error)));
        sendToAll(0, 1);
        awaitAll(1);
        Listener newer = rig.started(config, noting());

        awaitState(older, ListenerState.FAILED);
        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.isFatal()).isTrue();
            assertThat(error).hasMessageContaining("group.instance.id");
        });
        sendToAll(1, 2);
        awaitAll(2);
        assertThat(newer.state()).isEqualTo(ListenerState.RUNNING);
        older.gracefulStop();
        assertThat(older.state()).isEqualTo(ListenerState.FAILED);
    }

    @Test
    void noCommittedOffsetAndNoReset_isToldAndASeekGoesOn() {
        List<ConnectorException> errors = new ArrayList<>();
        sendToAll(0, 3);
        Listener listener = rig.started(
                rig.config().offsetReset(OffsetReset.NONE),
                Service.ofRecords(
                                byte[].class,
                                Integer.class,
                                records -> records.forEach(
                                        record -> seen.get(record.partition()).add(record.value())))
                        .onError((error, caller) -> {
                            errors.add(error);
                            if (errors.size() == 2) {
                                for (int partition = 0; partition < PARTITIONS; partition++) {
                                    caller.seek(rig.at(partition, 1));
                                }
                            }
                        }));

        await().atMost(PATIENCE).until(() -> seen.values().stream().allMatch(values -> values.equals(List.of(1, 2))));
        assertThat(errors.get(0).isFatal()).isFalse();
        assertThat(errors.get(0)).hasMessageContaining("offsetReset");
        assertThat(listener.state()).isEqualTo(ListenerState.RUNNING);
    }
}
