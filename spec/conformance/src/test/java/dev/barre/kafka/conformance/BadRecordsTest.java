package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.PATIENCE;
import static dev.barre.kafka.conformance.Clients.assigned;
import static dev.barre.kafka.conformance.Clients.consumer;
import static dev.barre.kafka.conformance.Clients.payloadsUntil;
import static dev.barre.kafka.conformance.Clients.reading;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.Caller;
import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerRecord;
import dev.barre.kafka.DeliveryMetrics;
import dev.barre.kafka.Listener;
import dev.barre.kafka.ListenerState;
import dev.barre.kafka.PartitionOffset;
import dev.barre.kafka.PayloadBindingException;
import dev.barre.kafka.PayloadValidationException;
import dev.barre.kafka.RecordPart;
import dev.barre.kafka.Service;
import dev.barre.kafka.TopicPartition;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chapter 8, for polls and for listeners. */
@ExtendWith(EmbeddedKafkaExtension.class)
class BadRecordsTest {
    private static Consumer strict(String servers, String group, String topic) {
        return Consumer.create(
                servers,
                reading(group, topic).autoSeekOnValidationFailure(false).build());
    }

    /** Polls until a poll throws. */
    private static PayloadBindingException nextFailure(Consumer consumer) {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            PayloadBindingException failure = catchThrowableOfType(
                    PayloadBindingException.class, () -> consumer.poll(Clients.ROUND, String.class, Integer.class));
            if (failure != null) {
                return failure;
            }
        }
        throw new AssertionError("no poll threw");
    }

    @Test
    @Clause({"8-1", "8-6"})
    void autoSeek_badRecordsAnywhere_goodOnesArriveInOrder(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = consumer(servers, group, topic)) {
            raw.write(topic, "bad", "1", "bad", "bad", "2", "3", "bad");
            raw.write(topic, new byte[] {(byte) 0xff}, "4".getBytes(UTF_8));
            raw.write(topic, "key".getBytes(UTF_8), "5".getBytes(UTF_8));
            List<ConsumerRecord<String, Integer>> records =
                    Clients.until(4, () -> consumer.poll(Clients.ROUND, String.class, Integer.class));
            assertThat(records).extracting(ConsumerRecord::value).containsExactly(1, 2, 3, 5);
            assertThat(records)
                    .extracting(received -> received.offset().offset())
                    .containsExactly(1L, 4L, 5L, 8L);
            consumer.commit();
            assertThat(raw.committed(group, topic)).hasValue(9);
        }
    }

    @Test
    @Clause("8-1")
    void autoSeek_badRecord_isLoggedOnceWithItsPlace(@BootstrapServers String servers, @Topic String topic)
            throws IOException {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = assigned(servers, topic, 1)) {
            raw.write(topic, "0", "xyzzy-4711", "2");
            assertThat(payloadsUntil(consumer, 2, Integer.class)).containsExactly(0, 2);
            consumer.pollPayload(Clients.ROUND, Integer.class);
        }
        List<String> logged = Files.readAllLines(Path.of(System.getProperty("org.slf4j.simpleLogger.logFile"))).stream()
                .filter(line -> line.contains(topic + "-0@1"))
                .toList();
        assertThat(logged).hasSize(1).allSatisfy(line -> assertThat(line).doesNotContain("xyzzy-4711"));
    }

    @Test
    @Clause({"8-1", "8-2", "9-2"})
    void autoSeek_onlyBadRecords_areAcceptedWithoutACall(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        Queue<List<Integer>> calls = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener = Listener.create(
                        servers,
                        reading(group, topic)
                                .autoCommit(true)
                                .autoCommitInterval(Duration.ofMillis(100))
                                .build())) {
            raw.write(topic, "bad", "bad");
            listener.attach(Service.ofPayloads(Integer.class, calls::add));
            listener.start();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(raw.committed(group, topic)).hasValue(2));
            assertThat(calls).isEmpty();
        }
    }

    @Test
    @Clause("8-2")
    void autoSeek_onlyBadRecords_areAnEmptyPoll(@BootstrapServers String servers, @Topic String topic) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = assigned(servers, topic, 1)) {
            raw.write(topic, "bad", "bad");
            assertThat(consumer.pollPayload(Duration.ofSeconds(1), Integer.class))
                    .isEmpty();
            await().atMost(PATIENCE).until(() -> {
                assertThat(consumer.pollPayload(Clients.ROUND, Integer.class)).isEmpty();
                return consumer.getPositionOffset(new TopicPartition(topic, 0)) == 2;
            });
        }
    }

    @Test
    @Clause({"8-3", "8-6"})
    void noAutoSeek_returnsThoseBefore_thenThrowsUntilSought(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        PartitionOffset bad = PartitionOffset.of(topic, 0, 2);
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = strict(servers, group, topic)) {
            raw.write(topic, "0", "1", "bad", "3");
            List<ConsumerRecord<String, Integer>> before =
                    Clients.until(2, () -> consumer.poll(Clients.ROUND, String.class, Integer.class));
            assertThat(before).extracting(ConsumerRecord::value).containsExactly(0, 1);
            for (int times = 0; times < 3; times++) {
                PayloadBindingException failure = nextFailure(consumer);
                assertThat(failure.partitionOffset()).isEqualTo(bad);
                assertThat(failure.part()).isEqualTo(RecordPart.VALUE);
                assertThat(failure.operation()).isEqualTo("poll");
                assertThat(failure.isRetriable()).isFalse();
                assertThat(failure).hasMessageContaining(bad.toString());
                assertThat(consumer.getPositionOffset(bad.partition())).isEqualTo(2);
            }
            consumer.commit();
            assertThat(raw.committed(group, topic)).hasValue(2);
            consumer.seek(PartitionOffset.of(topic, 0, 3));
            assertThat(payloadsUntil(consumer, 1, Integer.class)).containsExactly(3);
        }
    }

    @Test
    @Clause({"8-3", "8-6"})
    void noAutoSeek_badKeyFirst_namesTheKey(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = strict(servers, group, topic)) {
            raw.write(topic, new byte[] {(byte) 0xff}, "0".getBytes(UTF_8));
            PayloadBindingException failure = nextFailure(consumer);
            assertThat(failure.part()).isEqualTo(RecordPart.KEY);
            assertThat(failure.partitionOffset()).isEqualTo(PartitionOffset.of(topic, 0, 0));
            assertThat(payloadsUntil(consumer, 1, Integer.class)).containsExactly(0);
        }
    }

    @Test
    @Clause({"8-3", "7-3"})
    void noAutoSeek_brokenConstraint_throwsUntilSought(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = strict(servers, group, topic)) {
            raw.write(topic, "{\"name\":\"Ada\",\"age\":36}", "{\"name\":\"Old\",\"age\":200}");
            assertThat(payloadsUntil(consumer, 1, Person.class)).containsExactly(new Person("Ada", 36));
            for (int times = 0; times < 2; times++) {
                PayloadValidationException failure = catchThrowableOfType(
                        PayloadValidationException.class, () -> payloadsUntil(consumer, 1, Person.class));
                assertThat(failure.partitionOffset()).isEqualTo(PartitionOffset.of(topic, 0, 1));
            }
        }
    }

    @Test
    @Clause("8-4")
    void noAutoSeek_severalPartitions_loseNothing(
            @BootstrapServers String servers, @Topic(partitions = 3) String topic, @GroupId String group) {
        Map<Integer, List<Integer>> received =
                new TreeMap<>(Map.of(0, new ArrayList<>(), 1, new ArrayList<>(), 2, new ArrayList<>()));
        int failures = 0;
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = strict(servers, group, topic)) {
            for (int partition = 0; partition < 3; partition++) {
                raw.writeTo(topic, partition, "0", "1", "bad", "3", "4");
            }
            Instant end = Instant.now().plus(PATIENCE);
            while (received.values().stream().mapToInt(List::size).sum() < 12
                    && Instant.now().isBefore(end)) {
                try {
                    for (var next : consumer.poll(Clients.ROUND, String.class, Integer.class)) {
                        received.get(next.partition()).add(next.value());
                    }
                } catch (PayloadBindingException e) {
                    failures++;
                    PartitionOffset bad = e.partitionOffset();
                    assertThat(bad.offset()).isEqualTo(2);
                    int partition = bad.partition().partition();
                    assertThat(received.get(partition)).containsExactly(0, 1);
                    consumer.commit();
                    assertThat(raw.committed(group, topic, partition)).hasValue(2);
                    for (int other = 0; other < 3; other++) {
                        assertThat(raw.committed(group, topic, other).orElse(0))
                                .as("committed in partition %d", other)
                                .isLessThanOrEqualTo(returned(received.get(other)));
                    }
                    consumer.seek(new PartitionOffset(bad.partition(), 3));
                }
            }
            assertThat(received.values())
                    .allSatisfy(values -> assertThat(values).containsExactly(0, 1, 3, 4));
            assertThat(failures).isEqualTo(3);
        }
    }

    /** The offset behind what was returned of a partition whose bad record is at 2, and whose values are their offsets. */
    private static long returned(List<Integer> values) {
        return values.isEmpty() ? 0 : values.get(values.size() - 1) + 1;
    }

    @Test
    @Clause("8-4")
    void noAutoSeek_onePartitionBlocked_othersKeepFlowing(
            @BootstrapServers String servers, @Topic(partitions = 2) String topic, @GroupId String group) {
        List<Integer> received = new ArrayList<>();
        int failures = 0;
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = strict(servers, group, topic)) {
            raw.writeTo(topic, 0, "bad");
            for (int round = 0; round < 5; round++) {
                raw.writeTo(topic, 1, Integer.toString(round));
                Instant end = Instant.now().plus(PATIENCE);
                while (received.size() <= round && Instant.now().isBefore(end)) {
                    try {
                        received.addAll(consumer.pollPayload(Clients.ROUND, Integer.class));
                    } catch (PayloadBindingException e) {
                        failures++;
                        assertThat(e.partitionOffset()).isEqualTo(PartitionOffset.of(topic, 0, 0));
                    }
                }
            }
            assertThat(received).containsExactly(0, 1, 2, 3, 4);
            assertThat(failures).isPositive();
        }
    }

    @Test
    @Clause({"8-5", "4.3.4-5"})
    void noAutoSeek_listener_tellsOnErrorUntilSought(
            @BootstrapServers String servers, @Topic(partitions = 2) String topic, @GroupId String group) {
        Queue<PayloadBindingException> errors = new ConcurrentLinkedQueue<>();
        Queue<Integer> received = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener = Listener.create(
                        servers,
                        reading(group, topic)
                                .autoCommit(true)
                                .autoSeekOnValidationFailure(false)
                                .build())) {
            raw.writeTo(topic, 0, "0", "1", "bad", "3");
            raw.writeTo(topic, 1, "100", "101");
            listener.attach(Service.ofPayloads(Integer.class, received::addAll)
                    .onError((ConnectorException error, Caller caller) -> {
                        PayloadBindingException bad = (PayloadBindingException) error;
                        errors.add(bad);
                        if (errors.size() == 2) {
                            caller.seek(PartitionOffset.of(
                                    topic, 0, bad.partitionOffset().offset() + 1));
                        }
                    }));
            listener.start();
            await().atMost(PATIENCE).until(() -> received.size() == 5);
            assertThat(received).contains(0, 1, 3, 100, 101);
            assertThat(received.stream().filter(number -> number < 100)).containsExactly(0, 1, 3);
            assertThat(errors)
                    .hasSize(2)
                    .allSatisfy(
                            error -> assertThat(error.partitionOffset()).isEqualTo(PartitionOffset.of(topic, 0, 2)));
            listener.gracefulStop();
            assertThat(raw.committed(group, topic, 0)).hasValue(4);
            assertThat(raw.committed(group, topic, 1)).hasValue(2);
        }
    }

    @Test
    @Clause("8-5")
    void noAutoSeek_listenerWithoutSeek_neverCommitsTheBadRecord(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        Queue<Integer> received = new ConcurrentLinkedQueue<>();
        Queue<ConnectorException> errors = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener = Listener.create(
                        servers,
                        reading(group, topic)
                                .autoCommit(true)
                                .autoSeekOnValidationFailure(false)
                                .build())) {
            raw.write(topic, "0", "bad", "2");
            listener.attach(Service.ofPayloads(Integer.class, received::addAll)
                    .onError((ConnectorException error) -> errors.add(error)));
            listener.start();
            await().atMost(PATIENCE).until(() -> errors.size() >= 2);
            listener.gracefulStop();
            assertThat(received).containsExactly(0);
            assertThat(raw.committed(group, topic)).hasValue(1);
        }
    }

    @Test
    @Clause("4.3.4-5")
    void autoSeek_listener_onErrorIsNotCalled(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        Queue<ConnectorException> errors = new ConcurrentLinkedQueue<>();
        Queue<Integer> received = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener =
                        Listener.create(servers, reading(group, topic).build())) {
            raw.write(topic, "bad", "1", "bad", "2");
            listener.attach(Service.ofPayloads(Integer.class, received::addAll)
                    .onError((ConnectorException error) -> errors.add(error)));
            listener.start();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(received).containsExactly(1, 2));
            assertThat(errors).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @Clause("8-7")
    void anyContent_endsNeitherPollNorListener(
            long seed, @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        Random random = new Random(seed);
        Queue<Order> received = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener =
                        Listener.create(servers, reading(group, topic).build())) {
            IntStream.range(0, 100).forEach(i -> raw.write(topic, anything(random), anything(random)));
            raw.write(topic, null, "[".repeat(50_000).getBytes(UTF_8));
            raw.write(topic, null, new byte[500_000]);
            raw.write(topic, "{\"orderId\":1,\"productName\":\"product-1\",\"paymentValid\":true}");
            listener.attach(Service.ofPayload(Order.class, order -> {
                if (order != null) {
                    received.add(order);
                }
            }));
            listener.start();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(received).containsExactly(Order.numbered(1)));
            assertThat(listener.state()).isEqualTo(ListenerState.RUNNING);
            try (Consumer consumer = assigned(servers, topic, 1)) {
                assertThat(Clients.until(
                                1,
                                () -> consumer.pollPayload(Clients.ROUND, Order.class).stream()
                                        .filter(Objects::nonNull)
                                        .toList()))
                        .containsExactly(Order.numbered(1));
            }
        }
    }

    @Test
    @Clause("8-8")
    void metrics_countWhatWasDeliveredAndSkipped(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = assigned(servers, topic, 1);
                Listener listener =
                        Listener.create(servers, reading(group, topic).build())) {
            String good = "{\"name\":\"Ada\",\"age\":36}";
            String broken = "{\"name\":\"\",\"age\":36}";
            raw.write(topic, good, "bad", broken, "bad", good, broken, broken, good);
            assertThat(payloadsUntil(consumer, 3, Person.class)).hasSize(3);
            assertMetrics(consumer.metrics(), topic);
            Queue<Person> received = new ConcurrentLinkedQueue<>();
            listener.attach(Service.ofPayloads(Person.class, received::addAll));
            listener.start();
            await().atMost(PATIENCE).until(() -> received.size() == 3);
            await().atMost(PATIENCE).untilAsserted(() -> assertMetrics(listener.metrics(), topic));
        }
    }

    private static void assertMetrics(DeliveryMetrics metrics, String topic) {
        assertThat(metrics)
                .isEqualTo(new DeliveryMetrics(
                        3,
                        2,
                        3,
                        0,
                        0,
                        0,
                        0,
                        Optional.of(PartitionOffset.of(topic, 0, 1)),
                        Optional.of(PartitionOffset.of(topic, 0, 2))));
    }

    /** Null, nothing, or a few random bytes. */
    private static byte[] anything(Random random) {
        int length = random.nextInt(-1, 30);
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
