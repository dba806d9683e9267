package dev.barre.kafka.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class NativeProducerTest {
    private final MockProducer<byte[], byte[]> kafka = new MockProducer<>(
            false, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
    private final NativeProducer producer = new NativeProducer(kafka, new KafkaCalls("producer", TestFailure::new));
    private final List<Acknowledgement> acknowledged = new ArrayList<>();
    private final List<TestFailure> failures = new ArrayList<>();

    @Test
    void send_acknowledged_saysWhereItStands() {
        producer.send(record(), new Heard("send"));
        assertThat(acknowledged).as("before the broker has answered").isEmpty();
        kafka.completeNext();

        assertThat(acknowledged).singleElement().satisfies(at -> {
            assertThat(at.topic()).isEqualTo("orders");
            assertThat(at.partition()).isZero();
            assertThat(at.offset()).hasValue(0);
        });
        assertThat(failures).isEmpty();
    }

    @Test
    void send_record_arrivesWithAllItsParts() {
        producer.send(record(), new Heard("send"));

        assertThat(kafka.history()).singleElement().satisfies(sent -> {
            assertThat(sent.key()).isNull();
            assertThat(sent.value()).containsExactly(1, 2);
            assertThat(sent.timestamp()).isEqualTo(77L);
            assertThat(sent.headers()).extracting(Header::key).containsExactly("a", "a", "b");
            assertThat(sent.headers().lastHeader("b").value()).isNull();
        });
    }

    @Test
    void send_failsLater_isTranslatedOnce() {
        producer.send(record(), new Heard("sendAsync"));
        kafka.errorNext(new TimeoutException("no answer"));

        assertThat(failures).singleElement().satisfies(thrown -> {
            assertThat(thrown.failure().operation()).isEqualTo("sendAsync");
            assertThat(thrown.failure().disposition()).isEqualTo(Disposition.RETRIABLE);
        });
        assertThat(acknowledged).isEmpty();
    }

    @Test
    void send_refusedAtOnce_isTranslatedAndNotThrown() {
        kafka.sendException = new RecordTooLargeException("too large");

        producer.send(record(), new Heard("send"));

        assertThat(failures)
                .singleElement()
                .satisfies(thrown -> assertThat(thrown).hasMessageContaining("maxRequestSize"));
    }

    @Test
    void transaction_fenced_isFatal() {
        producer.initTransactions();
        producer.beginTransaction();
        kafka.commitTransactionException = new ProducerFencedException("fenced");

        assertThatThrownBy(producer::commitTransaction)
                .isInstanceOfSatisfying(
                        TestFailure.class,
                        thrown -> assertThat(thrown.failure().disposition()).isEqualTo(Disposition.FATAL))
                .hasMessageContaining("transactionalId");
    }

    private static OutgoingRecord record() {
        List<Map.Entry<String, byte[]>> headers = List.of(
                Map.entry("a", "1".getBytes(StandardCharsets.UTF_8)),
                Map.entry("a", "2".getBytes(StandardCharsets.UTF_8)),
                new SimpleImmutableEntry<>("b", null));
        return new OutgoingRecord("orders", 0, 77L, null, new byte[] {1, 2}, headers);
    }

    private final class Heard extends PendingSend<Void> {
        Heard(String operation) {
            super(producer, operation);
        }

        @Override
        protected void acknowledged(Acknowledgement at) {
            acknowledged.add(at);
        }

        @Override
        protected void failed(RuntimeException failure) {
            failures.add((TestFailure) failure);
        }
    }
}
