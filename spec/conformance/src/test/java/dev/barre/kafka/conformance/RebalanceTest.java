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
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.HealthStatus;
import dev.barre.kafka.Listener;
import dev.barre.kafka.ListenerState;
import dev.barre.kafka.PartitionOffset;
import dev.barre.kafka.RebalanceListener;
import dev.barre.kafka.Service;
import dev.barre.kafka.TopicPartition;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chapter 4.3.10: what a listener does, and lets its user do, when partitions come and go. */
@ExtendWith(EmbeddedKafkaExtension.class)
class RebalanceTest {
    private static final int PARTITIONS = 4;

    private final Gate gate = new Gate();
    private final Queue<Integer> received = new ConcurrentLinkedQueue<>();
    private ListenerRig rig;

    @BeforeEach
    void open(@BootstrapServers String servers, @Topic(partitions = PARTITIONS) String topic, @GroupId String group) {
        rig = new ListenerRig(servers, topic, group);
    }

    @AfterEach
    void close() {
        gate.open();
        rig.close();
    }

    /** How members agree on who reads what. */
    private enum Protocol {
        EAGER("classic", "org.apache.kafka.clients.consumer.RangeAssignor"),
        COOPERATIVE("classic", "org.apache.kafka.clients.consumer.CooperativeStickyAssignor"),
        CONSUMER("consumer", null);

        private final Map<String, String> properties;

        Protocol(String name, @Nullable String strategy) {
            properties = strategy == null
                    ? Map.of("group.protocol", name)
                    : Map.of(
                            "group.protocol", name,
                            "partition.assignment.strategy", strategy,
                            "heartbeat.interval.ms", "200");
        }
    }

    private ConsumerConfiguration.Builder config(Protocol protocol) {
        return rig.config().additionalProperties(protocol.properties);
    }

    /** Notes what it hears, in order, as {@code "assigned 0 1"}. */
    private final class Noting implements RebalanceListener {
        private final List<String> heard = new CopyOnWriteArrayList<>();
        private final Set<Integer> owned = ConcurrentHashMap.newKeySet();

        @Override
        public void assigned(Collection<TopicPartition> partitions, Caller caller) {
            note("assigned", partitions);
            partitions.forEach(partition -> owned.add(partition.partition()));
        }

        @Override
        public void revoked(Collection<TopicPartition> partitions, Caller caller) {
            note("revoked", partitions);
            partitions.forEach(partition -> owned.remove(partition.partition()));
        }

        @Override
        public void lost(Collection<TopicPartition> partitions, Caller caller) {
            note("lost", partitions);
            partitions.forEach(partition -> owned.remove(partition.partition()));
        }

        private void note(String what, Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                heard.add(what);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    @Clause({"4.3.10-1", "4.3.10-4", "9-5"})
    void memberJoinsAndLeaves_everyProtocol_listenersAreToldAndNothingIsLost(Protocol protocol) {
        Noting first = new Noting();
        Noting second = new Noting();
        Service service = Service.ofPayload(Integer.class, received::add);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            rig.writeNumbers(partition, partition * 1_000, partition * 1_000 + 50);
        }
        rig.started(config(protocol), options().rebalanceListener(first), service);
        awaitSize(received, 200);
        assertThat(first.owned).hasSize(PARTITIONS);
        Listener other = rig.started(config(protocol), options().rebalanceListener(second), service);
        await().atMost(PATIENCE).until(() -> first.owned.size() == 2 && second.owned.size() == 2);
        assertThat(first.heard).contains("revoked").doesNotContain("lost");
        assertThat(first.owned).doesNotContainAnyElementsOf(second.owned);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            rig.writeNumbers(partition, partition * 1_000 + 50, partition * 1_000 + 100);
        }
        awaitSize(received, 400);
        other.gracefulStop();
        assertThat(second.heard).endsWith("revoked");
        await().atMost(PATIENCE).until(() -> first.owned.size() == PARTITIONS);
        rig.write("-1");
        await().atMost(PATIENCE).until(() -> received.contains(-1));
        assertThat(received).hasSize(401);
        assertThat(Set.copyOf(received)).hasSize(401);
    }

    @Test
    @Clause("4.3.10-2")
    void seekInAssigned_isWhereDeliveryBegins() {
        rig.writeNumbers(0, 0, 10);
        rig.started(
                options().rebalanceListener(new RebalanceListener() {
                    @Override
                    public void assigned(Collection<TopicPartition> partitions, Caller caller) {
                        caller.seek(rig.at(0, 7));
                    }
                }),
                Service.ofPayload(Integer.class, received::add));
        awaitEqual(received, List.of(7, 8, 9));
        rig.awaitCommitted(0, 10);
    }

    @Test
    @Clause("4.3.10-2")
    void commitInRevoked_isInTime() {
        rig.writeNumbers(0, 0, 10);
        Listener listener = rig.started(
                config(Protocol.EAGER).autoCommit(false),
                options().rebalanceListener(new RebalanceListener() {
                    @Override
                    public void revoked(Collection<TopicPartition> partitions, Caller caller) {
                        caller.commitOffset(List.of(PartitionOffset.of(rig.topic, 0, received.size())));
                    }
                }),
                Service.ofPayload(Integer.class, received::add));
        awaitSize(received, 10);
        assertThat(rig.committed(0)).isEqualTo(-1);
        rig.started(
                config(Protocol.EAGER).autoCommit(false), options(), Service.ofPayload(Integer.class, received::add));
        rig.awaitCommitted(0, 10);
        assertThat(listener.metrics().delivered()).isEqualTo(10);
    }

    @Test
    @Clause("4.3.10-2")
    void callback_runsOffThePollThread_andWhatItThrowsIsTold() {
        Queue<ConnectorException> errors = new ConcurrentLinkedQueue<>();
        Queue<String> threads = new ConcurrentLinkedQueue<>();
        rig.writeNumbers(0, 0, 1);
        rig.started(
                options().rebalanceListener(new RebalanceListener() {
                    @Override
                    public void assigned(Collection<TopicPartition> partitions, Caller caller) {
                        threads.add(Thread.currentThread().getName());
                        throw new IllegalStateException("no use");
                    }
                }),
                Service.ofPayload(Integer.class, (Integer number) -> received.add(number))
                        .onError((ConnectorException error) -> errors.add(error)));
        awaitEqual(received, List.of(0));
        awaitSize(errors, 1);
        assertThat(threads).hasSize(1).allSatisfy(name -> assertThat(name).doesNotContain("poll"));
        assertThat(errors).first().satisfies(error -> {
            assertThat(error).hasMessageContaining("assigned").hasRootCauseMessage("no use");
            assertThat(error.operation()).isEqualTo("assigned");
        });
    }

    @Test
    @Clause("4.3.10-3")
    void callbackThatHangs_isNotWaitedForWithoutEnd() {
        rig.writeNumbers(0, 0, 1);
        rig.started(
                rig.config().maxPollInterval(Duration.ofSeconds(2)),
                options().rebalanceListener(new RebalanceListener() {
                    @Override
                    public void assigned(Collection<TopicPartition> partitions, Caller caller) {
                        gate.pass();
                    }
                }),
                Service.ofPayload(Integer.class, received::add));
        // Half of maxPollInterval.
        awaitEqual(received, List.of(0));
        assertThat(rig.raw.members(rig.group)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @Clause("4.3.10-5")
    void staticMembers_haveAnInstanceIdEach(int members) {
        rig.started(
                rig.config().concurrentConsumers(members).additionalProperties(Map.of("group.instance.id", "billing")),
                options(),
                Service.ofPayload(Integer.class, received::add));
        Set<String> expected = members == 1 ? Set.of("billing") : Set.of("billing-1", "billing-2");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rig.raw.instanceIds(rig.group)).isEqualTo(expected));
        for (int partition = 0; partition < PARTITIONS; partition++) {
            rig.writeNumbers(partition, partition, partition + 1);
        }
        awaitSize(received, PARTITIONS);
    }

    @Test
    @Clause("4.3.10-5")
    void staticMember_lastOneCountsAsAlive_joinsWhenItDoesNotAnyMore() {
        Queue<ConnectorException> told = new ConcurrentLinkedQueue<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            rig.writeNumbers(partition, partition, partition + 1);
        }
        Map<String, String> same = Map.of("group.protocol", "consumer", "group.instance.id", "billing");
        Listener listener;
        try (StaticMember last = StaticMember.join(rig.servers, rig.group, rig.topic, "billing")) {
            listener = rig.started(
                    rig.config().additionalProperties(same),
                    options(),
                    Service.ofPayload(Integer.class, received::add).onError(told::add));
            await().atMost(PATIENCE).until(() -> !told.isEmpty());
            await().during(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> last.isMember() && told.size() == 1);
            assertThat(told.peek()).hasMessageContaining("group.instance.id");
            assertThat(listener.state()).isEqualTo(ListenerState.RUNNING);
            assertThat(listener.health().status()).isNotEqualTo(HealthStatus.UP);
            assertThat(listener.health().reasons())
                    .anySatisfy(reason -> assertThat(reason).contains("group.instance.id"));
            assertThat(received).isEmpty();
        }
        awaitSize(received, PARTITIONS);
        await().atMost(PATIENCE).until(() -> listener.health().status() == HealthStatus.UP);
        assertThat(told).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    @Clause("4.3.10-6")
    void commits_whileMembersComeAndGo_neverGoBack(Protocol protocol) {
        Queue<String> backwards = new ConcurrentLinkedQueue<>();
        long[] highest = new long[PARTITIONS];
        Arrays.fill(highest, -1);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            rig.writeNumbers(partition, partition * 10_000, partition * 10_000 + 500);
        }
        Service service = Service.ofPayload(Integer.class, received::add);
        rig.started(config(protocol).maxPollRecords(20), options().rateLimit(1_500), service);
        Runnable look = () -> {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                long now = rig.committed(partition);
                if (now < highest[partition]) {
                    backwards.add(partition + ": " + highest[partition] + " to " + now);
                }
                highest[partition] = Math.max(highest[partition], now);
            }
        };
        await().atMost(PATIENCE).until(() -> !received.isEmpty());
        Listener other = rig.started(config(protocol).maxPollRecords(20), options(), service);
        await().pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).until(() -> {
            look.run();
            return rig.raw.members(rig.group) == 2;
        });
        other.gracefulStop();
        await().pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).until(() -> {
            look.run();
            return IntStream.range(0, PARTITIONS).allMatch(partition -> highest[partition] == 500);
        });
        assertThat(backwards).isEmpty();
        assertThat(Set.copyOf(received)).hasSize(2_000);
    }

    @Test
    @Clause("4.3.10-7")
    void lostPartition_resultsOfBeforeAreDropped() {
        Noting noting = new Noting();
        Gate again = new Gate();
        AtomicInteger calls = new AtomicInteger();
        rig.writeNumbers(0, 0, 1);
        try {
            rig.started(
                    config(Protocol.EAGER),
                    options().rebalanceListener(noting),
                    Service.ofPayload(Integer.class, number -> {
                        if (calls.incrementAndGet() == 1) {
                            gate.pass();
                        } else {
                            again.pass();
                        }
                        received.add(number);
                    }));
            gate.awaitArrived(1);
            rig.raw.removeMembers(rig.group);
            await().atMost(PATIENCE).until(() -> noting.heard.contains("lost"));
            await().atMost(PATIENCE).until(() -> noting.owned.size() == PARTITIONS);
            gate.open();
            again.awaitArrived(1);
            await().during(WATCH).atMost(PATIENCE).until(() -> rig.committed(0) == -1);
            again.open();
            rig.awaitCommitted(0, 1);
            assertThat(received).containsExactly(0, 0);
        } finally {
            again.open();
        }
    }
}
