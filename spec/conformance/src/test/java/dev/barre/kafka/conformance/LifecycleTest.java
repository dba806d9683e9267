package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.CLOSED_PORT;
import static dev.barre.kafka.conformance.Clients.PATIENCE;
import static dev.barre.kafka.conformance.Clients.consumer;
import static dev.barre.kafka.conformance.Clients.producer;
import static dev.barre.kafka.conformance.Clients.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.Acks;
import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.Consumer;
import dev.barre.kafka.Listener;
import dev.barre.kafka.ListenerState;
import dev.barre.kafka.PartitionOffset;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.ProducerRecord;
import dev.barre.kafka.Service;
import dev.barre.kafka.TopicPartition;
import dev.barre.kafka.TopicPartitionTimestamp;
import dev.barre.kafka.TypeRef;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Chapter 10: closed clients, and the states of a listener. */
@ExtendWith(EmbeddedKafkaExtension.class)
class LifecycleTest {
    private static final TopicPartition PARTITION = new TopicPartition("topic", 0);

    @Test
    @Clause({"10-1", "11-1"})
    void closedProducer_refusesEveryFunction(@BootstrapServers String servers) {
        ProducerRecord<Void, String> sent = ProducerRecord.of("topic", "x");
        Producer producer = producer(servers);
        producer.close();
        Map<String, ThrowingCallable> functions = new LinkedHashMap<>();
        functions.put("send", () -> producer.send(sent));
        functions.put("sendWithMetadata", () -> producer.sendWithMetadata(sent));
        functions.put("sendAsync", () -> producer.sendAsync(sent).join());
        functions.put("sendAll", () -> producer.sendAll(List.of(sent)).throwIfFailed());
        functions.put("flush", producer::flush);
        functions.put("getTopicPartitions", () -> producer.getTopicPartitions("topic"));
        functions.forEach(
                (operation, call) -> assertThat(Failures.of(call).operation()).isEqualTo(operation));
    }

    @Test
    @Clause("10-1")
    void closedProducer_refusesTransactions(@BootstrapServers String servers, @GroupId String id) {
        Producer producer = Producer.create(
                servers,
                ProducerConfiguration.builder()
                        .acks(Acks.ALL)
                        .enableIdempotence(true)
                        .transactionalId(id)
                        .build());
        producer.close();
        assertThat(Failures.of(() -> producer.transaction(() -> {})).operation())
                .isEqualTo("transaction");
    }

    /** A function of a consumer. */
    record Function(String operation, java.util.function.Consumer<Consumer> call) {
        @Override
        public String toString() {
            return operation;
        }
    }

    static Stream<Function> consumerFunctions() {
        List<TopicPartition> some = List.of(PARTITION);
        List<PartitionOffset> offsets = List.of(new PartitionOffset(PARTITION, 0));
        List<TopicPartitionTimestamp> times = List.of(new TopicPartitionTimestamp(PARTITION, 1));
        Duration second = Duration.ofSeconds(1);
        TypeRef<List<String>> texts = new TypeRef<>() {};
        return Stream.of(
                new Function("poll", consumer -> consumer.poll(second, String.class)),
                new Function("poll", consumer -> consumer.poll(second, String.class, String.class)),
                new Function("poll", consumer -> consumer.poll(second, texts)),
                new Function("poll", consumer -> consumer.poll(second, texts, texts)),
                new Function("pollPayload", consumer -> consumer.pollPayload(second, String.class)),
                new Function("pollPayload", consumer -> consumer.pollPayload(second, texts)),
                new Function("commit", Consumer::commit),
                new Function("commit", consumer -> consumer.commit(second)),
                new Function("commitOffset", consumer -> consumer.commitOffset(offsets)),
                new Function("commitOffset", consumer -> consumer.commitOffset(offsets, second)),
                new Function("getBeginningOffsets", consumer -> consumer.getBeginningOffsets(some)),
                new Function("getBeginningOffsets", consumer -> consumer.getBeginningOffsets(some, second)),
                new Function("getEndOffsets", consumer -> consumer.getEndOffsets(some)),
                new Function("getEndOffsets", consumer -> consumer.getEndOffsets(some, second)),
                new Function("getCommittedOffset", consumer -> consumer.getCommittedOffset(PARTITION)),
                new Function("getCommittedOffset", consumer -> consumer.getCommittedOffset(PARTITION, second)),
                new Function("getPositionOffset", consumer -> consumer.getPositionOffset(PARTITION)),
                new Function("getPositionOffset", consumer -> consumer.getPositionOffset(PARTITION, second)),
                new Function("offsetsForTimes", consumer -> consumer.offsetsForTimes(times)),
                new Function("offsetsForTimes", consumer -> consumer.offsetsForTimes(times, second)),
                new Function("assign", consumer -> consumer.assign(some)),
                new Function("getAssignment", Consumer::getAssignment),
                new Function("pause", consumer -> consumer.pause(some)),
                new Function("resume", consumer -> consumer.resume(some)),
                new Function("getPausedPartitions", Consumer::getPausedPartitions),
                new Function("getTopicPartitions", consumer -> consumer.getTopicPartitions("topic")),
                new Function("getTopicPartitions", consumer -> consumer.getTopicPartitions("topic", second)),
                new Function("seek", consumer -> consumer.seek(offsets.get(0))),
                new Function("seekToBeginning", consumer -> consumer.seekToBeginning(some)),
                new Function("seekToEnd", consumer -> consumer.seekToEnd(some)),
                new Function("getSubscription", Consumer::getSubscription),
                new Function("getAvailableTopics", Consumer::getAvailableTopics),
                new Function("getAvailableTopics", consumer -> consumer.getAvailableTopics(second)),
                new Function("subscribe", consumer -> consumer.subscribe("topic")),
                new Function("subscribe", consumer -> consumer.subscribe(List.of("topic"))),
                new Function("subscribeWithPattern", consumer -> consumer.subscribeWithPattern("topic")),
                new Function("unsubscribe", Consumer::unsubscribe));
    }

    @ParameterizedTest
    @MethodSource("consumerFunctions")
    @Clause({"10-2", "11-1"})
    void closedConsumer_refusesEveryFunction(Function function) {
        Consumer consumer = consumer(CLOSED_PORT, "group");
        consumer.close(Duration.ZERO);
        ConnectorException failure = Failures.of(() -> function.call().accept(consumer));
        assertThat(failure.operation()).isEqualTo(function.operation());
        assertThat(failure.isRetriable()).isFalse();
        assertThat(failure).hasMessageContaining("closed");
    }

    @Test
    @Clause({"10-3", "9-4"})
    void listener_startedAgain_goesOnWhereItStopped(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        Queue<String> received = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener = Listener.create(
                        servers, reading(group, topic).autoCommit(true).build())) {
            assertThat(listener.state()).isEqualTo(ListenerState.NEW);
            listener.attach(Service.ofPayloads(String.class, received::addAll));
            listener.start();
            assertThat(listener.state()).isEqualTo(ListenerState.RUNNING);
            raw.write(topic, "a", "b");
            await().atMost(PATIENCE).until(() -> received.size() == 2);
            listener.gracefulStop();
            assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
            assertThat(raw.committed(group, topic)).hasValue(2);
            raw.write(topic, "c");
            listener.start();
            assertThat(listener.state()).isEqualTo(ListenerState.RUNNING);
            await().atMost(PATIENCE).until(() -> received.size() >= 3);
            listener.gracefulStop();
            assertThat(received).containsExactly("a", "b", "c");
        }
    }

    @Test
    @Clause({"10-3", "10-4"})
    void gracefulStop_finishesTheBatch_commitsAndLeaves(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch mayReturn = new CountDownLatch(1);
        AtomicBoolean returned = new AtomicBoolean();
        ExecutorService stopper = Executors.newSingleThreadExecutor();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener = Listener.create(
                        servers, reading(group, topic).autoCommit(true).build())) {
            listener.attach(Service.ofPayloads(String.class, batch -> {
                entered.countDown();
                awaitUninterrupted(mayReturn);
                returned.set(true);
            }));
            raw.write(topic, "a");
            listener.start();
            assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
            Future<?> stopping = stopper.submit(() -> listener.gracefulStop());
            await().atMost(PATIENCE).until(() -> listener.state() == ListenerState.DRAINING);
            assertThat(stopping).isNotDone();
            mayReturn.countDown();
            stopping.get(30, TimeUnit.SECONDS);
            assertThat(returned).isTrue();
            assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
            assertThat(raw.committed(group, topic)).hasValue(1);
            assertThat(raw.members(group)).isZero();
        } finally {
            mayReturn.countDown();
            stopper.shutdownNow();
        }
    }

    @Test
    @Clause("10-4")
    void gracefulStopWithTimeout_handlerStuck_returnsByItsDeadline(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener = Listener.create(
                        servers, reading(group, topic).autoCommit(true).build())) {
            listener.attach(Service.ofPayloads(String.class, batch -> {
                entered.countDown();
                awaitUninterrupted(never);
            }));
            raw.write(topic, "a");
            listener.start();
            assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
            long start = System.nanoTime();
            listener.gracefulStop(Duration.ofMillis(500));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
            assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
            assertThat(raw.committed(group, topic)).isEmpty();
            Failures.of(() -> listener.gracefulStop(Duration.ofMillis(-1)));
        } finally {
            never.countDown();
        }
    }

    @Test
    @Clause({"10-5", "9-2"})
    void immediateStop_interruptsTheHandler_andItsBatchComesAgain(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Queue<String> received = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener = Listener.create(
                        servers, reading(group, topic).autoCommit(true).build())) {
            listener.attach(Service.ofPayloads(String.class, batch -> {
                if (entered.getCount() > 0) {
                    entered.countDown();
                    try {
                        awaitUninterrupted(new CountDownLatch(1));
                    } catch (IllegalStateException e) {
                        interrupted.set(true);
                        throw e;
                    }
                } else {
                    received.addAll(batch);
                }
            }));
            raw.write(topic, "a");
            listener.start();
            assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
            long start = System.nanoTime();
            listener.immediateStop();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
            assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
            await().atMost(PATIENCE).untilTrue(interrupted);
            assertThat(raw.committed(group, topic)).isEmpty();
            listener.start();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(received).containsExactly("a"));
        }
    }

    @Test
    @Clause("10-6")
    void stops_beforeStartTwiceAndWithoutService_areFine(@BootstrapServers String servers, @GroupId String group) {
        Listener listener = Listener.create(servers, reading(group, "topic").build());
        assertThatCode(listener::gracefulStop).doesNotThrowAnyException();
        assertThatCode(listener::immediateStop).doesNotThrowAnyException();
        assertThatCode(listener::gracefulStop).doesNotThrowAnyException();
        assertThatCode(listener::close).doesNotThrowAnyException();
        assertThatCode(listener::close).doesNotThrowAnyException();
    }

    @Test
    @Clause("10-6")
    void stops_fromSeveralThreads_allReturn(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Listener listener = Listener.create(servers, reading(group, topic).build())) {
            listener.attach(Service.ofPayloads(String.class, batch -> {}));
            listener.start();
            List<Future<?>> stops = List.of(
                    threads.submit(() -> listener.gracefulStop()),
                    threads.submit(listener::immediateStop),
                    threads.submit(() -> listener.gracefulStop()),
                    threads.submit(listener::close));
            for (Future<?> stop : stops) {
                stop.get(30, TimeUnit.SECONDS);
            }
            assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Clause("10-6")
    void gracefulStop_fromInsideTheHandler_stops(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        AtomicReference<Listener> self = new AtomicReference<>();
        AtomicBoolean returned = new AtomicBoolean();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener = Listener.create(
                        servers, reading(group, topic).autoCommit(true).build())) {
            self.set(listener);
            listener.attach(Service.ofPayloads(String.class, batch -> {
                self.get().gracefulStop();
                returned.set(true);
            }));
            raw.write(topic, "a");
            listener.start();
            await().atMost(PATIENCE).until(() -> listener.state() == ListenerState.STOPPED);
            assertThat(returned).isTrue();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(raw.committed(group, topic)).hasValue(1));
        }
    }

    @Test
    @Clause("10-6")
    void immediateStop_fromInsideTheHandler_stops(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        AtomicReference<Listener> self = new AtomicReference<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener =
                        Listener.create(servers, reading(group, topic).build())) {
            self.set(listener);
            listener.attach(Service.ofPayloads(String.class, batch -> self.get().immediateStop()));
            raw.write(topic, "a");
            listener.start();
            await().atMost(PATIENCE).until(() -> listener.state() == ListenerState.STOPPED);
        }
    }

    @Test
    @Clause("10-7")
    void start_running_isRefusedAndGoesOn(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        Queue<String> received = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener =
                        Listener.create(servers, reading(group, topic).build())) {
            listener.attach(Service.ofPayloads(String.class, received::addAll));
            listener.start();
            assertThat(Failures.of(listener::start).operation()).isEqualTo("start");
            assertThat(listener.state()).isEqualTo(ListenerState.RUNNING);
            raw.write(topic, "a");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(received).containsExactly("a"));
        }
    }

    /** Waits for {@code latch}; throws where the thread is interrupted, as a handler does that was not done. */
    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before it was done", e);
        }
    }
}
