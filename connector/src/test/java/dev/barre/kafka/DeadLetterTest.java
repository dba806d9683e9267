package dev.barre.kafka;

import static dev.barre.kafka.RawRecords.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
    /** A dead letter as spring-kafka writes it. */
    static ConsumerRecord<byte[], byte[]> spring() {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>("orders-dlt", 7, 0, new byte[] {1}, new byte[] {2});
        record.headers()
                .add("trace", bytes("1"))
                .add("kafka_dlt-original-topic", bytes("orders"))
                .add(
                        "kafka_dlt-original-partition",
                        ByteBuffer.allocate(4).putInt(7).array())
                .add(
                        "kafka_dlt-original-offset",
                        ByteBuffer.allocate(8).putLong(1L << 40).array())
                .add(
                        "kafka_dlt-original-timestamp",
                        ByteBuffer.allocate(8).putLong(RawRecords.TIME).array())
                .add("kafka_dlt-original-timestamp-type", bytes("CreateTime"))
                .add("kafka_dlt-original-consumer-group", bytes("billing"))
                .add(
                        "kafka_dlt-exception-fqcn",
                        bytes("org.springframework.kafka.listener.ListenerExecutionFailedException"))
                .add("kafka_dlt-exception-cause-fqcn", bytes("java.lang.IllegalStateException"))
                .add("kafka_dlt-exception-message", bytes("boom"))
                .add("kafka_dlt-exception-stacktrace", bytes("at …"));
        return record;
    }

    private static Headers smallRye() {
        return Headers.builder()
                .add("dead-letter-exception-class-name", "java.lang.RuntimeException")
                .add("dead-letter-reason", "it failed")
                .add("dead-letter-topic", "movies")
                .add("dead-letter-partition", "2")
                .add("dead-letter-offset", "41")
                .build();
    }

    @Test
    void from_springKafka_readsItsBinaryNumbersAndTheCause() {
        DeadLetter dead = DeadLetter.from(RawRecords.headers(spring())).orElseThrow();

        assertThat(dead.original()).contains(PartitionOffset.of("orders", 7, 1L << 40));
        assertThat(dead.originalTimestamp()).hasValue(RawRecords.TIME);
        assertThat(dead.group()).contains("billing");
        assertThat(dead.exceptionClass()).contains("java.lang.IllegalStateException");
        assertThat(dead.exceptionMessage()).contains("boom");
        assertThat(dead.attempts()).isEmpty();
        assertThat(dead.replays()).isZero();
    }

    @Test
    void from_springKafkaWithoutCause_namesTheException() {
        Headers headers = Headers.builder()
                .add("kafka_dlt-original-topic", "orders")
                .add("kafka_dlt-exception-fqcn", "x.Y")
                .build();

        assertThat(DeadLetter.from(headers).orElseThrow().exceptionClass()).contains("x.Y");
    }

    @Test
    void from_smallRye_readsItsText() {
        DeadLetter dead = DeadLetter.from(smallRye()).orElseThrow();

        assertThat(dead.original()).contains(PartitionOffset.of("movies", 2, 41));
        assertThat(dead.exceptionClass()).contains("java.lang.RuntimeException");
        assertThat(dead.exceptionMessage()).contains("it failed");
        assertThat(dead.originalTimestamp()).isEmpty();
        assertThat(dead.group()).isEmpty();
    }

    @Test
    void from_smallRyeWithCause_prefersTheCause() {
        Headers headers = smallRye()
                .with("dead-letter-cause", "the cause")
                .with("dead-letter-cause-class-name", "java.io.IOException");
        DeadLetter dead = DeadLetter.from(headers).orElseThrow();

        assertThat(dead.exceptionClass()).contains("java.io.IOException");
        assertThat(dead.exceptionMessage()).contains("the cause");
    }

    @Test
    void from_severalDialects_believesOurs() {
        Headers headers = smallRye().with("barre-original-topic", "orders");

        assertThat(DeadLetter.from(headers).orElseThrow().originalTopic()).contains("orders");
    }

    @Test
    void from_noProvenance_isEmpty() {
        assertThat(DeadLetter.from(Headers.of("trace", "1"))).isEmpty();
        assertThat(DeadLetter.from(Headers.empty())).isEmpty();
    }

    @Property
    void from_anyBytes_neverThrows(@ForAll @Size(max = 12) byte[] value) {
        for (String dialect : List.of("barre-original-topic", "kafka_dlt-original-topic", "dead-letter-topic")) {
            String prefix = dialect.substring(0, dialect.length() - "topic".length());
            Headers.Builder headers = Headers.builder().add(dialect, value);
            List.of("partition", "offset", "timestamp").forEach(name -> headers.add(prefix + name, value));
            headers.add("barre-attempts", value).add("barre-replays", value);
            DeadLetter dead = DeadLetter.from(headers.build()).orElseThrow();

            dead.originalPartition().ifPresent(number -> assertThat(number).isNotNegative());
            dead.originalOffset().ifPresent(number -> assertThat(number).isNotNegative());
            assertThat(dead.replays()).isNotNegative();
        }
    }

    @Test
    void from_malformedNumbers_onlyTheseAreEmpty() {
        Headers headers = Headers.builder()
                .add("kafka_dlt-original-topic", "orders")
                .add("kafka_dlt-original-partition", "7")
                .add("kafka_dlt-original-offset", new byte[] {-1, 0, 0, 0, 0, 0, 0, 0})
                .add("kafka_dlt-original-timestamp", (byte[]) null)
                .build();
        DeadLetter dead = DeadLetter.from(headers).orElseThrow();

        assertThat(dead.originalTopic()).contains("orders");
        assertThat(dead.original()).isEmpty();
        assertThat(dead.originalPartition()).isEmpty();
        assertThat(dead.originalOffset()).isEmpty();
        assertThat(dead.originalTimestamp()).isEmpty();
    }

    @Test
    void toString_showsNoMessage() {
        DeadLetter dead = DeadLetter.from(RawRecords.headers(spring())).orElseThrow();

        assertThat(dead.toString()).contains("orders-7@").doesNotContain("boom");
    }
}
