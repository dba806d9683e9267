package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.CLOSED_PORT;
import static dev.barre.kafka.conformance.Clients.UNKNOWN_HOST;
import static dev.barre.kafka.conformance.Clients.assigned;
import static dev.barre.kafka.conformance.Clients.consumer;
import static dev.barre.kafka.conformance.Clients.payloadsUntil;
import static dev.barre.kafka.conformance.Clients.pollUntil;
import static dev.barre.kafka.conformance.Clients.reading;
import static dev.barre.kafka.conformance.Clients.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.ConsumerRecord;
import dev.barre.kafka.OffsetReset;
import dev.barre.kafka.PartitionOffset;
import dev.barre.kafka.TopicPartition;
import dev.barre.kafka.TypeRef;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chapters 4.2.1 and 4.2.2: initialization and polls. */
@ExtendWith(EmbeddedKafkaExtension.class)
class ConsumerPollTest {
    @Test
    @Clause({"4.2.1-1"})
    void create_withTopics_isSubscribed(@BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer fromText = consumer(servers, group, topic);
                Consumer fromList = Consumer.create(
                        List.of(CLOSED_PORT, servers),
                        reading(group + "-list", topic).build())) {
            raw.write(topic, "a");
            assertThat(fromText.getSubscription()).containsExactly(topic);
            assertThat(payloadsUntil(fromText, 1, String.class)).containsExactly("a");
            assertThat(payloadsUntil(fromList, 1, String.class)).containsExactly("a");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "localhost", "localhost:port", ",", UNKNOWN_HOST})
    @Clause("4.2.1-2")
    void create_badAddress_isRefused(String servers) {
        Failures.of(() -> consumer(servers, "group", "topic").close());
        Failures.of(() -> Consumer.create(
                        List.of(servers), reading("group", "topic").build())
                .close());
    }

    @Test
    @Clause({"4.2.1-2", "4.2.2-7"})
    void poll_brokerUnreachable_namesTheServers() {
        try (Consumer consumer = consumer(CLOSED_PORT, "group", "topic")) {
            ConnectorException failure =
                    Failures.within(Duration.ofSeconds(8), () -> consumer.poll(Duration.ofMillis(1_500), String.class));
            assertThat(failure.operation()).isEqualTo("poll");
            assertThat(failure.isRetriable()).isTrue();
            assertThat(failure).hasMessageContaining(CLOSED_PORT);
            Failures.within(Duration.ofSeconds(8), () -> consumer.pollPayload(Duration.ofMillis(1_500), String.class));
            consumer.close(Duration.ofMillis(100));
        }
    }

    @Test
    @Clause({"4.2.1-3", "4.1-10"})
    void poll_assignedWithoutGroup_returnsRecords(@BootstrapServers String servers, @Topic String topic) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = assigned(servers, topic, 1)) {
            raw.write(topic, "a", "b");
            assertThat(payloadsUntil(consumer, 2, String.class)).containsExactly("a", "b");
            assertThat(consumer.poll(Duration.ZERO, String.class)).isEmpty();
            Failures.of(consumer::commit);
            Failures.of(() -> consumer.commitOffset(List.of(PartitionOffset.of(topic, 0, 1))));
        }
        try (Consumer consumer =
                Consumer.create(servers, ConsumerConfiguration.builder().build())) {
            Failures.of(() -> consumer.subscribe(topic));
            Failures.of(() -> consumer.subscribeWithPattern(topic));
        }
    }

    @Test
    @Clause("4.2.2-1")
    void poll_returnsEverythingOfARecord(@BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = consumer(servers, group, topic)) {
            raw.writeAt(topic, 1_700_000_000_123L, "first");
            raw.write(topic, "key".getBytes(UTF_8), "second".getBytes(UTF_8));
            raw.writeWithHeaders(topic, "third", List.of(Map.entry("trace", "42".getBytes(UTF_8))));
            List<ConsumerRecord<byte[], String>> records = pollUntil(consumer, 3, String.class);
            assertThat(records).extracting(ConsumerRecord::value).containsExactly("first", "second", "third");
            ConsumerRecord<byte[], String> first = records.get(0);
            assertThat(first.timestamp()).isEqualTo(1_700_000_000_123L);
            assertThat(first.offset()).isEqualTo(PartitionOffset.of(topic, 0, 0));
            assertThat(first.topic()).isEqualTo(topic);
            assertThat(first.partition()).isZero();
            assertThat(first.key()).isNull();
            assertThat(first.headers().isEmpty()).isTrue();
            assertThat(records.get(1).key()).isEqualTo("key".getBytes(UTF_8));
            assertThat(records.get(2).offset().offset()).isEqualTo(2);
            assertThat(records.get(2).headers().string("trace")).hasValue("42");
        }
    }

    @Test
    @Clause("4.2.2-1")
    void poll_severalPartitions_keepsTheOrderOfEach(
            @BootstrapServers String servers, @Topic(partitions = 3) String topic, @GroupId String group) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = consumer(servers, group, topic)) {
            for (int partition = 0; partition < 3; partition++) {
                raw.writeNumbers(topic, partition, 0, 200);
            }
            List<ConsumerRecord<byte[], Integer>> records = pollUntil(consumer, 600, Integer.class);
            assertThat(records).hasSize(600);
            for (int partition = 0; partition < 3; partition++) {
                int index = partition;
                assertThat(records.stream().filter(received -> received.partition() == index))
                        .extracting(ConsumerRecord::value)
                        .isEqualTo(IntStream.range(0, 200).boxed().toList());
            }
        }
    }

    @Test
    @Clause("4.2.2-2")
    void poll_timeoutIsTheLongestWait(@BootstrapServers String servers, @Topic String topic) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = assigned(servers, topic, 1)) {
            raw.write(topic, "a");
            Instant start = Instant.now();
            assertThat(consumer.pollPayload(Duration.ofSeconds(30), String.class))
                    .containsExactly("a");
            assertThat(consumer.pollPayload(Duration.ofMillis(300), String.class))
                    .isEmpty();
            assertThat(consumer.pollPayload(Duration.ZERO, String.class)).isEmpty();
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(15));
        }
    }

    @Test
    @Clause("4.2.2-3")
    void poll_bindsToTheTypesGiven(@BootstrapServers String servers, @Topic String topic) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = assigned(servers, topic, 1)) {
            byte[] key = "7".getBytes(UTF_8);
            raw.write(topic, key, "[1,2]".getBytes(UTF_8));
            TypeRef<List<Integer>> numbers = new TypeRef<>() {};
            TopicPartition partition = new TopicPartition(topic, 0);

            assertThat(until(1, () -> consumer.poll(Clients.ROUND, String.class)))
                    .singleElement()
                    .satisfies(received -> {
                        assertThat(received.key()).isEqualTo(key);
                        assertThat(received.value()).isEqualTo("[1,2]");
                    });
            consumer.seekToBeginning(List.of(partition));
            assertThat(until(1, () -> consumer.poll(Clients.ROUND, Integer.class, int[].class)))
                    .singleElement()
                    .satisfies(received -> {
                        assertThat(received.key()).isEqualTo(7);
                        assertThat(received.value()).containsExactly(1, 2);
                    });
            consumer.seekToBeginning(List.of(partition));
            assertThat(until(1, () -> consumer.poll(Clients.ROUND, numbers)))
                    .extracting(ConsumerRecord::value)
                    .containsExactly(List.of(1, 2));
            consumer.seekToBeginning(List.of(partition));
            assertThat(until(1, () -> consumer.poll(Clients.ROUND, new TypeRef<Integer>() {}, numbers)))
                    .singleElement()
                    .satisfies(received -> {
                        assertThat(received.key()).isEqualTo(7);
                        assertThat(received.value()).containsExactly(1, 2);
                    });
            consumer.seekToBeginning(List.of(partition));
            assertThat(until(1, () -> consumer.pollPayload(Clients.ROUND, numbers)))
                    .containsExactly(List.of(1, 2));
        }
    }

    @Test
    @Clause("4.2.2-4")
    void pollPayload_neverLooksAtKeys(@BootstrapServers String servers, @Topic String topic) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = assigned(servers, topic, 1)) {
            raw.write(topic, new byte[] {(byte) 0xff, 0}, "1".getBytes(UTF_8));
            raw.write(topic, null, "2".getBytes(UTF_8));
            assertThat(payloadsUntil(consumer, 2, Integer.class)).containsExactly(1, 2);
        }
    }

    @Test
    @Clause("4.2.2-5")
    void poll_returnsAtMostMaxPollRecords(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = Consumer.create(
                        servers, reading(group, topic).maxPollRecords(3).build())) {
            raw.writeNumbers(topic, 0, 0, 10);
            List<Integer> all = until(10, () -> {
                List<Integer> batch = consumer.pollPayload(Clients.ROUND, Integer.class);
                assertThat(batch).hasSizeLessThanOrEqualTo(3);
                return batch;
            });
            assertThat(all).isEqualTo(IntStream.range(0, 10).boxed().toList());
        }
    }

    /** Notes the threads that bind it. */
    record Bound(int number) {
        static final Set<String> THREADS = ConcurrentHashMap.newKeySet();

        Bound {
            THREADS.add(Thread.currentThread().getName());
        }
    }

    @Test
    @Clause("4.2.2-11")
    void poll_manyRecords_areBoundBySeveralThreads_andComeInOrder(
            @BootstrapServers String servers, @Topic String topic) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer several = assignedBinding(servers, topic, 3);
                Consumer alone = assignedBinding(servers, topic, 1)) {
            for (int number = 0; number < 400; number++) {
                raw.write(topic, number == 150 ? "bad" : "{\"number\":" + number + "}");
            }
            List<Integer> good = IntStream.range(0, 400)
                    .filter(number -> number != 150)
                    .boxed()
                    .toList();

            Bound.THREADS.clear();
            assertThat(payloadsUntil(alone, 399, Bound.class))
                    .extracting(Bound::number)
                    .isEqualTo(good);
            assertThat(Bound.THREADS).containsExactly(Thread.currentThread().getName());
            Bound.THREADS.clear();
            await().until(() -> {
                several.seekToBeginning(List.of(new TopicPartition(topic, 0)));
                assertThat(payloadsUntil(several, 399, Bound.class))
                        .extracting(Bound::number)
                        .isEqualTo(good);
                return Bound.THREADS.size() > 1;
            });
            assertThat(Bound.THREADS)
                    .hasSizeLessThanOrEqualTo(3)
                    .anySatisfy(name -> assertThat(name).startsWith("barre-bind-"));
        }
    }

    private static Consumer assignedBinding(String servers, String topic, int threads) {
        Consumer consumer = Consumer.create(
                servers,
                ConsumerConfiguration.builder()
                        .offsetReset(OffsetReset.EARLIEST)
                        .bindingThreads(threads)
                        .build());
        consumer.assign(List.of(new TopicPartition(topic, 0)));
        return consumer;
    }

    @Test
    @Clause("4.2.2-6")
    void poll_nothingToPollOrNegativeTimeout_isRefused(@BootstrapServers String servers, @Topic String topic) {
        try (Consumer idle =
                        Consumer.create(servers, ConsumerConfiguration.builder().build());
                Consumer consumer = assigned(servers, topic, 1)) {
            assertThat(Failures.of(() -> idle.poll(Duration.ZERO, String.class)).operation())
                    .isEqualTo("poll");
            assertThat(Failures.of(() -> idle.pollPayload(Duration.ZERO, String.class))
                            .operation())
                    .isEqualTo("pollPayload");
            Failures.of(() -> consumer.poll(Duration.ofMillis(-1), String.class));
            Failures.of(() -> consumer.pollPayload(Duration.ofMillis(-1), String.class));
        }
    }

    @Test
    @Clause("4.2.2-8")
    void poll_severalThreads_eachRecordOnce(@BootstrapServers String servers, @Topic String topic) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        AtomicInteger received = new AtomicInteger();
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = Consumer.create(
                        servers,
                        ConsumerConfiguration.builder()
                                .offsetReset(OffsetReset.EARLIEST)
                                .maxPollRecords(5)
                                .build())) {
            consumer.assign(Clients.partitions(topic, 1));
            raw.writeNumbers(topic, 0, 0, 200);
            Instant end = Instant.now().plus(Clients.PATIENCE);
            Callable<List<Integer>> poller = () -> {
                List<Integer> own = new ArrayList<>();
                while (received.get() < 200 && Instant.now().isBefore(end)) {
                    List<Integer> batch = consumer.pollPayload(Duration.ofMillis(50), Integer.class);
                    consumer.getPositionOffset(new TopicPartition(topic, 0));
                    received.addAndGet(batch.size());
                    own.addAll(batch);
                }
                return own;
            };
            List<Integer> all = new ArrayList<>();
            for (Future<List<Integer>> result : threads.invokeAll(List.of(poller, poller, poller, poller))) {
                all.addAll(result.get());
            }
            assertThat(all)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 200).boxed().toList());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Clause("4.2.2-8")
    void pollThatWaits_letsOtherFunctionsGoFirst(@BootstrapServers String servers, @Topic String topic)
            throws Exception {
        ExecutorService poller = Executors.newSingleThreadExecutor();
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = assigned(servers, topic, 1)) {
            assertThat(consumer.pollPayload(Clients.ROUND, String.class)).isEmpty();
            Future<List<String>> polled =
                    poller.submit(() -> consumer.pollPayload(Duration.ofSeconds(60), String.class));
            TopicPartition partition = new TopicPartition(topic, 0);
            Instant start = Instant.now();
            for (int times = 0; times < 20; times++) {
                assertThat(consumer.getPositionOffset(partition)).isZero();
                assertThat(consumer.getEndOffsets(List.of(partition)))
                        .containsExactly(new PartitionOffset(partition, 0));
            }
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
            assertThat(polled).isNotDone();
            raw.write(topic, "a");
            assertThat(polled.get(20, TimeUnit.SECONDS)).containsExactly("a");
        } finally {
            poller.shutdownNow();
        }
    }

    @Test
    @Clause("4.2.2-8")
    void close_whileAnotherThreadPolls_endsThePoll(@BootstrapServers String servers, @Topic String topic)
            throws Exception {
        ExecutorService poller = Executors.newSingleThreadExecutor();
        Consumer consumer = assigned(servers, topic, 1);
        try {
            assertThat(consumer.pollPayload(Clients.ROUND, String.class)).isEmpty();
            Future<?> polled = poller.submit(() -> {
                while (true) {
                    consumer.pollPayload(Duration.ofSeconds(60), String.class);
                }
            });
            consumer.getPositionOffset(new TopicPartition(topic, 0));
            consumer.close();
            assertThatThrownBy(() -> polled.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(ConnectorException.class);
        } finally {
            poller.shutdownNow();
            consumer.close();
        }
    }

    @Test
    @Clause("4.2.2-9")
    void commit_commitsWhatPollsReturned(@BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = consumer(servers, group, topic)) {
            raw.write(topic, "a", "b", "c");
            assertThat(payloadsUntil(consumer, 3, String.class)).hasSize(3);
            assertThat(raw.committed(group, topic)).isEmpty();
            consumer.commit();
            assertThat(raw.committed(group, topic)).hasValue(3);
            raw.write(topic, "d");
            assertThat(payloadsUntil(consumer, 1, String.class)).hasSize(1);
            consumer.commit(Duration.ofSeconds(10));
            assertThat(raw.committed(group, topic)).hasValue(4);
            Failures.of(() -> consumer.commit(Duration.ofMillis(-1)));
        }
    }

    @Test
    @Clause("4.2.2-10")
    void close_leavesTheGroup_andMayBeCalledTwice(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        Consumer consumer = consumer(servers, group, topic);
        try (RawKafka raw = RawKafka.at(servers)) {
            raw.write(topic, "a");
            payloadsUntil(consumer, 1, String.class);
            assertThat(raw.members(group)).isEqualTo(1);
            Failures.of(() -> consumer.close(Duration.ofMillis(-1)));
            consumer.close();
            assertThat(raw.members(group)).isZero();
        } finally {
            consumer.close();
        }
        assertThatCode(() -> consumer.close(Duration.ofSeconds(1))).doesNotThrowAnyException();
    }

    @Test
    @Clause("4.2.2-10")
    void closeWithTimeout_brokerUnreachable_returnsWithinIt() {
        Consumer consumer = consumer(CLOSED_PORT, "group", "topic");
        Instant start = Instant.now();
        consumer.close(Duration.ofMillis(300));
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }
}
