package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.CLOSED_PORT;
import static dev.barre.kafka.conformance.Clients.UNKNOWN_HOST;
import static dev.barre.kafka.conformance.Clients.partitions;
import static dev.barre.kafka.conformance.Clients.producer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.barre.kafka.Acks;
import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.ProducerRecord;
import dev.barre.kafka.RecordMetadata;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chapter 3: initialization and the functions that wait for their record. */
@ExtendWith(EmbeddedKafkaExtension.class)
class ProducerTest {
    private static final Duration DEADLINE = Duration.ofMillis(700);
    /** Beyond the deadline: how late a failure may be on a busy machine. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    private static ProducerConfiguration impatient() {
        return ProducerConfiguration.builder().maxBlock(DEADLINE).build();
    }

    @Test
    @Clause("3.2-1")
    void create_serversAsTextOrList_connects(@BootstrapServers String servers, @Topic String topic) {
        ProducerConfiguration durable = ProducerConfiguration.durable();
        try (Producer fromText = Producer.create(servers + "," + CLOSED_PORT, durable);
                Producer fromList = Producer.create(List.of(CLOSED_PORT, servers), durable)) {
            assertThat(fromText.sendWithMetadata(ProducerRecord.of(topic, "a")).offset())
                    .hasValue(0);
            assertThat(fromList.sendWithMetadata(ProducerRecord.of(topic, "b")).offset())
                    .hasValue(1);
        }
    }

    @Test
    @Clause({"3.2-2", "3.3.1-8", "11-2"})
    void send_brokerUnreachable_failsRetriablyWithinMaxBlock() {
        try (Producer producer = Producer.create(CLOSED_PORT, impatient())) {
            ConnectorException failure =
                    Failures.within(DEADLINE.plus(SLACK), () -> producer.send(ProducerRecord.of("t", "x")));
            assertThat(failure.operation()).isEqualTo("send");
            assertThat(failure.isRetriable()).isTrue();
            assertThat(failure.isFatal()).isFalse();
            assertThat(failure.requiresAbort()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "localhost", "localhost:port", ",", UNKNOWN_HOST})
    @Clause("3.2-3")
    void create_badAddress_isRefused(String servers) {
        Failures.of(() -> Producer.create(servers, impatient()).close());
        Failures.of(() -> Producer.create(List.of(servers), impatient()).close());
    }

    @Test
    @Clause("3.2-3")
    void create_noAddress_isRefused() {
        Failures.of(() -> Producer.create(List.of(), impatient()).close());
    }

    @Test
    @Clause("3.2-4")
    void create_transactionalAndUnreachable_failsWithinMaxBlock() {
        ProducerConfiguration config = ProducerConfiguration.builder()
                .acks(Acks.ALL)
                .enableIdempotence(true)
                .transactionalId("unreachable")
                .maxBlock(DEADLINE)
                .build();
        ConnectorException failure = Failures.within(
                DEADLINE.plus(SLACK), () -> Producer.create(CLOSED_PORT, config).close());
        assertThat(failure.isRetriable()).isTrue();
    }

    @Test
    @Clause({"3.3.1-1", "3.3.1-3", "13-3"})
    void send_everythingGiven_isReadByAnyClientAsGiven(
            @BootstrapServers String servers, @Topic(partitions = 3) String topic) {
        try (Producer producer = producer(servers);
                RawKafka raw = RawKafka.at(servers)) {
            producer.send(ProducerRecord.of(topic, "key", "value")
                    .withPartition(2)
                    .withTimestamp(1_700_000_000_123L)
                    .withHeader("trace", "42"));
            ConsumerRecord<byte[], byte[]> read = raw.read(topic, 1).get(0);
            assertThat(read.partition()).isEqualTo(2);
            assertThat(read.offset()).isZero();
            assertThat(read.timestamp()).isEqualTo(1_700_000_000_123L);
            assertThat(new String(read.key(), UTF_8)).isEqualTo("key");
            assertThat(new String(read.value(), UTF_8)).isEqualTo("value");
            assertThat(read.headers().lastHeader("trace").value())
                    .asString(UTF_8)
                    .isEqualTo("42");
        }
    }

    @Test
    @Clause("3.3.1-3")
    void send_noTimestamp_carriesTheTimeOfSending(@BootstrapServers String servers, @Topic String topic) {
        long before = System.currentTimeMillis();
        try (Producer producer = producer(servers);
                RawKafka raw = RawKafka.at(servers)) {
            producer.send(ProducerRecord.of(topic, "now"));
            assertThat(raw.read(topic, 1).get(0).timestamp()).isBetween(before, System.currentTimeMillis());
        }
    }

    @Test
    @Clause("3.3.1-2")
    void send_equalKeys_shareOnePartitionInOrder(
            @BootstrapServers String servers, @Topic(partitions = 3) String topic) {
        try (Producer producer = producer(servers);
                RawKafka raw = RawKafka.at(servers)) {
            IntStream.range(0, 40).forEach(i -> producer.send(ProducerRecord.of(topic, "key-" + i % 4, i)));
            Map<String, List<ConsumerRecord<byte[], byte[]>>> byKey =
                    raw.read(topic, 40).stream().collect(groupingBy(read -> new String(read.key(), UTF_8)));
            assertThat(byKey).hasSize(4);
            byKey.forEach((key, reads) -> {
                assertThat(reads)
                        .extracting(ConsumerRecord::partition)
                        .containsOnly(reads.get(0).partition());
                assertThat(reads)
                        .extracting(read -> Integer.parseInt(new String(read.value(), UTF_8)))
                        .isSorted()
                        .hasSize(10);
            });
        }
    }

    @Test
    @Clause("3.3.1-4")
    void send_wrongPartitionOrTimestamp_isRefused(@BootstrapServers String servers, @Topic String topic) {
        try (Producer producer = Producer.create(servers, impatient())) {
            ProducerRecord<Void, String> good = ProducerRecord.of(topic, "x");
            Failures.of(() -> producer.send(good.withPartition(-1)));
            Failures.of(() -> producer.send(good.withTimestamp(-5)));
            Failures.within(DEADLINE.plus(SLACK), () -> producer.send(good.withPartition(17)));
            assertThatCode(() -> producer.send(good)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "no/slash", "no space", ".."})
    @Clause({"3.3.1-5", "3.3.5-2"})
    void topic_blankOrNotAllowed_isRefused(String topic, @BootstrapServers String servers) {
        try (Producer producer = Producer.create(servers, impatient())) {
            Failures.of(() -> producer.send(ProducerRecord.of(topic, "x")));
            Failures.of(() -> producer.getTopicPartitions(topic));
        }
    }

    @Test
    @Clause("3.3.1-6")
    void send_recordTooLarge_namesTheField(@BootstrapServers String servers, @Topic String topic) {
        ProducerConfiguration config =
                ProducerConfiguration.builder().maxRequestSize(2_000).build();
        try (Producer producer = Producer.create(servers, config)) {
            ConnectorException failure = Failures.of(() -> producer.send(ProducerRecord.of(topic, new byte[3_000])));
            assertThat(failure.isRetriable()).isFalse();
            assertThat(failure).hasMessageContaining("maxRequestSize");
        }
    }

    @Test
    @Clause("3.3.1-7")
    void send_valueOrKeyCannotBeEncoded_sendsNothing(@BootstrapServers String servers, @Topic String topic) {
        List<Object> circle = new ArrayList<>();
        circle.add(circle);
        try (Producer producer = producer(servers)) {
            Failures.of(() -> producer.send(ProducerRecord.of(topic, circle)));
            Failures.of(() -> producer.send(ProducerRecord.of(topic, circle, "value")));
            assertThat(producer.sendWithMetadata(ProducerRecord.of(topic, "first"))
                            .offset())
                    .hasValue(0);
        }
    }

    @Test
    @Clause("3.3.1-9")
    void send_fromSeveralThreads_losesNothing(@BootstrapServers String servers, @Topic String topic) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Producer producer = producer(servers);
                RawKafka raw = RawKafka.at(servers)) {
            List<Callable<Void>> senders = IntStream.range(0, 4)
                    .<Callable<Void>>mapToObj(sender -> () -> {
                        for (int i = 0; i < 50; i++) {
                            producer.send(ProducerRecord.of(topic, sender, i));
                        }
                        return null;
                    })
                    .toList();
            for (Future<Void> sender : threads.invokeAll(senders)) {
                sender.get();
            }
            Map<String, List<Integer>> bySender = raw.read(topic, 200).stream()
                    .collect(groupingBy(
                            read -> new String(read.key(), UTF_8),
                            mapping(read -> Integer.parseInt(new String(read.value(), UTF_8)), toList())));
            List<Integer> inOrder = IntStream.range(0, 50).boxed().toList();
            assertThat(bySender)
                    .hasSize(4)
                    .allSatisfy((sender, values) -> assertThat(values).isEqualTo(inOrder));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Clause("3.3.1-10")
    void send_interrupted_failsAndRestoresTheInterrupt() {
        ProducerConfiguration patient =
                ProducerConfiguration.builder().maxBlock(Duration.ofSeconds(60)).build();
        try (Producer producer = Producer.create(CLOSED_PORT, patient)) {
            Thread.currentThread().interrupt();
            Failures.of(() -> producer.send(ProducerRecord.of("t", "x")));
            assertThat(Thread.interrupted()).isTrue();
            producer.close(Duration.ZERO);
        }
    }

    @Test
    @Clause({"3.3.2-1", "2.4-1"})
    void sendWithMetadata_tellsWhereAndHowLarge(@BootstrapServers String servers, @Topic(partitions = 3) String topic) {
        try (Producer producer = producer(servers)) {
            RecordMetadata first = producer.sendWithMetadata(
                    ProducerRecord.of(topic, "key", "value").withPartition(1).withTimestamp(77));
            assertThat(first).isEqualTo(new RecordMetadata(topic, 1, OptionalLong.of(0), OptionalLong.of(77), 3, 5));
            RecordMetadata second = producer.sendWithMetadata(ProducerRecord.<String, String>of(topic, null, null)
                    .withPartition(1)
                    .withTimestamp(78));
            assertThat(second).isEqualTo(new RecordMetadata(topic, 1, OptionalLong.of(1), OptionalLong.of(78), -1, -1));
        }
    }

    @Test
    @Clause({"2.4-2"})
    void sendWithMetadata_acksNone_knowsNoOffset(@BootstrapServers String servers, @Topic String topic) {
        try (Producer producer = Producer.create(
                servers, ProducerConfiguration.builder().acks(Acks.NONE).build())) {
            assertThat(producer.sendWithMetadata(ProducerRecord.of(topic, "x")).offset())
                    .isEmpty();
        }
    }

    @Test
    @Clause("3.3.2-2")
    void sendWithMetadata_brokerUnreachable_failsAsSend() {
        try (Producer producer = Producer.create(CLOSED_PORT, impatient())) {
            ConnectorException failure =
                    Failures.within(DEADLINE.plus(SLACK), () -> producer.sendWithMetadata(ProducerRecord.of("t", "x")));
            assertThat(failure.operation()).isEqualTo("sendWithMetadata");
            assertThat(failure.isRetriable()).isTrue();
        }
    }

    @Test
    @Clause("3.3.5-1")
    void getTopicPartitions_areAscending(@BootstrapServers String servers, @Topic(partitions = 3) String topic) {
        try (Producer producer = producer(servers)) {
            assertThat(producer.getTopicPartitions(topic)).isEqualTo(partitions(topic, 3));
        }
    }

    @Test
    @Clause("3.3.5-2")
    void getTopicPartitions_brokerUnreachable_failsWithinMaxBlock() {
        try (Producer producer = Producer.create(CLOSED_PORT, impatient())) {
            ConnectorException failure = Failures.within(DEADLINE.plus(SLACK), () -> producer.getTopicPartitions("t"));
            assertThat(failure.operation()).isEqualTo("getTopicPartitions");
        }
    }
}
