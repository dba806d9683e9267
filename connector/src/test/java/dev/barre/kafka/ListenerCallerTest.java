package dev.barre.kafka;

import static dev.barre.kafka.ListenerFailureTest.numbers;
import static dev.barre.kafka.ListenerRig.PATIENCE;
import static dev.barre.kafka.ListenerRig.awaitSize;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a handler does with its Caller, and when a listener commits by itself. */
@ExtendWith(EmbeddedKafkaExtension.class)
class ListenerCallerTest {
    private final List<Integer> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private ListenerRig rig;

    @BeforeEach
    void open(@BootstrapServers String servers, @Topic(partitions = 2) String topic, @GroupId String group) {
        rig = new ListenerRig(servers, topic, group);
    }

    @AfterEach
    void close() {
        release.countDown();
        rig.close();
    }

    @Test
    void autoCommit_handlerHeld_commitsNothingOfItBeforeItIsDone() {
        rig.sendRange(0, 0, 3);
        AtomicInteger calls = new AtomicInteger();
        rig.started(
                rig.config().autoCommitInterval(Duration.ofMillis(50)).decoupleProcessing(true),
                Service.ofRecords(byte[].class, Integer.class, records -> {
                    if (records.get(0).partition() == 0) {
                        calls.incrementAndGet();
                        awaitQuietly(release);
                    }
                    records.forEach(record -> seen.add(record.value()));
                }));
        await().atMost(PATIENCE).until(() -> calls.get() == 1);
        // Commits of the other partition show that the interval has passed meanwhile.
        rig.sendRange(1, 10, 11);
        rig.awaitCommitted(1, 1);
        rig.sendRange(1, 11, 12);
        rig.awaitCommitted(1, 2);
        assertThat(rig.committed(0)).isEqualTo(-1);

        release.countDown();
        rig.awaitCommitted(0, 3);
    }

    @Test
    void autoCommitOff_onlyTheCallerCommits() {
        rig.sendRange(0, 0, 4);
        Listener listener = rig.started(
                rig.config().autoCommit(false), Service.ofPayload(new TypeRef<Integer>() {}, (caller, payload) -> {
                    if (payload == 1) {
                        caller.commit();
                    }
                    seen.add(payload);
                }));

        awaitSize(seen, 4);
        listener.gracefulStop();
        assertThat(rig.committed(0))
                .as("up to and with the record it was called for")
                .isEqualTo(2);
    }

    @Test
    void commitOffset_insideTheHandler_commitsExactlyThat() {
        rig.sendRange(0, 0, 4);
        AtomicReference<Long> committed = new AtomicReference<>();
        rig.started(rig.config().autoCommit(false), Service.ofPayloads(Integer.class, (caller, payloads) -> {
            caller.commitOffset(List.of(rig.at(0, 3)));
            caller.commitOffset(List.of(rig.at(0, 1)), Duration.ofSeconds(5));
            committed.set(rig.committed(0));
            seen.addAll(payloads);
        }));

        awaitSize(seen, 4);
        assertThat(committed).hasValue(1L);
        assertThat(rig.committed(0)).isEqualTo(1);
    }

    @Test
    void seek_backwardInsideTheHandler_deliversAgainFromThere() {
        rig.sendRange(0, 0, 5);
        AtomicBoolean sought = new AtomicBoolean();
        rig.started(rig.config(), Service.ofPayload(new TypeRef<Integer>() {}, (caller, payload) -> {
            seen.add(payload);
            if (payload == 4 && sought.compareAndSet(false, true)) {
                caller.seek(rig.at(0, 2));
            }
        }));

        awaitSize(seen, 8);
        assertThat(seen).containsExactly(0, 1, 2, 3, 4, 2, 3, 4);
        rig.awaitCommitted(0, 5);
    }

    @Test
    void seek_forwardInsideTheHandler_leavesOutWhatIsBetween() {
        rig.sendRange(0, 0, 100);
        AtomicBoolean sought = new AtomicBoolean();
        rig.started(rig.config().maxPollRecords(5), Service.ofPayloads(Integer.class, (caller, payloads) -> {
            if (sought.compareAndSet(false, true)) {
                caller.seek(rig.at(0, 90));
            } else {
                seen.addAll(payloads);
            }
        }));

        awaitSize(seen, 10);
        assertThat(seen).containsExactlyElementsOf(numbers(90, 100));
        rig.awaitCommitted(0, 100);
    }

    @Test
    void seek_partitionNotAssigned_isRefusedAndTheListenerGoesOn() {
        List<ConnectorException> refused = new CopyOnWriteArrayList<>();
        rig.sendRange(0, 0, 2);
        rig.started(rig.config(), Service.ofPayload(new TypeRef<Integer>() {}, (caller, payload) -> {
            try {
                caller.seek(PartitionOffset.of("another-topic", 0, 0));
            } catch (ConnectorException e) {
                refused.add(e);
            }
            seen.add(payload);
        }));

        awaitSize(seen, 2);
        assertThat(refused).hasSize(2).allSatisfy(error -> {
            assertThat(error.operation()).isEqualTo("seek");
            assertThat(error).hasMessageContaining("another-topic");
        });
    }

    @Test
    void caller_keptBeyondItsBatch_doesNotMoveTheCommittedOffsetBack() {
        AtomicReference<Caller> first = new AtomicReference<>();
        Listener listener = rig.started(rig.config(), Service.ofPayloads(Integer.class, (caller, payloads) -> {
            first.compareAndSet(null, caller);
            seen.addAll(payloads);
        }));
        rig.sendRange(0, 0, 1);
        rig.awaitCommitted(0, 1);
        rig.sendRange(0, 1, 5);
        rig.awaitCommitted(0, 5);

        first.get().commit();
        assertThat(rig.committed(0)).isEqualTo(5);
        listener.gracefulStop();
        assertThat(rig.committed(0)).isEqualTo(5);
    }

    @Test
    void caller_listenerStopped_isRefused() {
        AtomicReference<Caller> kept = new AtomicReference<>();
        rig.sendRange(0, 0, 1);
        Listener listener = rig.started(rig.config(), Service.ofPayloads(Integer.class, (caller, payloads) -> {
            kept.set(caller);
            seen.addAll(payloads);
        }));
        awaitSize(seen, 1);
        listener.gracefulStop();

        assertThatThrownBy(() -> kept.get().commit())
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        error -> assertThat(error.operation()).isEqualTo("commit"))
                .hasMessageContaining("stopped");
        assertThatThrownBy(() -> kept.get().seek(rig.at(0, 0))).isInstanceOf(ConnectorException.class);
        assertThatThrownBy(() -> kept.get().commitOffset(List.of(rig.at(0, 0)))).isInstanceOf(ConnectorException.class);
    }

    @Test
    void transactions_abortedRecordsAndMarkersAtTheEnd_areCommittedPast() {
        var config = ProducerConfiguration.durable().toBuilder()
                .transactionalId(rig.group + "-tx")
                .build();
        try (Producer producer = Producer.create(rig.servers, config)) {
            producer.transaction(() -> sendInto(producer, 1, 2));
            assertThatThrownBy(() -> producer.transaction(() -> {
                        sendInto(producer, 3, 4);
                        throw new IllegalStateException("abort");
                    }))
                    .hasMessage("abort");
        }
        Listener listener = rig.started(
                rig.config().isolationLevel(IsolationLevel.READ_COMMITTED),
                Service.ofPayloads(Integer.class, payloads -> seen.addAll(payloads)));

        // Two records and a commit marker, two aborted ones and an abort marker.
        rig.awaitCommitted(0, 6);
        listener.gracefulStop();
        assertThat(seen).containsExactly(1, 2);
    }

    private void sendInto(Producer producer, int... values) {
        for (int value : values) {
            producer.send(ProducerRecord.of(rig.topic, value).withPartition(0));
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
