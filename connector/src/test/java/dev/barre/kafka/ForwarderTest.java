package dev.barre.kafka;

import static dev.barre.kafka.RawRecords.header;
import static dev.barre.kafka.RawRecords.slice;
import static dev.barre.kafka.RawRecords.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.Topic;
import dev.barre.kafka.internal.engine.Backoff;
import dev.barre.kafka.interop.ClientSettings;
import dev.barre.kafka.interop.MockedProducers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sends that fail at chosen moments: Kafka's mocked producer, topics of a real broker. */
@ExtendWith(EmbeddedKafkaExtension.class)
class ForwarderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration NEVER = Duration.ofHours(1);

    private final List<MockProducer<byte[], byte[]>> producers = new CopyOnWriteArrayList<>();
    private final List<ConnectorException> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicBoolean noMemory = new AtomicBoolean();
    private final AtomicLong nanos = new AtomicLong();
    private volatile Runnable beforeProducer = () -> {};
    private String servers;
    private String topic;
    private Forwarder forwarder;

    @BeforeEach
    void open(@BootstrapServers String servers, @Topic(partitions = 2) String topic) {
        this.servers = servers;
        this.topic = topic;
        this.forwarder = forwarder(Duration.ofMillis(1), NEVER, NEVER);
    }

    @AfterEach
    void close() {
        forwarder.close(Duration.ZERO);
    }

    private Forwarder forwarder(Duration wait, Duration waitWhenRefused, Duration longestSend) {
        return new Forwarder(
                "test",
                () -> {
                    beforeProducer.run();
                    var kafka = new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                        @Override
                        public synchronized Future<RecordMetadata> send(
                                ProducerRecord<byte[], byte[]> record, Callback callback) {
                            if (sendException != null) {
                                refused.incrementAndGet();
                            }
                            if (noMemory.get()) {
                                throw new OutOfMemoryError("Java heap space");
                            }
                            return super.send(record, callback);
                        }
                    };
                    producers.add(kafka);
                    return MockedProducers.over(kafka, ConnectorException::from);
                },
                new TopicsOnDemand(ClientSettings.of(List.of(servers), Map.of())),
                new Forwarder.Waits(new Backoff(wait, wait, () -> 1), waitWhenRefused, longestSend),
                new ForwardTroubles(told::add, nanos::get));
    }

    private CompletableFuture<Void> send(int partition, long offset, String value) {
        return send(Forwarded.of(
                slice("source", partition, offset, value), 0, topic, Headers.of("barre-exception-message", "long")));
    }

    private CompletableFuture<Void> send(Forwarded record) {
        CompletionStage<Void> stage = forwarder.send(record);
        return stage.toCompletableFuture();
    }

    private List<String> sent() {
        return producers.stream()
                .flatMap(producer -> producer.history().stream())
                .map(record -> text(record.value()))
                .toList();
    }

    private void awaitSent(String... values) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(sent()).containsExactly(values));
    }

    private MockProducer<byte[], byte[]> producer() {
        return producers.get(producers.size() - 1);
    }

    @Test
    void send_acknowledged_completes() {
        CompletableFuture<Void> done = send(0, 5, "a");
        awaitSent("a");
        assertThat(done).isNotDone();
        assertThat(forwarder.waiting()).isEqualTo(1);

        producer().completeNext();
        assertThat(done).isCompleted();
        assertThat(forwarder.waiting()).isZero();
        ProducerRecord<byte[], byte[]> record = producer().history().get(0);
        assertThat(record.partition()).isZero();
        assertThat(record.timestamp()).isEqualTo(RawRecords.TIME);
        assertThat(text(record.key())).isEqualTo("key");
    }

    @Test
    void send_partitionThatTheTopicLacks_goesByKey() {
        send(7, 5, "a");
        awaitSent("a");

        assertThat(producer().history().get(0).partition()).isNull();
    }

    @Test
    void failures_areSentAgainInOrderBeforeWhatCameMeanwhile() {
        send(0, 1, "a");
        send(0, 2, "b");
        awaitSent("a", "b");
        producer().errorNext(new TimeoutException("gone"));
        CompletableFuture<Void> later = send(0, 3, "c");
        producer().errorNext(new TimeoutException("gone"));

        awaitSent("a", "b", "a", "b", "c");
        for (int i = 0; i < 3; i++) {
            producer().completeNext();
        }
        assertThat(later).isCompleted();
    }

    @Test
    void sendThatCannotEvenBeBuffered_keepsThoseBehindItFromBlockingToo() {
        forwarder.close(Duration.ZERO);
        forwarder = forwarder(Duration.ofSeconds(1), NEVER, NEVER);
        send(0, 1, "a");
        awaitSent("a");
        send(0, 2, "b");
        awaitSent("a", "b");
        MockProducer<byte[], byte[]> kafka = producer();
        kafka.sendException = new TimeoutException("no metadata");
        kafka.errorNext(new TimeoutException("gone"));
        kafka.errorNext(new TimeoutException("gone"));
        await().atMost(PATIENCE).until(() -> refused.get() > 0);
        send(1, 1, "c");
        await().atMost(PATIENCE).until(() -> refused.get() > 1);

        assertThat(refused).hasValue(2);
        kafka.sendException = null;
        await().atMost(PATIENCE).until(() -> sent().size() == 5);
    }

    @Test
    void failure_holdsUpItsOwnPartitionOnly() {
        forwarder.close(Duration.ZERO);
        forwarder = forwarder(NEVER, NEVER, NEVER);
        CompletableFuture<Void> failing = send(0, 1, "a");
        awaitSent("a");
        producer().errorNext(new TimeoutException("gone"));
        await().atMost(PATIENCE).until(() -> told.size() == 1);
        send(0, 2, "held");
        CompletableFuture<Void> other = send(1, 1, "b");

        awaitSent("a", "b");
        producer().completeNext();
        assertThat(other).isCompleted();
        assertThat(failing).isNotDone();
    }

    @Test
    void failure_isToldAtOnceThenOnceAMinuteThenAnewAfterSuccess() {
        send(0, 1, "a");
        awaitSent("a");
        producer().errorNext(new TimeoutException("gone"));
        awaitSent("a", "a");
        producer().errorNext(new TimeoutException("gone"));
        awaitSent("a", "a", "a");
        assertThat(told).hasSize(1);
        assertThat(told.get(0).isRetriable()).isTrue();
        assertThat(told.get(0)).hasMessageContaining("source-0@1 to " + topic);

        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        producer().errorNext(new TimeoutException("gone"));
        awaitSent("a", "a", "a", "a");
        assertThat(told).hasSize(2);

        producer().completeNext();
        send(0, 2, "b");
        awaitSent("a", "a", "a", "a", "b");
        producer().errorNext(new TimeoutException("gone"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told).hasSize(3));
    }

    @Test
    void tooLarge_losesTheMessageOfTheExceptionFirst() {
        CompletableFuture<Void> done = send(0, 1, "a");
        awaitSent("a");
        producer().errorNext(new RecordTooLargeException("too large"));
        awaitSent("a", "a");
        producer().completeNext();

        assertThat(done).isCompleted();
        assertThat(producer().history().get(0).headers()).hasSize(1);
        assertThat(producer().history().get(1).headers()).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void tooLargeWithoutMessage_isToldAndTriedAgainAndHoldsUpNobody() {
        forwarder.close(Duration.ZERO);
        forwarder = forwarder(Duration.ofMillis(1), Duration.ofMillis(300), NEVER);
        CompletableFuture<Void> large = send(0, 1, "large");
        awaitSent("large");
        producer().errorNext(new RecordTooLargeException("too large"));
        awaitSent("large", "large");
        producer().errorNext(new RecordTooLargeException("too large"));
        await().atMost(PATIENCE).until(() -> told.size() == 1);
        CompletableFuture<Void> small = send(0, 2, "small");
        await().atMost(PATIENCE).until(() -> sent().contains("small"));
        await().atMost(PATIENCE).until(() -> sent().size() == 4);
        producer().completeNext();
        producer().completeNext();

        assertThat(large).isCompleted();
        assertThat(small).isCompleted();
        assertThat(told).hasSize(1);
    }

    @Test
    void timestampThatTheTopicDoesNotTake_holdsUpNobody() {
        CompletableFuture<Void> odd = send(0, 1, "odd");
        awaitSent("odd");
        producer().errorNext(new InvalidTimestampException("in the future"));
        await().atMost(PATIENCE).until(() -> told.size() == 1);
        CompletableFuture<Void> next = send(0, 2, "next");
        awaitSent("odd", "next");
        producer().completeNext();

        assertThat(next).isCompleted();
        assertThat(odd).as("is tried again later").isNotDone();
    }

    @Test
    void noMemoryForARecord_isToldAndItIsTriedAgain() {
        noMemory.set(true);
        CompletableFuture<Void> done = send(0, 1, "a");
        await().atMost(PATIENCE).until(() -> told.size() == 1);
        noMemory.set(false);
        await().atMost(PATIENCE).until(() -> sent().contains("a"));
        producer().completeNext();

        assertThat(done).isCompleted();
    }

    @Test
    void producerThatCannotGoOn_cannotBeClosedEither_isReplaced() {
        CompletableFuture<Void> done = send(0, 1, "a");
        awaitSent("a");
        producer().closeException = new KafkaException("a metrics reporter");
        producer().errorNext(new OutOfOrderSequenceException("lost"));
        await().atMost(PATIENCE).until(() -> producers.size() == 2);
        awaitSent("a", "a");
        producer().completeNext();

        assertThat(done).isCompleted();
    }

    @Test
    void producerThatCannotGoOn_isReplaced() {
        CompletableFuture<Void> done = send(0, 1, "a");
        awaitSent("a");
        producer().errorNext(new OutOfOrderSequenceException("lost"));
        await().atMost(PATIENCE).until(() -> producers.size() == 2);
        awaitSent("a", "a");
        producer().completeNext();

        assertThat(producers.get(0).closed()).isTrue();
        assertThat(done).isCompleted();
    }

    @Test
    void producerThatSaysNothingAnyMore_isReplaced_andWhatItSaysAfterAllCountsOnce() {
        forwarder.close(Duration.ZERO);
        forwarder = forwarder(Duration.ofMillis(1), NEVER, Duration.ofMillis(200));
        CompletableFuture<Void> done = send(0, 1, "a");
        await().atMost(PATIENCE).until(() -> producers.size() >= 2);
        assertThat(told.get(0)).hasMessageContaining("No answer");
        MockProducer<byte[], byte[]> silent = producers.get(0);
        silent.completeNext();
        assertThat(done).as("it stands in the topic").isCompleted();
        CompletableFuture<Void> next = send(0, 2, "b");
        await().atMost(PATIENCE).until(() -> {
            producers.stream().filter(each -> !each.closed()).forEach(MockProducer::completeNext);
            return next.isDone();
        });

        assertThat(next).isCompleted();
        assertThat(forwarder.waiting()).isZero();
    }

    @Test
    void close_whatIsNotAcknowledgedFails() {
        CompletableFuture<Void> before = send(0, 1, "a");
        awaitSent("a");
        forwarder.close(Duration.ofSeconds(1));
        CompletableFuture<Void> after = send(0, 2, "b");

        for (CompletableFuture<Void> each : List.of(before, after)) {
            assertThatThrownBy(() -> each.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            ConnectorException.class,
                            failure -> assertThat(failure.isRetriable()).isTrue());
        }
        assertThat(forwarder.waiting()).isZero();
    }

    @Test
    void close_producerIsBeingMade_isClosedToo() {
        CompletableFuture<Void> inside = new CompletableFuture<>();
        CompletableFuture<Void> release = new CompletableFuture<>();
        beforeProducer = () -> {
            inside.complete(null);
            // Not by an interrupt: so are producers made.
            release.join();
        };
        CompletableFuture<Void> done = send(0, 0, "a");
        await().atMost(PATIENCE).until(inside::isDone);
        forwarder.close(Duration.ZERO);
        release.complete(null);

        assertThat(done).isCompletedExceptionally();
        await().atMost(PATIENCE)
                .until(() -> producers.size() == 1 && producers.get(0).closed());
    }

    @Test
    void callbackThatThrows_doesNotStopTheSends() {
        forwarder.close(Duration.ZERO);
        told.clear();
        Forwarder throwing = new Forwarder(
                "test",
                () -> {
                    var kafka = new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
                    producers.add(kafka);
                    return MockedProducers.over(kafka, ConnectorException::from);
                },
                new TopicsOnDemand(ClientSettings.of(List.of(servers), Map.of("bootstrap.servers", servers))),
                new Forwarder.Waits(new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), () -> 1), NEVER, NEVER),
                new ForwardTroubles(
                        failure -> {
                            throw new IllegalStateException("thrown by the callback");
                        },
                        nanos::get));
        forwarder = throwing;
        CompletableFuture<Void> done = send(0, 1, "a");
        awaitSent("a");
        producer().errorNext(new TimeoutException("gone"));
        awaitSent("a", "a");
        producer().completeNext();

        assertThat(done).isCompleted();
    }

    @Test
    void headers_keepRepeatsAndNulls() {
        send(Forwarded.of(
                slice("source", 0, 1, null),
                0,
                topic,
                Headers.builder().add("a", "1").add("a", (String) null).build()));
        await().atMost(PATIENCE)
                .until(() -> !producers.isEmpty() && !producer().history().isEmpty());

        ProducerRecord<byte[], byte[]> record = producer().history().get(0);
        assertThat(record.value()).isNull();
        assertThat(record.headers()).containsExactly(header("a", "1"), header("a", null));
    }
}
