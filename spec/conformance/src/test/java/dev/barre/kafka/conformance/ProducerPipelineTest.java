package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.CLOSED_PORT;
import static dev.barre.kafka.conformance.Clients.producer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.ProducerRecord;
import dev.barre.kafka.RecordMetadata;
import dev.barre.kafka.SendReport;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Chapter 3.3: the functions that send many records at once, and the end of a producer. */
@ExtendWith(EmbeddedKafkaExtension.class)
class ProducerPipelineTest {
    /** A linger that no test waits for: what arrives earlier was pushed. */
    private static final ProducerConfiguration LINGERING = ProducerConfiguration.builder()
            .linger(Duration.ofSeconds(30))
            .batchSize(1_000_000)
            .build();

    private static Object cannotBeEncoded() {
        List<Object> circle = new ArrayList<>();
        circle.add(circle);
        return circle;
    }

    @Test
    @Clause("3.3.6-1")
    void sendAsync_manyRecords_completeInOrder(@BootstrapServers String servers, @Topic String topic) {
        try (Producer producer = producer(servers);
                RawKafka raw = RawKafka.at(servers)) {
            List<CompletableFuture<RecordMetadata>> futures = IntStream.range(0, 500)
                    .mapToObj(i -> producer.sendAsync(ProducerRecord.of(topic, i)))
                    .toList();
            for (int i = 0; i < futures.size(); i++) {
                assertThat(futures.get(i).join().offset()).hasValue(i);
            }
            assertThat(raw.read(topic, 500))
                    .extracting(read -> Integer.parseInt(new String(read.value(), UTF_8)))
                    .isEqualTo(IntStream.range(0, 500).boxed().toList());
        }
    }

    @Test
    @Clause("3.3.6-3")
    void send_onTheThreadThatCompletesFutures_isRefusedAndNotWaitedFor(
            @BootstrapServers String servers, @Topic String topic) {
        try (Producer producer = Producer.create(servers, LINGERING)) {
            CompletableFuture<CompletableFuture<ConnectorException>> second = new CompletableFuture<>();
            CompletableFuture<ConnectorException> first = producer.sendAsync(ProducerRecord.of(topic, "first"))
                    .thenApply(at -> {
                        second.complete(producer.sendAsync(ProducerRecord.of(topic, "sent there"))
                                .thenApply(there -> refusedThere(producer, topic)));
                        return refusedThere(producer, topic);
                    });
            producer.flush();
            assertThat(first.join()).hasMessageContaining("sendAsync");
            producer.flush();
            assertThat(second.join().join()).hasMessageContaining("sendAsync");

            producer.sendAsync(ProducerRecord.of(topic, cannotBeEncoded()));
            assertThatCode(() -> producer.sendAll(List.of())).doesNotThrowAnyException();
        }
    }

    private static ConnectorException refusedThere(Producer producer, String topic) {
        Failures.of(() -> producer.sendWithMetadata(ProducerRecord.of(topic, "never")));
        Failures.of(() -> producer.sendAll(List.of()));
        return Failures.of(() -> producer.send(ProducerRecord.of(topic, "never")));
    }

    @Test
    @Clause("3.3.6-2")
    void sendAsync_oneFails_othersArrive(@BootstrapServers String servers, @Topic String topic) {
        ProducerConfiguration config =
                ProducerConfiguration.builder().maxRequestSize(2_000).build();
        try (Producer producer = Producer.create(servers, config)) {
            CompletableFuture<RecordMetadata> first = producer.sendAsync(ProducerRecord.of(topic, "first"));
            CompletableFuture<RecordMetadata> circle = producer.sendAsync(ProducerRecord.of(topic, cannotBeEncoded()));
            CompletableFuture<RecordMetadata> large = producer.sendAsync(ProducerRecord.of(topic, new byte[3_000]));
            CompletableFuture<RecordMetadata> last = producer.sendAsync(ProducerRecord.of(topic, "last"));
            Failures.of(circle::join);
            Failures.of(large::join);
            assertThat(first.join().offset()).hasValue(0);
            assertThat(last.join().offset()).hasValue(1);
        }
    }

    @Test
    @Clause("3.3.7-1")
    void sendAll_reportsEachRecordInOrder(@BootstrapServers String servers, @Topic String topic) {
        try (Producer producer = producer(servers)) {
            SendReport report = producer.sendAll(IntStream.range(0, 100)
                    .mapToObj(i -> ProducerRecord.of(topic, i))
                    .toList());
            assertThat(report.succeeded()).isEqualTo(100);
            assertThat(report.failed()).isZero();
            assertThat(report.failures()).isEmpty();
            assertThat(report.outcomes()).hasSize(100);
            for (int i = 0; i < 100; i++) {
                int index = i;
                assertThat(report.outcomes().get(i)).isInstanceOfSatisfying(SendReport.Outcome.Sent.class, sent -> {
                    assertThat(sent.index()).isEqualTo(index);
                    assertThat(sent.metadata().offset()).hasValue(index);
                });
            }
            assertThatCode(report::throwIfFailed).doesNotThrowAnyException();
        }
    }

    @Test
    @Clause("3.3.7-2")
    void sendAll_oneFails_othersArriveAndTheReportTells(@BootstrapServers String servers, @Topic String topic) {
        try (Producer producer = producer(servers)) {
            SendReport report = producer.sendAll(List.of(
                    ProducerRecord.of(topic, "a"),
                    ProducerRecord.of(topic, cannotBeEncoded()),
                    ProducerRecord.of(topic, "c")));
            assertThat(report.succeeded()).isEqualTo(2);
            assertThat(report.failed()).isEqualTo(1);
            assertThat(report.failures()).singleElement().satisfies(failed -> {
                assertThat(failed.index()).isEqualTo(1);
                assertThat(failed.error()).isInstanceOf(ConnectorException.class);
            });
            assertThat(Failures.of(report::throwIfFailed).operation()).isEqualTo("sendAll");
        }
    }

    @Test
    @Clause("3.3.4-1")
    void flush_returnsWhenEverythingGivenIsAcknowledged(@BootstrapServers String servers, @Topic String topic) {
        try (Producer producer = Producer.create(servers, LINGERING);
                RawKafka raw = RawKafka.at(servers)) {
            List<CompletableFuture<RecordMetadata>> futures = IntStream.range(0, 20)
                    .mapToObj(i -> producer.sendAsync(ProducerRecord.of(topic, i)))
                    .toList();
            producer.flush();
            assertThat(futures).allSatisfy(future -> assertThat(future).isCompleted());
            assertThat(raw.read(topic, 20)).hasSize(20);
        }
    }

    @Test
    @Clause("3.3.3-1")
    void close_letsRecordsUnderWayArrive_andMayBeCalledTwice(@BootstrapServers String servers, @Topic String topic) {
        Producer producer = Producer.create(servers, LINGERING);
        List<CompletableFuture<RecordMetadata>> futures = IntStream.range(0, 20)
                .mapToObj(i -> producer.sendAsync(ProducerRecord.of(topic, i)))
                .toList();
        producer.close();
        assertThat(futures)
                .allSatisfy(future -> assertThat(future.join().offset()).isPresent());
        assertThatCode(producer::close).doesNotThrowAnyException();
        assertThatCode(() -> producer.close(Duration.ofSeconds(1))).doesNotThrowAnyException();
    }

    @Test
    @Clause("3.3.3-2")
    void closeWithTimeout_brokerGone_returnsAndFailsWhatIsLeft() {
        ProducerConfiguration config =
                ProducerConfiguration.builder().maxBlock(Duration.ofMillis(300)).build();
        Producer producer = Producer.create(CLOSED_PORT, config);
        CompletableFuture<RecordMetadata> unsent = producer.sendAsync(ProducerRecord.of("t", "x"));
        long start = System.nanoTime();
        producer.close(Duration.ofMillis(500));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        Failures.of(unsent::join);
    }

    @Test
    @Clause("3.3.3-2")
    void closeWithTimeout_negative_isRefused(@BootstrapServers String servers) {
        try (Producer producer = producer(servers)) {
            Failures.of(() -> producer.close(Duration.ofMillis(-1)));
        }
    }
}
