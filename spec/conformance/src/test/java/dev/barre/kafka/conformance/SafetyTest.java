package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.CLOSED_PORT;
import static dev.barre.kafka.conformance.Clients.PATIENCE;
import static dev.barre.kafka.conformance.Clients.WATCH;
import static dev.barre.kafka.conformance.Clients.reading;
import static dev.barre.kafka.conformance.ListenerRig.awaitEqual;
import static dev.barre.kafka.conformance.ListenerRig.awaitSize;
import static dev.barre.kafka.conformance.ListenerRig.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.Caller;
import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.HealthStatus;
import dev.barre.kafka.Listener;
import dev.barre.kafka.ListenerState;
import dev.barre.kafka.PartitionLag;
import dev.barre.kafka.RebalanceListener;
import dev.barre.kafka.Service;
import dev.barre.kafka.TopicPartition;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chapter 4.3.11: how a listener says how it does, and what it does about handlers that stand still. */
@ExtendWith(EmbeddedKafkaExtension.class)
class SafetyTest {
    private static final Duration STALL = Duration.ofMillis(800);

    private final Gate gate = new Gate();
    private final Queue<Integer> received = new ConcurrentLinkedQueue<>();
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

    /** The first call waits at the gate. */
    private Service stuckAtFirst() {
        AtomicInteger calls = new AtomicInteger();
        return Service.ofPayload(Integer.class, (Integer number) -> {
                    if (calls.incrementAndGet() == 1) {
                        gate.pass();
                    }
                    received.add(number);
                })
                .onError((ConnectorException error) -> errors.add(error));
    }

    private static void awaitHealth(Listener listener, HealthStatus status, String reason) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(listener.health().status()).isEqualTo(status);
            assertThat(listener.health().reasons())
                    .anySatisfy(sentence -> assertThat(sentence).contains(reason));
        });
    }

    private static void awaitUp(Listener listener) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(listener.health().status()).isEqualTo(HealthStatus.UP);
            assertThat(listener.health().reasons()).isEmpty();
        });
    }

    private PartitionLag lagOf(Listener listener, int partition) {
        await().atMost(PATIENCE).until(() -> listener.lag().size() == 2);
        return listener.lag().get(partition);
    }

    @Test
    @Clause("4.3.11-1")
    void health_isUpWhileItRuns_andDownBeforeAndAfter() {
        Listener listener = rig.listener(rig.config(), options(), stuckAtFirst());
        gate.open();
        assertThat(listener.health().status()).isEqualTo(HealthStatus.DOWN);
        assertThat(listener.health().reasons()).singleElement().asString().contains("NEW");
        listener.start();
        rig.writeNumbers(0, 0, 3);
        awaitSize(received, 3);
        awaitUp(listener);
        listener.gracefulStop();
        assertThat(listener.health().status()).isEqualTo(HealthStatus.DOWN);
        assertThat(listener.health().reasons()).singleElement().asString().contains("STOPPED");
    }

    @Test
    @Clause("4.3.11-1")
    void health_brokerUnreachable_isDownAndNamesIt() {
        try (Listener listener = Listener.create(
                CLOSED_PORT,
                reading("group", "topic").pollingTimeout(Duration.ofMillis(200)).build())) {
            listener.attach(
                    Service.ofPayload(Integer.class, (Integer number) -> {}).onError((ConnectorException e) -> {}));
            listener.start();
            awaitHealth(listener, HealthStatus.DOWN, CLOSED_PORT);
            assertThat(listener.state()).isEqualTo(ListenerState.RUNNING);
            listener.immediateStop();
        }
    }

    @Test
    @Clause({"4.3.11-2", "4.3.11-1"})
    void pause_fetchesNothingMore_untilResume() {
        Listener listener = rig.started(options(), stuckAtFirst());
        gate.open();
        rig.writeNumbers(0, 0, 1);
        awaitEqual(received, List.of(0));
        listener.pause();
        listener.pause();
        awaitHealth(listener, HealthStatus.DEGRADED, "paused");
        rig.writeNumbers(0, 1, 3);
        await().during(WATCH).atMost(PATIENCE).until(() -> received.size() == 1);
        assertThat(rig.raw.members(rig.group)).isEqualTo(1);
        assertThat(listener.state()).isEqualTo(ListenerState.RUNNING);
        listener.resume();
        awaitEqual(received, List.of(0, 1, 2));
        awaitUp(listener);
    }

    @Test
    @Clause("4.3.11-2")
    void pause_beforeStart_holds() {
        rig.writeNumbers(0, 0, 2);
        Listener listener = rig.listener(rig.config(), options(), stuckAtFirst());
        gate.open();
        listener.pause();
        listener.start();
        await().atMost(PATIENCE).until(() -> rig.raw.members(rig.group) == 1);
        await().during(WATCH).atMost(PATIENCE).until(received::isEmpty);
        listener.resume();
        awaitEqual(received, List.of(0, 1));
    }

    @Test
    @Clause("4.3.11-3")
    void lag_tellsWhatIsBehind() {
        rig.writeNumbers(0, 0, 10);
        Listener listener = rig.started(rig.config().maxPollRecords(5), options(), stuckAtFirst());
        gate.awaitArrived(1);
        await().atMost(PATIENCE).untilAsserted(() -> {
            PartitionLag lag = lagOf(listener, 0);
            assertThat(lag.partition()).isEqualTo(rig.partition(0));
            assertThat(lag.lag()).hasValue(10);
            assertThat(lag.unfinished()).isEqualTo(10);
            assertThat(lag.committed()).isEmpty();
        });
        gate.open();
        await().atMost(PATIENCE).untilAsserted(() -> {
            PartitionLag lag = lagOf(listener, 0);
            assertThat(lag.lag()).hasValue(0);
            assertThat(lag.unfinished()).isZero();
            assertThat(lag.settled()).hasValue(10);
            assertThat(lag.committed()).hasValue(10);
        });
        listener.gracefulStop();
        assertThat(listener.lag()).isEmpty();
    }

    @Test
    @Clause("4.3.11-4")
    void stalledHandler_isToldOnce_andClearedByProgress() {
        rig.writeNumbers(0, 0, 3);
        Listener listener = rig.started(options().stallTimeout(STALL), stuckAtFirst());
        gate.awaitArrived(1);
        awaitHealth(listener, HealthStatus.DEGRADED, rig.topic + "-0");
        awaitSize(errors, 1);
        await().during(STALL.multipliedBy(2)).atMost(PATIENCE).until(() -> errors.size() == 1);
        assertThat(errors).first().satisfies(error -> {
            assertThat(error.isRetriable()).isTrue();
            assertThat(error).hasMessageContaining(rig.topic + "-0");
        });
        gate.open();
        awaitEqual(received, List.of(0, 1, 2));
        awaitUp(listener);
        assertThat(errors).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Clause("4.3.11-4")
    void slowButMovingHandler_isNoStall(boolean autoCommit) {
        rig.writeNumbers(0, 0, 10);
        Listener listener = rig.started(
                rig.config().autoCommit(autoCommit),
                options().stallTimeout(STALL.multipliedBy(2)),
                Service.ofPayload(Integer.class, (Integer number) -> {
                            await().pollDelay(Duration.ofMillis(300)).until(() -> true);
                            received.add(number);
                        })
                        .onError((ConnectorException error) -> errors.add(error)));
        awaitSize(received, 10);
        assertThat(errors).isEmpty();
        awaitUp(listener);
    }

    @Test
    @Clause("4.3.11-5")
    void restartOnStall_anotherMemberGoesOn() {
        rig.writeNumbers(0, 0, 3);
        Listener listener = rig.started(options().stallTimeout(STALL).restartOnStall(true), stuckAtFirst());
        gate.awaitArrived(1);
        awaitEqual(received, List.of(0, 1, 2));
        rig.awaitCommitted(0, 3);
        assertThat(listener.state()).isEqualTo(ListenerState.RUNNING);
        awaitUp(listener);
        await().atMost(PATIENCE).until(() -> rig.raw.members(rig.group) == 1);
    }

    @Test
    @Clause("4.3.11-6")
    void commitAfter_commitsBeforeTheInterval() {
        rig.writeNumbers(0, 0, 3);
        rig.started(
                rig.config().autoCommitInterval(Duration.ofMinutes(5)),
                options().commitAfter(5),
                Service.ofPayload(Integer.class, received::add));
        awaitSize(received, 3);
        await().during(WATCH).atMost(PATIENCE).until(() -> rig.committed(0) == -1);
        rig.writeNumbers(0, 3, 5);
        rig.awaitCommitted(0, 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    @Clause("4.3.11-5")
    void restartOnStall_staticMemberWhoseHandlerHeedsNoInterrupt_anotherTakesItsPlace(String protocol) {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch end = new CountDownLatch(1);
        Service deaf = Service.ofPayload(Integer.class, (Integer number) -> {
                    if (calls.incrementAndGet() == 1) {
                        Uninterrupted.await(end);
                    }
                    received.add(number);
                })
                .onError((ConnectorException error) -> errors.add(error));
        rig.writeNumbers(0, 0, 3);
        try {
            Listener listener = rig.started(
                    rig.config()
                            .additionalProperties(
                                    Map.of("group.protocol", protocol, "group.instance.id", rig.group + "-static")),
                    options().stallTimeout(STALL).restartOnStall(true),
                    deaf);
            awaitEqual(received, List.of(0, 1, 2));
            rig.awaitCommitted(0, 3);
            assertThat(listener.state()).isEqualTo(ListenerState.RUNNING);
            awaitUp(listener);
        } finally {
            end.countDown();
        }
    }

    @Test
    @Clause({"4.3.11-4", "4.3.11-5"})
    void recordThatCannotBeRead_isToldOf_andTheMemberStays() {
        AtomicInteger assignments = new AtomicInteger();
        rig.write("no number");
        Listener listener = rig.started(
                rig.config().autoSeekOnValidationFailure(false),
                options().stallTimeout(STALL).restartOnStall(true).rebalanceListener(new RebalanceListener() {
                    @Override
                    public void assigned(Collection<TopicPartition> partitions, Caller caller) {
                        assignments.incrementAndGet();
                    }
                }),
                Service.ofPayload(Integer.class, (Integer number) -> {
                            received.add(number);
                        })
                        .onError((ConnectorException error) -> errors.add(error)));
        awaitHealth(listener, HealthStatus.DEGRADED, "cannot be read");
        await().during(STALL.multipliedBy(3)).atMost(PATIENCE).until(() -> assignments.get() == 1);
        assertThat(received).isEmpty();
    }
}
