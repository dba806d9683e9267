package dev.barre.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmbeddedKafkaExtension.class)
class TransactionsTest {
    private String servers;
    private String topic;
    private String id;
    private Producer producer;

    @BeforeEach
    void open(@BootstrapServers String bootstrapServers, @Topic String newTopic, @GroupId String unique) {
        servers = bootstrapServers;
        topic = newTopic;
        id = unique;
        producer = transactional();
    }

    @AfterEach
    void close() {
        producer.close();
    }

    private Producer transactional() {
        return Producer.create(
                servers,
                ProducerConfiguration.durable().toBuilder().transactionalId(id).build());
    }

    /** What a reader of committed records sees, in order. */
    private List<String> committed() {
        var config = ConsumerConfiguration.builder()
                .isolationLevel(IsolationLevel.READ_COMMITTED)
                .offsetReset(OffsetReset.EARLIEST)
                .build();
        try (Consumer consumer = Consumer.create(servers, config)) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            long end = consumer.getEndOffsets(List.of(partition)).get(0).offset();
            List<String> seen = new ArrayList<>();
            while (consumer.getPositionOffset(partition) < end) {
                seen.addAll(consumer.pollPayload(Duration.ofMillis(200), String.class));
            }
            return seen;
        }
    }

    private void send(String value) {
        producer.send(ProducerRecord.of(topic, value));
    }

    @Test
    void transaction_workReturns_isCommitted() {
        producer.transaction(() -> {
            send("a");
            send("b");
        });

        assertThat(committed()).containsExactly("a", "b");
    }

    @Test
    void transaction_workThrows_isAbortedAndTheSameIsThrown() {
        IllegalStateException thrown = new IllegalStateException("no");

        assertThatThrownBy(() -> producer.transaction(() -> {
                    send("a");
                    throw thrown;
                }))
                .isSameAs(thrown);
        producer.transaction(() -> send("b"));

        assertThat(committed()).containsExactly("b");
    }

    @Test
    void transaction_workTakesNoNoticeOfASendThatIsRefused_isAborted() {
        assertThatThrownBy(() -> producer.transaction(() -> {
                    send("debit");
                    try {
                        producer.send(ProducerRecord.of(" ", "credit"));
                    } catch (ConnectorException unnoticed) {
                        // As code that logs it and goes on.
                    }
                }))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("a send in it has failed");
        producer.transaction(() -> send("b"));

        assertThat(committed()).containsExactly("b");
    }

    @Test
    void send_outsideATransaction_isRefused() {
        assertThatThrownBy(() -> send("a"))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("inside transaction");
    }

    @Test
    void transaction_nested_isRefusedAndTheOuterAborted() {
        assertThatThrownBy(() -> producer.transaction(() -> {
                    send("a");
                    producer.transaction(() -> send("b"));
                }))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("nested");

        assertThat(committed()).isEmpty();
    }

    @Test
    void transaction_twoThreads_runOneAfterTheOther() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Void> one = Background.run(() -> producer.transaction(() -> {
            send("a");
            inside.countDown();
            awaitQuietly(release);
            send("b");
        }));
        inside.await();
        CompletableFuture<Void> other = Background.run(() -> producer.transaction(() -> send("c")));
        release.countDown();
        CompletableFuture.allOf(one, other).get(30, TimeUnit.SECONDS);

        assertThat(committed()).containsExactly("a", "b", "c");
    }

    @Test
    void transaction_idTakenOver_isFatal() {
        producer.transaction(() -> send("a"));
        try (Producer successor = transactional()) {
            assertThatThrownBy(() -> producer.transaction(() -> send("b")))
                    .isInstanceOfSatisfying(
                            ConnectorException.class,
                            error -> assertThat(error.isRetriable()).isFalse());
            successor.transaction(() -> successor.send(ProducerRecord.of(topic, "c")));
        }
        assertThat(committed()).containsExactly("a", "c");
    }

    @Test
    void transaction_withoutATransactionalId_isRefused() {
        try (Producer plain = Producer.create(servers, ProducerConfiguration.durable())) {
            assertThatThrownBy(() -> plain.transaction(() -> {}))
                    .isInstanceOf(ConnectorException.class)
                    .hasMessageContaining("transactionalId");
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
