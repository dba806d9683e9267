package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.CLOSED_PORT;
import static dev.barre.kafka.conformance.Clients.PATIENCE;
import static dev.barre.kafka.conformance.Clients.UNKNOWN_HOST;
import static dev.barre.kafka.conformance.Clients.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.ConsumerRecord;
import dev.barre.kafka.Listener;
import dev.barre.kafka.ListenerState;
import dev.barre.kafka.Service;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chapters 4.3.1 and 4.3.2: how a listener comes up, delivers and lets services go. */
@ExtendWith(EmbeddedKafkaExtension.class)
class ListenerTest {
    @Test
    @Clause("4.3.1-1")
    void create_connectsNothing(@BootstrapServers String servers, @GroupId String group) {
        ConsumerConfiguration config = reading(group, "topic").build();
        try (Listener fromText = Listener.create(servers, config);
                Listener fromList = Listener.create(List.of(servers), config);
                RawKafka raw = RawKafka.at(servers)) {
            assertThat(fromText.state()).isEqualTo(ListenerState.NEW);
            assertThat(fromList.state()).isEqualTo(ListenerState.NEW);
            assertThat(raw.members(group)).isZero();
        }
    }

    @Test
    @Clause("4.3.1-1")
    void create_serversAsList_delivers(@BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        Queue<String> received = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener = Listener.create(
                        List.of(CLOSED_PORT, servers), reading(group, topic).build())) {
            listener.attach(Service.ofPayloads(String.class, received::addAll));
            raw.write(topic, "a");
            listener.start();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(received).containsExactly("a"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "localhost", "localhost:port", UNKNOWN_HOST})
    @Clause("4.3.1-2")
    void start_badAddress_isRefused(String servers) {
        Failures.of(() -> startAndStop(servers, reading("group", "topic").build()));
    }

    @Test
    @Clause("4.3.1-2")
    void start_withoutTopicsOrGroup_isRefused(@BootstrapServers String servers, @GroupId String group) {
        Failures.of(() -> startAndStop(
                servers, ConsumerConfiguration.builder().groupId(group).build()));
        Failures.of(() -> startAndStop(servers, ConsumerConfiguration.builder().build()));
    }

    private static void startAndStop(String servers, ConsumerConfiguration config) {
        try (Listener listener = Listener.create(servers, config)) {
            listener.attach(Service.ofPayloads(String.class, batch -> {}));
            listener.start();
            listener.immediateStop();
        }
    }

    @Test
    @Clause("4.3.1-3")
    void start_brokerUnreachable_tellsOnErrorAndGoesOn() {
        Queue<ConnectorException> errors = new ConcurrentLinkedQueue<>();
        try (Listener listener = Listener.create(
                CLOSED_PORT,
                reading("group", "topic").pollingTimeout(Duration.ofMillis(300)).build())) {
            listener.attach(Service.ofPayloads(String.class, batch -> {})
                    .onError((ConnectorException error) -> errors.add(error)));
            assertThatCode(listener::start).doesNotThrowAnyException();
            await().atMost(PATIENCE).until(() -> errors.size() >= 2);
            assertThat(errors).allSatisfy(error -> {
                assertThat(error.isRetriable()).isTrue();
                assertThat(error).hasMessageContaining(CLOSED_PORT);
            });
            assertThat(listener.state()).isEqualTo(ListenerState.RUNNING);
            long start = System.nanoTime();
            listener.gracefulStop(Duration.ofSeconds(2));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
        }
    }

    @Test
    @Clause("4.3.2-7")
    void attachDetachStart_inTheWrongOrder_areRefused(@BootstrapServers String servers, @GroupId String group) {
        Service service = Service.ofPayloads(String.class, batch -> {});
        Service other = Service.ofPayloads(String.class, batch -> {});
        try (Listener listener =
                Listener.create(servers, reading(group, "topic").build())) {
            assertThat(Failures.of(listener::start).operation()).isEqualTo("start");
            assertThat(Failures.of(() -> listener.detach(service)).operation()).isEqualTo("detach");
            listener.attach(service);
            assertThat(Failures.of(() -> listener.attach(other)).operation()).isEqualTo("attach");
            Failures.of(() -> listener.attach(service));
            Failures.of(() -> listener.detach(other));
            listener.detach(service);
            Failures.of(listener::start);
            assertThatCode(() -> listener.attach(other)).doesNotThrowAnyException();
        }
    }

    @Test
    @Clause({"4.3.2-7", "4.3.2-13"})
    void detach_running_stopsGracefullyAndAnotherServiceGoesOn(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        Queue<String> first = new ConcurrentLinkedQueue<>();
        Queue<String> second = new ConcurrentLinkedQueue<>();
        Service service = Service.ofPayloads(String.class, first::addAll);
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener = Listener.create(
                        servers, reading(group, topic).autoCommit(true).build())) {
            listener.attach(service, "first");
            listener.start();
            raw.write(topic, "a");
            await().atMost(PATIENCE).until(() -> first.size() == 1);
            listener.detach(service);
            assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
            assertThat(raw.committed(group, topic)).hasValue(1);
            listener.attach(Service.ofPayloads(String.class, second::addAll), "second");
            listener.start();
            raw.write(topic, "b");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(second).containsExactly("b"));
            assertThat(first).containsExactly("a");
        }
    }

    @Test
    @Clause("4.3.2-8")
    void records_ofAPartition_arriveInOrderOnOtherThreads(
            @BootstrapServers String servers, @Topic(partitions = 3) String topic, @GroupId String group) {
        Queue<ConsumerRecord<byte[], Integer>> received = new ConcurrentLinkedQueue<>();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener =
                        Listener.create(servers, reading(group, topic).build())) {
            listener.attach(Service.ofRecords(byte[].class, Integer.class, batch -> {
                threads.add(Thread.currentThread());
                received.addAll(batch);
            }));
            listener.start();
            for (int partition = 0; partition < 3; partition++) {
                raw.writeNumbers(topic, partition, 0, 300);
            }
            await().atMost(PATIENCE).until(() -> received.size() == 900);
            assertThat(threads).doesNotContain(Thread.currentThread());
            for (int partition = 0; partition < 3; partition++) {
                int index = partition;
                assertThat(received.stream().filter(delivered -> delivered.partition() == index))
                        .extracting(ConsumerRecord::value)
                        .isEqualTo(IntStream.range(0, 300).boxed().toList());
            }
        }
    }

    @Test
    @Clause("4.3.2-9")
    void concurrentConsumers_areMembersOfTheirOwn(
            @BootstrapServers String servers, @Topic(partitions = 3) String topic, @GroupId String group) {
        Queue<Integer> received = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener = Listener.create(
                        servers, reading(group, topic).concurrentConsumers(3).build())) {
            listener.attach(Service.ofPayloads(Integer.class, received::addAll));
            listener.start();
            await().atMost(PATIENCE).until(() -> raw.members(group) == 3);
            for (int partition = 0; partition < 3; partition++) {
                raw.writeNumbers(topic, partition, partition * 100, partition * 100 + 100);
            }
            await().atMost(PATIENCE).until(() -> received.size() >= 300);
            assertThat(Set.copyOf(received)).hasSize(300);
            listener.gracefulStop();
            assertThat(raw.members(group)).isZero();
        }
    }

    @Test
    @Clause("4.3.2-10")
    void decoupleProcessingFalse_oneCallAtATime(
            @BootstrapServers String servers, @Topic(partitions = 3) String topic, @GroupId String group) {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger received = new AtomicInteger();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener = Listener.create(
                        servers, reading(group, topic).maxPollRecords(10).build())) {
            for (int partition = 0; partition < 3; partition++) {
                raw.writeNumbers(topic, partition, 0, 100);
            }
            listener.attach(Service.ofPayloads(Integer.class, batch -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                Thread.onSpinWait();
                running.decrementAndGet();
                received.addAndGet(batch.size());
            }));
            listener.start();
            await().atMost(PATIENCE).until(() -> received.get() == 300);
            assertThat(most).hasValue(1);
        }
    }

    @Test
    @Clause("4.3.2-10")
    void decoupleProcessingTrue_partitionsInParallel(
            @BootstrapServers String servers, @Topic(partitions = 2) String topic, @GroupId String group) {
        CountDownLatch bothRunning = new CountDownLatch(2);
        Map<Integer, Queue<Integer>> received =
                Map.of(0, new ConcurrentLinkedQueue<>(), 1, new ConcurrentLinkedQueue<>());
        Queue<Set<Integer>> partitionsPerCall = new ConcurrentLinkedQueue<>();
        Queue<Boolean> met = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener = Listener.create(
                        servers, reading(group, topic).decoupleProcessing(true).build())) {
            raw.writeNumbers(topic, 0, 0, 100);
            raw.writeNumbers(topic, 1, 0, 100);
            listener.attach(Service.ofRecords(byte[].class, Integer.class, batch -> {
                partitionsPerCall.add(
                        batch.stream().map(ConsumerRecord::partition).collect(Collectors.toSet()));
                if (bothRunning.getCount() > 0) {
                    bothRunning.countDown();
                    met.add(met(bothRunning));
                }
                batch.forEach(delivered -> received.get(delivered.partition()).add(delivered.value()));
            }));
            listener.start();
            await().atMost(PATIENCE)
                    .until(() ->
                            received.values().stream().mapToInt(Queue::size).sum() == 200);
            assertThat(met).containsOnly(true);
            assertThat(partitionsPerCall)
                    .allSatisfy(partitions -> assertThat(partitions).hasSize(1));
            List<Integer> inOrder = IntStream.range(0, 100).boxed().toList();
            assertThat(received.get(0)).containsExactlyElementsOf(inOrder);
            assertThat(received.get(1)).containsExactlyElementsOf(inOrder);
        }
    }

    private static boolean met(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    @Clause("4.3.2-11")
    void pollingInterval_isTheLeastTimeBetweenDeliveries(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        Duration interval = Duration.ofMillis(300);
        Queue<Long> calls = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener = Listener.create(
                        servers,
                        reading(group, topic)
                                .maxPollRecords(1)
                                .pollingInterval(interval)
                                .build())) {
            raw.writeNumbers(topic, 0, 0, 4);
            listener.attach(Service.ofPayloads(Integer.class, batch -> calls.add(System.nanoTime())));
            listener.start();
            await().atMost(PATIENCE).until(() -> calls.size() == 4);
            List<Long> times = List.copyOf(calls);
            for (int i = 1; i < times.size(); i++) {
                // A call that begins late, for the machine is busy, is nearer to the next one.
                assertThat(times.get(i) - times.get(i - 1))
                        .as("nanoseconds before call %d", i)
                        .isGreaterThan(interval.minusMillis(100).toNanos());
            }
        }
    }

    @Test
    @Clause("4.3.2-11")
    void pollingInterval_unset_batchesFollowAtOnce(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        AtomicInteger received = new AtomicInteger();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener = Listener.create(
                        servers, reading(group, topic).maxPollRecords(1).build())) {
            raw.writeNumbers(topic, 0, 0, 100);
            listener.attach(Service.ofPayloads(Integer.class, batch -> received.addAndGet(batch.size())));
            listener.start();
            await().atMost(PATIENCE).until(() -> received.get() >= 1);
            // One batch a second, as a fixed schedule would have it, needs 99 more seconds.
            await().atMost(Duration.ofSeconds(20)).until(() -> received.get() == 100);
        }
    }

    @Test
    @Clause("4.3.2-11")
    void pollingTimeout_boundsTheWaitOfAStop(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener = Listener.create(
                        servers,
                        reading(group, topic)
                                .pollingTimeout(Duration.ofMillis(200))
                                .build())) {
            listener.attach(Service.ofPayloads(String.class, batch -> {}));
            listener.start();
            await().atMost(PATIENCE).until(() -> raw.members(group) == 1);
            long start = System.nanoTime();
            listener.gracefulStop();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    @Clause("4.3.2-12")
    void slowHandler_staysInTheGroup(@BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        Queue<Integer> received = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener = Listener.create(
                        servers,
                        reading(group, topic)
                                .autoCommit(true)
                                .maxPollRecords(1)
                                .pollingTimeout(Duration.ofMillis(200))
                                .maxPollInterval(Duration.ofSeconds(1))
                                .build())) {
            raw.writeNumbers(topic, 0, 0, 2);
            listener.attach(Service.ofPayload(Integer.class, number -> {
                if (number == 0) {
                    // Three times maxPollInterval: without polling, the member is expelled and its commit fails.
                    await().during(Duration.ofSeconds(3))
                            .atMost(Duration.ofSeconds(5))
                            .until(received::isEmpty);
                }
                received.add(number);
            }));
            listener.start();
            await().atMost(PATIENCE).until(() -> received.size() >= 2);
            listener.gracefulStop();
            assertThat(received).containsExactly(0, 1);
            assertThat(raw.committed(group, topic)).hasValue(2);
        }
    }
}
