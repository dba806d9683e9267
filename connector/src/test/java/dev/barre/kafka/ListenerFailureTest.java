package dev.barre.kafka;

import static dev.barre.kafka.ListenerRig.PATIENCE;
import static dev.barre.kafka.ListenerRig.awaitSize;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A handler that throws, and a record that cannot be bound. */
@ExtendWith(EmbeddedKafkaExtension.class)
class ListenerFailureTest {
    private final List<Integer> seen = new CopyOnWriteArrayList<>();
    private final List<ConnectorException> errors = new CopyOnWriteArrayList<>();
    private ListenerRig rig;

    @BeforeEach
    void open(@BootstrapServers String servers, @Topic(partitions = 2) String topic, @GroupId String group) {
        rig = new ListenerRig(servers, topic, group);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void listHandler_throws_wholeBatchIsDeliveredAgainAndErrorTold() {
        AtomicInteger calls = new AtomicInteger();
        rig.sendRange(0, 0, 10);
        rig.started(
                rig.config(),
                Service.ofPayloads(Integer.class, payloads -> {
                            if (calls.incrementAndGet() <= 2) {
                                throw new IllegalStateException("boom");
                            }
                            seen.addAll(payloads);
                        })
                        .onError(error -> errors.add(error)));

        awaitSize(seen, 10);
        assertThat(seen).containsExactlyElementsOf(numbers(0, 10));
        assertThat(errors).hasSize(2).allSatisfy(error -> {
            assertThat(error.operation()).isEqualTo("onConsumerRecord");
            assertThat(error.isRetriable()).isTrue();
            assertThat(error).hasMessageContaining("IllegalStateException").hasRootCauseMessage("boom");
        });
        rig.awaitCommitted(0, 10);
    }

    @Test
    void singleHandler_throws_onlyWhatIsNotDoneIsDeliveredAgain() {
        AtomicInteger failures = new AtomicInteger();
        rig.sendRange(0, 0, 10);
        rig.started(
                rig.config(),
                Service.ofPayload(Integer.class, payload -> {
                            if (payload == 4 && failures.getAndIncrement() < 2) {
                                throw new IllegalStateException("boom");
                            }
                            seen.add(payload);
                        })
                        .onError(error -> errors.add(error)));

        awaitSize(seen, 10);
        assertThat(seen).containsExactlyElementsOf(numbers(0, 10));
        assertThat(errors).hasSize(2);
    }

    @Test
    void singleHandler_failsForEver_nothingBeyondTheRecordIsCommitted() {
        rig.sendRange(0, 0, 10);
        Listener listener = rig.started(
                rig.config(),
                Service.ofPayload(Integer.class, payload -> {
                            if (payload == 4) {
                                throw new IllegalStateException("boom");
                            }
                            seen.add(payload);
                        })
                        .onError(error -> errors.add(error)));

        awaitSize(errors, 3);
        rig.awaitCommitted(0, 4);
        listener.gracefulStop();

        assertThat(rig.committed(0)).isEqualTo(4);
        assertThat(seen).containsExactly(0, 1, 2, 3);
    }

    /** One record at a time, asynchronously; the fourth fails at first. */
    public static final class AsyncService implements Service {
        private final List<Integer> seen;
        private final List<ConnectorException> errors;
        private final AtomicBoolean failed = new AtomicBoolean();

        AsyncService(List<Integer> seen, List<ConnectorException> errors) {
            this.seen = seen;
            this.errors = errors;
        }

        public CompletionStage<?> onConsumerRecord(Integer payload) {
            return CompletableFuture.runAsync(() -> {
                if (payload == 3 && failed.compareAndSet(false, true)) {
                    throw new IllegalStateException("boom");
                }
                seen.add(payload);
            });
        }

        public void onError(ConnectorException error) {
            errors.add(error);
        }
    }

    @Test
    void asyncHandler_stageFails_goesOnFromThatRecordInOrder() {
        rig.sendRange(0, 0, 50);
        rig.started(rig.config(), new AsyncService(seen, errors));

        awaitSize(seen, 50);
        assertThat(seen).containsExactlyElementsOf(numbers(0, 50));
        assertThat(errors).singleElement().satisfies(error -> assertThat(error).hasRootCauseMessage("boom"));
        rig.awaitCommitted(0, 50);
    }

    @Test
    void decoupled_onePartitionFailsForEver_theOtherGoesOn() {
        rig.started(
                rig.config().decoupleProcessing(true),
                Service.ofRecords(byte[].class, Integer.class, records -> {
                            if (records.get(0).partition() == 0) {
                                throw new IllegalStateException("boom");
                            }
                            records.forEach(record -> seen.add(record.value()));
                        })
                        .onError(error -> errors.add(error)));
        rig.sendRange(0, 0, 5);
        rig.sendRange(1, 0, 20);
        awaitSize(seen, 20);
        awaitSize(errors, 2);
        rig.sendRange(1, 20, 40);

        awaitSize(seen, 40);
        assertThat(seen).containsExactlyElementsOf(numbers(0, 40));
        rig.awaitCommitted(1, 40);
        assertThat(rig.committed(0)).isEqualTo(-1);
    }

    @Test
    void oneLane_partOfAPartitionSkippedAndTheHandlerFails_bothPartitionsGoOn() {
        AtomicBoolean failed = new AtomicBoolean();
        rig.sendTo(0, 0, 1, 2);
        rig.sendTo(1, "not a number", "nor this");
        rig.started(
                rig.config(),
                Service.ofPayload(Integer.class, payload -> {
                            if (payload == 1 && failed.compareAndSet(false, true)) {
                                throw new IllegalStateException("boom");
                            }
                            seen.add(payload);
                        })
                        .onError(error -> errors.add(error)));

        awaitSize(seen, 3);
        rig.awaitCommitted(0, 3);
        rig.awaitCommitted(1, 2);
        assertThat(seen).containsExactly(0, 1, 2);
    }

    @Test
    void blocked_isToldAgainAndAgainUntilTheSeekAndTheOthersFlow() {
        AtomicBoolean mayPass = new AtomicBoolean();
        AtomicBoolean sought = new AtomicBoolean();
        List<String> order = new CopyOnWriteArrayList<>();
        rig.sendTo(0, 0, 1, "bad", 3, 4);
        rig.sendRange(1, 100, 110);
        rig.started(
                rig.config().autoSeekOnValidationFailure(false),
                Service.ofRecords(
                                byte[].class,
                                Integer.class,
                                records -> records.forEach(record -> {
                                    seen.add(record.value());
                                    order.add(record.partition() + ":" + record.value());
                                }))
                        .onError((error, caller) -> {
                            errors.add(error);
                            if (mayPass.get() && sought.compareAndSet(false, true)) {
                                caller.seek(rig.at(0, 3));
                            }
                        }));

        awaitSize(errors, 2);
        rig.sendRange(1, 110, 120);
        await().atMost(PATIENCE).until(() -> seen.containsAll(numbers(100, 120)));
        assertThat(seen).contains(0, 1).doesNotContain(3, 4);
        rig.awaitCommitted(0, 2);
        assertThat(errors)
                .allSatisfy(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                PayloadBindingException.class,
                                binding -> assertThat(binding.partitionOffset()).isEqualTo(rig.at(0, 2))));

        mayPass.set(true);
        await().atMost(PATIENCE).until(() -> seen.containsAll(List.of(3, 4)));
        assertThat(order.stream().filter(each -> each.startsWith("0:"))).containsExactly("0:0", "0:1", "0:3", "0:4");
        rig.awaitCommitted(0, 5);
    }

    @Test
    void blocked_commitInsideOnError_doesNotTakeTheOthersBack() {
        AtomicInteger commits = new AtomicInteger();
        rig.sendTo(0, "bad", 1);
        rig.sendRange(1, 0, 10);
        Listener listener = rig.started(
                rig.config().autoSeekOnValidationFailure(false),
                Service.ofPayloads(Integer.class, payloads -> seen.addAll(payloads))
                        .onError((error, caller) -> {
                            caller.commit();
                            commits.incrementAndGet();
                        }));

        awaitSize(seen, 10);
        await().atMost(PATIENCE).until(() -> commits.get() >= 2);
        listener.gracefulStop();
        assertThat(rig.committed(1)).isEqualTo(10);
        assertThat(rig.committed(0)).isLessThanOrEqualTo(0);
    }

    @Test
    void onErrorThrows_isLoggedAndTheRecordsComeAgain() {
        AtomicInteger calls = new AtomicInteger();
        rig.sendRange(0, 0, 3);
        rig.started(
                rig.config(),
                Service.ofPayloads(Integer.class, payloads -> {
                            if (calls.incrementAndGet() == 1) {
                                throw new IllegalStateException("boom");
                            }
                            seen.addAll(payloads);
                        })
                        .onError(error -> {
                            throw new IllegalStateException("onError is broken too");
                        }));

        awaitSize(seen, 3);
        rig.awaitCommitted(0, 3);
    }

    static List<Integer> numbers(int from, int end) {
        return new ArrayList<>(IntStream.range(from, end).boxed().toList());
    }
}
