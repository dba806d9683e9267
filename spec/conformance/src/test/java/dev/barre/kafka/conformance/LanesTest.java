package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.PATIENCE;
import static dev.barre.kafka.conformance.Clients.WATCH;
import static dev.barre.kafka.conformance.ListenerRig.awaitEqual;
import static dev.barre.kafka.conformance.ListenerRig.awaitSize;
import static dev.barre.kafka.conformance.ListenerRig.options;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.IntStream.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.Acks;
import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.ConsumerRecord;
import dev.barre.kafka.IsolationLevel;
import dev.barre.kafka.Lanes;
import dev.barre.kafka.Listener;
import dev.barre.kafka.PayloadBindingException;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.ProducerRecord;
import dev.barre.kafka.Service;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chapter 4.3.5: what is handled at the same time, and in which order. */
@ExtendWith(EmbeddedKafkaExtension.class)
@SuppressWarnings({"UnusedMethod", "EffectivelyPrivate"}) // the listener finds the handlers by name
class LanesTest {
    private final Gate gate = new Gate();
    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private ListenerRig rig;

    @BeforeEach
    void open(@BootstrapServers String servers, @Topic(partitions = 2) String topic, @GroupId String group) {
        rig = new ListenerRig(servers, topic, group);
    }

    @AfterEach
    void close() {
        gate.open();
        rig.close();
    }

    private void begin() {
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
    }

    private void end() {
        running.decrementAndGet();
    }

    @Test
    @Clause("4.3.5-1")
    void sequential_oneCallAtATime_partitionsInOrder() {
        Map<Integer, Queue<Integer>> seen = Map.of(0, new ConcurrentLinkedQueue<>(), 1, new ConcurrentLinkedQueue<>());
        rig.writeNumbers(0, 0, 200);
        rig.writeNumbers(1, 0, 200);
        rig.started(
                rig.config().maxPollRecords(7),
                options().lanes(Lanes.sequential()),
                Service.ofRecord(byte[].class, Integer.class, delivered -> {
                    begin();
                    seen.get(delivered.partition()).add(delivered.value());
                    end();
                }));
        List<Integer> inOrder = range(0, 200).boxed().toList();
        awaitEqual(seen.get(0), inOrder);
        awaitEqual(seen.get(1), inOrder);
        assertThat(most).hasValue(1);
    }

    /** Says when it is made, which is when a record is bound. */
    record Noted(int number) {
        static final Set<Integer> MADE = ConcurrentHashMap.newKeySet();

        Noted {
            MADE.add(number);
        }
    }

    @Test
    @Clause("4.3.5-12")
    @DisabledIf("hasOneCore")
    void sequential_handlerIsBusy_whatWaitsIsBoundMeanwhile_andCountedInItsTurn() {
        Noted.MADE.clear();
        for (int number = 0; number < 60; number++) {
            rig.writeKeyed("key", number == 30 ? "poison" : "{\"number\":" + number + "}");
        }
        Queue<Integer> handled = new ConcurrentLinkedQueue<>();
        Listener listener = rig.started(
                rig.config().maxPollRecords(10),
                options().lanes(Lanes.sequential()),
                Service.ofRecord(byte[].class, Noted.class, delivered -> {
                    gate.pass();
                    handled.add(delivered.value().number());
                }));

        await().atMost(PATIENCE).until(() -> Noted.MADE.contains(59));
        assertThat(gate.arrived()).as("the handler still has the first").isEqualTo(1);
        assertThat(listener.metrics().rejectedByBinding()).isZero();

        gate.open();
        awaitEqual(handled, range(0, 60).filter(number -> number != 30).boxed().toList());
        assertThat(listener.metrics().rejectedByBinding()).isEqualTo(1);
    }

    static boolean hasOneCore() {
        return Runtime.getRuntime().availableProcessors() == 1;
    }

    @Test
    @Clause("4.3.5-2")
    void byPartition_partitionsInParallel_eachInOrder() {
        Map<Integer, Queue<Integer>> seen = Map.of(0, new ConcurrentLinkedQueue<>(), 1, new ConcurrentLinkedQueue<>());
        Queue<Set<Integer>> partitionsOfCalls = new ConcurrentLinkedQueue<>();
        rig.writeNumbers(0, 0, 100);
        rig.writeNumbers(1, 0, 100);
        rig.started(
                rig.config().maxPollRecords(9),
                options().lanes(Lanes.byPartition()),
                Service.ofRecords(byte[].class, Integer.class, batch -> {
                    partitionsOfCalls.add(
                            batch.stream().map(ConsumerRecord::partition).collect(Collectors.toSet()));
                    gate.pass();
                    batch.forEach(delivered -> seen.get(delivered.partition()).add(delivered.value()));
                }));
        gate.awaitArrived(2);
        assertThat(List.copyOf(partitionsOfCalls)).containsExactlyInAnyOrder(Set.of(0), Set.of(1));
        gate.open();
        List<Integer> inOrder = range(0, 100).boxed().toList();
        awaitEqual(seen.get(0), inOrder);
        awaitEqual(seen.get(1), inOrder);
        assertThat(partitionsOfCalls)
                .allSatisfy(partitions -> assertThat(partitions).hasSize(1));
    }

    @Test
    @Clause("4.3.5-3")
    void byKey_equalKeysInOrder_othersMeanwhile() {
        Map<String, List<Integer>> seen = new ConcurrentHashMap<>();
        Map<String, AtomicInteger> runningOfKey = new ConcurrentHashMap<>();
        List<String> overlaps = new CopyOnWriteArrayList<>();
        for (int number = 0; number < 3; number++) {
            rig.writeKeyed("slow", Integer.toString(number));
            for (int key = 0; key < 20; key++) {
                rig.writeKeyed("key-" + key, Integer.toString(number));
            }
        }
        rig.started(options().lanes(Lanes.byKey(4)), Service.ofRecord(String.class, Integer.class, delivered -> {
            AtomicInteger now = runningOfKey.computeIfAbsent(delivered.key(), key -> new AtomicInteger());
            if (now.incrementAndGet() > 1) {
                overlaps.add(delivered.key());
            }
            if (delivered.key().equals("slow")) {
                gate.pass();
            }
            seen.computeIfAbsent(delivered.key(), key -> new CopyOnWriteArrayList<>())
                    .add(delivered.value());
            now.decrementAndGet();
        }));
        // Some keys may share the lane of the slow one.
        await().atMost(PATIENCE).until(() -> Collections.frequency(seen.values(), List.of(0, 1, 2)) >= 12);
        assertThat(seen).doesNotContainKey("slow");
        gate.open();
        await().atMost(PATIENCE).until(() -> Collections.frequency(seen.values(), List.of(0, 1, 2)) == 21);
        assertThat(overlaps).isEmpty();
    }

    @Test
    @Clause("4.3.5-3")
    void byKey_equalKeysOfTwoTopics_neverAtTheSameTime(@Topic String other) {
        rig.writeKeyed("same", "first");
        rig.started(
                rig.config().topics(rig.topic, other),
                options().lanes(Lanes.byKey(4)),
                Service.ofPayload(String.class, value -> {
                    gate.pass();
                    received.add(value);
                }));
        gate.awaitArrived(1);
        rig.raw.write(other, "same".getBytes(UTF_8), "second".getBytes(UTF_8));
        rig.raw.write(other, "different".getBytes(UTF_8), "third".getBytes(UTF_8));
        gate.awaitArrived(2);
        await().during(WATCH).atMost(PATIENCE).until(() -> gate.arrived() == 2);
        gate.open();
        awaitSize(received, 3);
        assertThat(List.copyOf(received)).containsSubsequence("first", "second");
    }

    @Test
    @Clause("4.3.5-4")
    void byKey_recordsWithoutKey_keepTheOrderOfTheirPartition() {
        Map<Integer, Queue<Integer>> seen = Map.of(0, new ConcurrentLinkedQueue<>(), 1, new ConcurrentLinkedQueue<>());
        rig.writeNumbers(0, 0, 200);
        rig.writeNumbers(1, 0, 200);
        rig.started(
                rig.config().maxPollRecords(7),
                options().lanes(Lanes.byKey(8)),
                Service.ofRecords(
                        byte[].class,
                        Integer.class,
                        batch -> batch.forEach(
                                delivered -> seen.get(delivered.partition()).add(delivered.value()))));
        List<Integer> inOrder = range(0, 200).boxed().toList();
        awaitEqual(seen.get(0), inOrder);
        awaitEqual(seen.get(1), inOrder);
    }

    @Test
    @Clause("4.3.5-5")
    void byKey_batchHandler_getsRecordsOfItsLaneOnly() {
        List<List<String>> calls = new CopyOnWriteArrayList<>();
        for (int number = 0; number < 5; number++) {
            for (String key : List.of("slow", "a", "b")) {
                rig.writeKeyed(key, key);
            }
        }
        rig.started(options().lanes(Lanes.byKey(64)), Service.ofPayloads(String.class, batch -> {
            calls.add(batch);
            if (batch.contains("slow")) {
                gate.pass();
            }
            received.addAll(batch);
        }));
        gate.awaitArrived(1);
        awaitSize(received, 10);
        assertThat(received).doesNotContain("slow");
        gate.open();
        awaitSize(received, 15);
        assertThat(calls).allSatisfy(call -> assertThat(Set.copyOf(call)).hasSize(1));
        assertThat(calls).anySatisfy(call -> assertThat(call).hasSizeGreaterThan(1));
    }

    @Test
    @Clause({"4.3.5-6", "4.3.5-7"})
    void unordered_partitionIsHandledInParallel_upToTheWidth() {
        rig.writeNumbers(0, 0, 50);
        rig.started(options().lanes(Lanes.unordered(5)), Service.ofPayload(String.class, value -> {
            begin();
            gate.pass();
            received.add(value);
            end();
        }));
        gate.awaitArrived(5);
        await().during(WATCH).atMost(PATIENCE).until(() -> gate.arrived() == 5);
        gate.open();
        awaitSize(received, 50);
        assertThat(Set.copyOf(received)).hasSize(50);
        assertThat(most).hasValue(5);
        rig.awaitCommitted(0, 50);
    }

    @Test
    @Clause("4.3.5-6")
    void unordered_batchHandler_sharesWhatAPollBrings() {
        List<List<Integer>> calls = new CopyOnWriteArrayList<>();
        rig.writeNumbers(0, 0, 40);
        rig.started(options().lanes(Lanes.unordered(4)), Service.ofPayloads(Integer.class, batch -> {
            calls.add(batch);
            gate.pass();
            batch.forEach(number -> received.add(number.toString()));
        }));
        gate.awaitArrived(4);
        assertThat(calls).allSatisfy(call -> assertThat(call).hasSizeLessThan(40));
        gate.open();
        awaitSize(received, 40);
        assertThat(Set.copyOf(received)).hasSize(40);
    }

    @Test
    @Clause("4.3.5-7")
    void width_stagesThatAreNotComplete_count() {
        Map<String, CompletableFuture<Void>> open = new ConcurrentHashMap<>();
        for (int number = 0; number < 12; number++) {
            rig.writeKeyed("key-" + number, Integer.toString(number));
        }
        Service service = new Service() {
            public CompletionStage<?> onConsumerRecord(String value) {
                begin();
                CompletableFuture<Void> stage = new CompletableFuture<>();
                open.put(value, stage);
                return stage.thenRun(() -> {
                    end();
                    received.add(value);
                });
            }
        };
        rig.started(options().lanes(Lanes.byKey(3)), service);
        await().atMost(PATIENCE).until(() -> open.size() == 3);
        await().during(WATCH).atMost(PATIENCE).until(() -> open.size() == 3);
        await().atMost(PATIENCE).until(() -> {
            List.copyOf(open.values()).forEach(stage -> stage.complete(null));
            return received.size() == 12;
        });
        assertThat(most).hasValue(3);
        rig.awaitCommitted(0, 12);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Clause("4.3.5-11")
    void handlers_blockingInsideSynchronized_allComeToTheirEnd(boolean platformThreads) {
        for (int number = 0; number < 64; number++) {
            rig.writeKeyed("key-" + number, Integer.toString(number));
        }
        Set<Boolean> virtual = ConcurrentHashMap.newKeySet();
        rig.started(
                options().lanes(Lanes.unordered(64)).platformThreads(platformThreads),
                Service.ofPayload(String.class, value -> {
                    Object own = new Object();
                    synchronized (own) {
                        gate.pass();
                    }
                    virtual.add(
                            Thread.currentThread().getThreadGroup().getName().equals("VirtualThreads"));
                    received.add(value);
                }));
        gate.awaitArrived(2);
        gate.open();
        awaitSize(received, 64);
        boolean jvmHasThem = Runtime.version().feature() >= 21;
        assertThat(virtual).containsExactly(jvmHasThem && !platformThreads);
        rig.awaitCommitted(0, 64);
    }

    @Test
    @Clause("4.3.5-8")
    void commit_neverGoesBeyondTheFirstUnsettledRecord() {
        rig.writeNumbers(0, 0, 3);
        rig.writeKeyed("slow", "3");
        for (int number = 4; number < 20; number++) {
            rig.writeKeyed("key-" + number, Integer.toString(number));
        }
        rig.started(options().lanes(Lanes.byKey(64)), Service.ofPayload(String.class, value -> {
            if (value.equals("3")) {
                gate.pass();
            }
            received.add(value);
        }));
        awaitSize(received, 19);
        rig.awaitCommitted(0, 3);
        await().during(WATCH).atMost(PATIENCE).until(() -> rig.committed(0) == 3);
        gate.open();
        rig.awaitCommitted(0, 20);
    }

    @Test
    @Clause("4.3.5-8")
    void unsettledRecord_afterARestart_comesAgainFirst() {
        Queue<String> again = new ConcurrentLinkedQueue<>();
        rig.writeKeyed("slow", "0");
        for (int number = 1; number < 10; number++) {
            rig.writeKeyed("key-" + number, Integer.toString(number));
        }
        var first = rig.started(options().lanes(Lanes.byKey(64)), Service.ofPayload(String.class, value -> {
            if (value.equals("0")) {
                gate.pass();
            }
            received.add(value);
        }));
        awaitSize(received, 9);
        first.immediateStop();
        rig.started(options(), Service.ofPayloads(String.class, again::addAll));
        awaitEqual(again, range(0, 10).mapToObj(Integer::toString).toList());
    }

    @Test
    @Clause("4.3.5-9")
    void offsetsThatNoPollBrings_holdNoCommit() {
        try (Producer producer = Producer.create(
                rig.servers,
                ProducerConfiguration.builder()
                        .acks(Acks.ALL)
                        .enableIdempotence(true)
                        .transactionalId(rig.group)
                        .build())) {
            transaction(producer, true, "a", "b");
            transaction(producer, false, "x", "y");
            transaction(producer, true, "c");
            transaction(producer, false, "z");
        }
        rig.started(
                rig.config().isolationLevel(IsolationLevel.READ_COMMITTED),
                options().lanes(Lanes.unordered(4)),
                Service.ofPayload(String.class, received::add));
        // 6 records and a marker for each of 4 transactions.
        rig.awaitCommitted(0, 10);
        assertThat(received).containsExactlyInAnyOrder("a", "b", "c");
    }

    private void transaction(Producer producer, boolean commits, String... values) {
        try {
            producer.transaction(() -> {
                for (String value : values) {
                    producer.send(ProducerRecord.of(rig.topic, value).withPartition(0));
                }
                if (!commits) {
                    throw new IllegalStateException("aborted on purpose");
                }
            });
        } catch (IllegalStateException aborted) {
            assertThat(commits).isFalse();
        }
    }

    @Test
    @Clause("4.3.5-10")
    void noAutoSeek_badRecord_holdsUpItsLaneOnly() {
        List<ConnectorException> told = new CopyOnWriteArrayList<>();
        rig.writeKeyed("0", "0");
        rig.writeKeyed("bad", "bad");
        rig.writeKeyed("bad", "2");
        for (int number = 3; number < 12; number++) {
            rig.writeKeyed("key-" + number, Integer.toString(number));
        }
        rig.started(
                rig.config().autoSeekOnValidationFailure(false),
                options().lanes(Lanes.byKey(64)),
                Service.ofPayload(Integer.class, (Integer number) -> received.add(number.toString()))
                        .onError((ConnectorException error) -> {
                            if (told.isEmpty()) {
                                gate.pass();
                            }
                            told.add(error);
                        }));
        gate.awaitArrived(1);
        awaitSize(received, 10);
        assertThat(received).doesNotContain("2");
        rig.awaitCommitted(0, 1);
        gate.open();
        awaitSize(told, 2);
        assertThat(told).allSatisfy(error -> assertThat(error).isInstanceOf(PayloadBindingException.class));
        assertThat(rig.committed(0)).isEqualTo(1);
    }
}
