package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.PATIENCE;
import static dev.barre.kafka.conformance.Clients.WATCH;
import static dev.barre.kafka.conformance.ListenerRig.awaitEqual;
import static dev.barre.kafka.conformance.ListenerRig.awaitSize;
import static dev.barre.kafka.conformance.ListenerRig.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.Caller;
import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.ConsumerRecord;
import dev.barre.kafka.Lanes;
import dev.barre.kafka.Listener;
import dev.barre.kafka.PartitionOffset;
import dev.barre.kafka.RetryPolicy;
import dev.barre.kafka.Service;
import dev.barre.kafka.TopicPartition;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Chapter 4.3.6: what a handler says of single records, and asks of its member. */
@ExtendWith(EmbeddedKafkaExtension.class)
@SuppressWarnings({"UnusedMethod", "EffectivelyPrivate"}) // the listener finds the handlers by name
class OutcomesTest {
    private static final Duration SOON = Duration.ofMillis(50);

    private final Gate gate = new Gate();
    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private final Queue<List<String>> calls = new ConcurrentLinkedQueue<>();
    private final Queue<ConnectorException> errors = new ConcurrentLinkedQueue<>();
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

    @Test
    @Clause("4.3.6-1")
    void accepted_handlerThrows_onlyTheOthersComeAgain() {
        rig.write("a", "b", "c");
        rig.started(options().retry(RetryPolicy.fixed(SOON)), Service.ofPayloads(String.class, (caller, batch) -> {
            calls.add(batch);
            if (calls.size() == 1) {
                caller.accept(rig.at(0, 1));
                throw new IllegalStateException("not yet");
            }
        }));
        awaitEqual(calls, List.of(List.of("a", "b", "c"), List.of("a", "c")));
        rig.awaitCommitted(0, 3);
    }

    @Test
    @Clause("4.3.6-1")
    void accepted_whileTheHandlerGoesOn_isCommitted() {
        rig.write("a", "b", "c");
        rig.started(options(), Service.ofRecords(byte[].class, String.class, (caller, batch) -> {
            caller.accept(batch.get(0));
            gate.pass();
        }));
        rig.awaitCommitted(0, 1);
        gate.open();
        rig.awaitCommitted(0, 3);
    }

    @Test
    @Clause("4.3.6-2")
    void handlerReturns_whatItSaidNothingOf_isAccepted() {
        rig.write("a", "b", "c");
        rig.started(options(), Service.ofPayloads(String.class, (Caller caller, List<String> batch) -> {
            calls.add(batch);
            if (calls.size() == 1) {
                caller.release(rig.at(0, 1), SOON);
            }
        }));
        awaitEqual(calls, List.of(List.of("a", "b", "c"), List.of("b")));
        rig.awaitCommitted(0, 3);
    }

    @Test
    @Clause("4.3.6-3")
    void released_comesAgainAfterItsWait_andThoseBehindWait() {
        Queue<Long> times = new ConcurrentLinkedQueue<>();
        rig.write("a", "b", "c", "d");
        rig.started(options(), Service.ofRecord(byte[].class, String.class, (caller, delivered) -> {
            calls.add(List.of(delivered.value()));
            if (delivered.value().equals("b")) {
                times.add(System.nanoTime());
                if (times.size() == 1) {
                    caller.release(delivered, Duration.ofMillis(500));
                }
            }
        }));
        awaitEqual(calls, List.of(List.of("a"), List.of("b"), List.of("b"), List.of("c"), List.of("d")));
        List<Long> both = List.copyOf(times);
        assertThat(Duration.ofNanos(both.get(1) - both.get(0))).isGreaterThanOrEqualTo(Duration.ofMillis(500));
        rig.awaitCommitted(0, 4);
    }

    @Test
    @Clause("4.3.6-3")
    void released_untilThen_isNotCommitted() {
        rig.write("a", "b", "c");
        rig.started(options(), Service.ofRecord(byte[].class, String.class, (caller, delivered) -> {
            received.add(delivered.value());
            if (delivered.value().equals("b")) {
                caller.release(delivered, Duration.ofHours(1));
            }
        }));
        rig.awaitCommitted(0, 1);
        await().during(WATCH).atMost(PATIENCE).until(() -> rig.committed(0) == 1);
        assertThat(received).containsExactly("a", "b");
    }

    @Test
    @Clause("4.3.6-4")
    void released_isNoFailure() {
        rig.write("a", "b");
        rig.started(
                options().retry(RetryPolicy.none()),
                Service.ofRecord(
                                byte[].class,
                                String.class,
                                (Caller caller, ConsumerRecord<byte[], String> delivered) -> {
                                    received.add(delivered.value());
                                    if (received.size() <= 3) {
                                        caller.release(delivered, Duration.ZERO);
                                    }
                                })
                        .onError((ConnectorException error) -> errors.add(error)));
        awaitEqual(received, List.of("a", "a", "a", "a", "b"));
        assertThat(errors).isEmpty();
    }

    @Test
    @Clause("4.3.6-5")
    void rejected_isPassedOver() {
        rig.write("a", "b", "c");
        rig.started(options(), Service.ofPayloads(String.class, (Caller caller, List<String> batch) -> {
            calls.add(batch);
            caller.reject(rig.at(0, 0), new IllegalArgumentException("no good"));
            if (calls.size() == 1) {
                throw new IllegalStateException("not yet");
            }
            received.addAll(batch);
        }));
        awaitSize(calls, 2);
        assertThat(calls).first().isEqualTo(List.of("a", "b", "c"));
        assertThat(List.copyOf(calls).get(1)).isEqualTo(List.of("b", "c"));
    }

    @Test
    @Clause("4.3.6-5")
    void rejected_listenerGoesOnAndCommitsPastIt() {
        rig.write("a", "b", "c");
        rig.started(options(), Service.ofRecord(byte[].class, String.class, (caller, delivered) -> {
            received.add(delivered.value());
            if (delivered.value().equals("b")) {
                caller.reject(delivered, new IllegalArgumentException("no good"));
            }
        }));
        rig.awaitCommitted(0, 3);
        assertThat(received).containsExactly("a", "b", "c");
    }

    @Test
    @Clause("4.3.6-6")
    void lastWord_counts() {
        rig.write("a", "b", "c");
        rig.started(options(), Service.ofPayloads(String.class, (caller, batch) -> {
            calls.add(batch);
            if (calls.size() == 1) {
                caller.reject(rig.at(0, 0), new IllegalArgumentException("no good"));
                caller.release(rig.at(0, 0), SOON);
                caller.release(rig.at(0, 1), SOON);
                caller.accept(rig.at(0, 1));
            }
        }));
        awaitEqual(calls, List.of(List.of("a", "b", "c"), List.of("a")));
    }

    @Test
    @Clause("4.3.6-6")
    void acceptedAndCommitted_isNotTakenBack() {
        Queue<String> refused = new ConcurrentLinkedQueue<>();
        rig.write("a", "b");
        rig.started(options(), Service.ofPayloads(String.class, (caller, batch) -> {
            calls.add(batch);
            caller.accept(rig.at(0, 0));
            await().atMost(PATIENCE).until(() -> rig.committed(0) == 1);
            try {
                caller.reject(rig.at(0, 0), new IllegalArgumentException("no good"));
            } catch (ConnectorException e) {
                refused.add(e.operation());
            }
            caller.accept(rig.at(0, 0));
        }));
        rig.awaitCommitted(0, 2);
        assertThat(calls).hasSize(1);
        assertThat(refused).containsExactly("reject");
    }

    @Test
    @Clause("4.3.6-7")
    void outcomes_ofOtherRecordsOrAfterTheCall_areRefused() {
        AtomicReference<Caller> kept = new AtomicReference<>();
        Queue<String> operations = new ConcurrentLinkedQueue<>();
        rig.write("a", "b");
        rig.started(
                rig.config().maxPollRecords(1),
                options(),
                Service.ofPayloads(String.class, (Caller caller, List<String> batch) -> {
                    kept.compareAndSet(null, caller);
                    PartitionOffset foreign = rig.at(0, 7);
                    IllegalArgumentException cause = new IllegalArgumentException("no good");
                    operations.add(Failures.of(() -> caller.accept(foreign)).operation());
                    operations.add(
                            Failures.of(() -> caller.release(foreign, SOON)).operation());
                    operations.add(
                            Failures.of(() -> caller.reject(foreign, cause)).operation());
                    operations.add(
                            Failures.of(() -> caller.accept(rig.at(0, -1))).operation());
                    operations.add(Failures.of(() -> caller.release(rig.at(0, 0), Duration.ofMillis(-1)))
                            .operation());
                    received.addAll(batch);
                }));
        awaitSize(received, 2);
        assertThat(List.copyOf(operations).subList(0, 5))
                .containsExactly("accept", "release", "reject", "accept", "release");
        ConnectorException late = Failures.of(() -> kept.get().accept(rig.at(0, 0)));
        assertThat(late.operation()).isEqualTo("accept");
        assertThat(late.isRetriable()).isFalse();
        assertThat(late).hasMessageContaining(rig.at(0, 0).toString());
        rig.awaitCommitted(0, 2);
    }

    @Test
    @Clause("4.3.6-8")
    void asynchronousHandler_saysItFromAnotherThread_untilItsStageCompletes() {
        AtomicReference<Caller> callerOfFirst = new AtomicReference<>();
        CompletableFuture<Void> stage = new CompletableFuture<>();
        rig.write("a", "b", "c");
        rig.started(options(), new Service() {
            public CompletionStage<?> onConsumerRecord(Caller caller, List<String> batch) {
                calls.add(batch);
                callerOfFirst.compareAndSet(null, caller);
                return calls.size() == 1 ? stage : CompletableFuture.completedFuture(null);
            }
        });
        await().atMost(PATIENCE).until(() -> callerOfFirst.get() != null);
        callerOfFirst.get().accept(rig.at(0, 0));
        callerOfFirst.get().release(rig.at(0, 1), SOON);
        rig.awaitCommitted(0, 1);
        stage.complete(null);
        awaitEqual(calls, List.of(List.of("a", "b", "c"), List.of("b")));
        rig.awaitCommitted(0, 3);
        Failures.of(() -> callerOfFirst.get().accept(rig.at(0, 1)));
    }

    @Test
    @Clause("4.3.6-9")
    void attempt_countsDeliveries_andIsZeroInOnError() {
        Queue<Integer> attempts = new ConcurrentLinkedQueue<>();
        Queue<Integer> inOnError = new ConcurrentLinkedQueue<>();
        rig.write("a");
        rig.started(
                options().retry(RetryPolicy.fixed(SOON)),
                Service.ofPayload(String.class, (Caller caller, String value) -> {
                            attempts.add(caller.attempt());
                            if (value.equals("a") && attempts.size() < 3) {
                                throw new IllegalStateException("not yet");
                            }
                        })
                        .onError((ConnectorException error, Caller caller) -> inOnError.add(caller.attempt())));
        awaitEqual(attempts, List.of(1, 2, 3));
        rig.write("b");
        awaitEqual(attempts, List.of(1, 2, 3, 1));
        assertThat(inOnError).containsExactly(0, 0);
    }

    @Test
    @Clause("4.3.6-10")
    void assignmentAndPosition_areThoseOfTheMember() {
        Queue<List<TopicPartition>> assignments = new ConcurrentLinkedQueue<>();
        Queue<Long> positions = new ConcurrentLinkedQueue<>();
        Queue<String> refused = new ConcurrentLinkedQueue<>();
        rig.write("a", "b", "c");
        rig.started(options(), Service.ofPayloads(String.class, (caller, batch) -> {
            assignments.add(caller.assignment());
            positions.add(caller.position(rig.partition(0)));
            refused.add(Failures.of(() -> caller.position(rig.partition(7))).operation());
        }));
        awaitSize(refused, 1);
        assertThat(assignments).containsExactly(List.of(rig.partition(0), rig.partition(1)));
        assertThat(positions).containsExactly(3L);
        assertThat(refused).containsExactly("position");
    }

    @Test
    @Clause("4.3.6-11")
    void pause_holdsBackThePartitionsGiven_untilResume() {
        AtomicReference<Caller> kept = new AtomicReference<>();
        rig.write("first");
        Listener listener =
                rig.started(options().lanes(Lanes.byPartition()), Service.ofPayload(String.class, (caller, value) -> {
                    if (kept.compareAndSet(null, caller)) {
                        caller.pause(List.of(rig.partition(0)));
                    }
                    received.add(value);
                }));
        awaitEqual(received, List.of("first"));
        rig.write("held");
        rig.raw.writeTo(rig.topic, 1, "other");
        awaitEqual(received, List.of("first", "other"));
        await().during(WATCH).atMost(PATIENCE).until(() -> received.size() == 2);
        assertThat(rig.raw.members(rig.group)).isEqualTo(1);
        kept.get().resume(List.of(rig.partition(0)));
        awaitEqual(received, List.of("first", "other", "held"));
        listener.gracefulStop();
        Failures.of(() -> kept.get().pause(List.of(rig.partition(0))));
    }

    @Test
    @Clause("4.3.6-2")
    void outcomes_inUnorderedLanes_areOfEachRecord() {
        AtomicInteger first = new AtomicInteger();
        rig.writeNumbers(0, 0, 20);
        rig.started(
                options().lanes(Lanes.unordered(4)),
                Service.ofRecord(byte[].class, Integer.class, (caller, delivered) -> {
                    if (delivered.value() == 3 && first.incrementAndGet() == 1) {
                        caller.release(delivered, SOON);
                    } else if (delivered.value() == 4) {
                        caller.reject(delivered, new IllegalArgumentException("no good"));
                    }
                    received.add(delivered.value().toString());
                }));
        rig.awaitCommitted(0, 20);
        assertThat(received).hasSize(21);
        assertThat(received.stream().filter("3"::equals)).hasSize(2);
    }
}
