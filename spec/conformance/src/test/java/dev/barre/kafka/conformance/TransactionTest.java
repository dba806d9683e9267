package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.payloadsUntil;
import static dev.barre.kafka.conformance.Clients.producer;
import static dev.barre.kafka.conformance.Clients.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.barre.kafka.Acks;
import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.Consumer;
import dev.barre.kafka.IsolationLevel;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.ProducerRecord;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Chapter 3.3.8 and what a reader sees of a transaction. */
@ExtendWith(EmbeddedKafkaExtension.class)
@SuppressWarnings("FutureReturnValueIgnored") // what happens to a send that nobody looks at is under test
class TransactionTest {
    private static Producer transactional(String servers, String transactionalId) {
        return Producer.create(
                servers,
                ProducerConfiguration.builder()
                        .acks(Acks.ALL)
                        .enableIdempotence(true)
                        .transactionalId(transactionalId)
                        .build());
    }

    private static String freshId() {
        return UUID.randomUUID().toString();
    }

    private static Consumer committedOnly(String servers, String group, String topic) {
        return Consumer.create(
                servers,
                reading(group, topic)
                        .isolationLevel(IsolationLevel.READ_COMMITTED)
                        .build());
    }

    @Test
    @Clause({"3.3.8-1", "4.1-8"})
    void transaction_workReturns_commitsAllOfIt(
            @BootstrapServers String servers, @Topic(partitions = 3) String topic, @GroupId String group) {
        AtomicReference<Thread> thread = new AtomicReference<>();
        try (Producer producer = transactional(servers, freshId());
                Consumer consumer = committedOnly(servers, group, topic)) {
            producer.transaction(() -> {
                thread.set(Thread.currentThread());
                producer.send(ProducerRecord.of(topic, "a").withPartition(0));
                producer.sendAsync(ProducerRecord.of(topic, "b").withPartition(1));
                producer.sendAll(List.of(ProducerRecord.of(topic, "c").withPartition(2)));
                assertThat(consumer.pollPayload(Clients.WATCH, String.class)).isEmpty();
            });
            assertThat(thread.get()).isSameAs(Thread.currentThread());
            assertThat(payloadsUntil(consumer, 3, String.class)).containsExactlyInAnyOrder("a", "b", "c");
        }
    }

    @Test
    @Clause({"3.3.8-2", "4.1-8"})
    void transaction_workThrows_abortsAndStaysUsable(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        IllegalStateException thrown = new IllegalStateException("the work failed");
        try (Producer producer = transactional(servers, freshId());
                Consumer committed = committedOnly(servers, group, topic);
                Consumer everything = Clients.assigned(servers, topic, 1)) {
            assertThatThrownBy(() -> producer.transaction(() -> {
                        producer.send(ProducerRecord.of(topic, "aborted"));
                        throw thrown;
                    }))
                    .isSameAs(thrown);
            producer.transaction(() -> producer.send(ProducerRecord.of(topic, "committed")));
            assertThat(payloadsUntil(committed, 1, String.class)).containsExactly("committed");
            assertThat(payloadsUntil(everything, 2, String.class)).containsExactly("aborted", "committed");
        }
    }

    @Test
    @Clause("3.3.8-3")
    void transaction_aSendFailsUnseen_aborts(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        try (Producer producer = transactional(servers, freshId());
                Consumer consumer = committedOnly(servers, group, topic)) {
            AtomicReference<CompletableFuture<?>> large = new AtomicReference<>();
            Failures.of(() -> producer.transaction(() -> {
                producer.sendAsync(ProducerRecord.of(topic, "small"));
                large.set(producer.sendAsync(ProducerRecord.of(topic, new byte[2_000_000])));
            }));
            assertThat(large.get()).isCompletedExceptionally();
            producer.transaction(() -> producer.send(ProducerRecord.of(topic, "next")));
            assertThat(payloadsUntil(consumer, 1, String.class)).containsExactly("next");
        }
    }

    @Test
    @Clause("3.3.8-3")
    void transaction_aRecordCannotBeEncodedUnseen_aborts(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        List<Object> circle = new ArrayList<>();
        circle.add(circle);
        try (Producer producer = transactional(servers, freshId());
                Consumer consumer = committedOnly(servers, group, topic)) {
            Failures.of(() -> producer.transaction(() -> {
                producer.sendAsync(ProducerRecord.of(topic, "half"));
                producer.sendAsync(ProducerRecord.of(topic, circle));
            }));
            producer.transaction(() -> producer.send(ProducerRecord.of(topic, "next")));
            assertThat(payloadsUntil(consumer, 1, String.class)).containsExactly("next");
        }
    }

    @Test
    @Clause("3.3.8-4")
    void transaction_notTransactionalOrNested_isRefused(@BootstrapServers String servers, @Topic String topic) {
        try (Producer plain = producer(servers);
                Producer producer = transactional(servers, freshId())) {
            assertThat(Failures.of(() -> plain.transaction(() -> {})).operation())
                    .isEqualTo("transaction");
            Failures.of(() -> producer.send(ProducerRecord.of(topic, "outside")));
            producer.transaction(() -> {
                Failures.of(() -> producer.transaction(() -> {}));
                producer.send(ProducerRecord.of(topic, "outer"));
            });
            try (RawKafka raw = RawKafka.at(servers)) {
                assertThat(raw.readCommitted(topic, 1, Clients.PATIENCE)).hasSize(1);
            }
        }
    }

    @Test
    @Clause({"3.3.8-5", "11-2"})
    void transaction_fencedByAnother_isFatal(@BootstrapServers String servers, @Topic String topic) {
        String id = freshId();
        try (Producer first = transactional(servers, id)) {
            first.transaction(() -> first.send(ProducerRecord.of(topic, "first")));
            try (Producer second = transactional(servers, id)) {
                second.transaction(() -> second.send(ProducerRecord.of(topic, "second")));
                ConnectorException failure =
                        Failures.of(() -> first.transaction(() -> first.send(ProducerRecord.of(topic, "too late"))));
                assertThat(failure.isFatal())
                        .as("%s, caused by %s", failure, failure.getCause())
                        .isTrue();
                assertThat(failure.isRetriable()).isFalse();
                assertThat(failure.requiresAbort()).isFalse();
            }
        }
    }
}
