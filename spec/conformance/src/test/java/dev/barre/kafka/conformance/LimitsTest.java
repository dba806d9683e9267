package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.PATIENCE;
import static dev.barre.kafka.conformance.Clients.payloadsUntil;
import static dev.barre.kafka.conformance.Clients.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.barre.kafka.CompressionType;
import dev.barre.kafka.ConfigurationException;
import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.DeadLetterTopic;
import dev.barre.kafka.Listener;
import dev.barre.kafka.ListenerOptions;
import dev.barre.kafka.PartitionOffset;
import dev.barre.kafka.PayloadBindingException;
import dev.barre.kafka.PayloadLimitException;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.ProducerRecord;
import dev.barre.kafka.RecordPart;
import dev.barre.kafka.Service;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Chapter 8: records that are beyond a limit. */
@ExtendWith(EmbeddedKafkaExtension.class)
class LimitsTest {
    private static final String GOOD = "good";

    /** A limit, a record within it and one that is just beyond. */
    record Case(
            String limit,
            UnaryOperator<ConsumerConfiguration.Builder> setting,
            UnaryOperator<ProducerRecord<String, String>> within,
            UnaryOperator<ProducerRecord<String, String>> beyond,
            RecordPart part) {
        @Override
        public String toString() {
            return limit;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(
                        "maxKeyBytes",
                        config -> config.maxKeyBytes(3),
                        record -> ProducerRecord.of(record.topic(), "abc", GOOD),
                        record -> ProducerRecord.of(record.topic(), "abcd", GOOD),
                        RecordPart.KEY),
                new Case(
                        "maxValueBytes",
                        config -> config.maxValueBytes(4),
                        record -> record,
                        record -> ProducerRecord.of(record.topic(), "k", "large"),
                        RecordPart.VALUE),
                new Case(
                        "maxHeaders",
                        config -> config.maxHeaders(2),
                        record -> record.withHeader("a", "1").withHeader("b", "2"),
                        record ->
                                record.withHeader("a", "1").withHeader("b", "2").withHeader("b", "3"),
                        RecordPart.HEADERS),
                new Case(
                        "maxHeaderBytes",
                        config -> config.maxHeaderBytes(8),
                        record -> record.withHeader("name", "1234"),
                        record -> record.withHeader("name", "12345"),
                        RecordPart.HEADERS));
    }

    @ParameterizedTest
    @MethodSource("cases")
    @Clause("8-9")
    void beyondALimit_isABadRecordThatNamesIt(
            Case each, @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        ProducerRecord<String, String> plain = ProducerRecord.of(topic, "k", GOOD);
        try (Producer producer = Clients.producer(servers);
                Consumer consumer = Consumer.create(
                        servers,
                        each.setting
                                .apply(reading(group, topic).autoSeekOnValidationFailure(false))
                                .build())) {
            producer.send(each.within.apply(plain));
            producer.send(each.beyond.apply(plain));
            producer.send(plain);

            assertThat(Clients.until(1, () -> consumer.poll(Clients.ROUND, String.class, String.class)))
                    .hasSize(1);
            PayloadBindingException failure = catchThrowableOfType(
                    PayloadBindingException.class,
                    () -> Clients.until(1, () -> consumer.poll(Clients.ROUND, String.class, String.class)));
            assertThat(failure.part()).isEqualTo(each.part);
            assertThat(failure.partitionOffset()).isEqualTo(PartitionOffset.of(topic, 0, 1));
            assertThat(failure.isRetriable()).isFalse();
            assertThat(failure)
                    .hasMessageContaining("too large")
                    .hasMessageContaining(each.limit)
                    .hasCauseInstanceOf(PayloadLimitException.class);
            consumer.seek(PartitionOffset.of(topic, 0, 2));
            assertThat(Clients.until(1, () -> consumer.poll(Clients.ROUND, String.class, String.class)))
                    .hasSize(1);
        }
    }

    @Test
    @Clause("8-9")
    void beyondALimit_inAListener_isADeadLetterAsItWas(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        Queue<String> received = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Producer producer = Clients.producer(servers);
                Listener listener = Listener.create(
                        servers,
                        reading(group, topic)
                                .autoCommit(true)
                                .autoCommitInterval(Duration.ofMillis(100))
                                .maxValueBytes(4)
                                .build(),
                        ListenerOptions.builder()
                                .deadLetters(DeadLetterTopic.withSuffix("-dlt"))
                                .build());
                Consumer deadLetters = Clients.consumer(servers, group + "-dlt", topic + "-dlt")) {
            producer.send(ProducerRecord.of(topic, "k", "large").withHeader("h", "1"));
            producer.send(ProducerRecord.of(topic, "k", GOOD));
            listener.attach(Service.ofPayload(String.class, received::add));
            listener.start();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(raw.committed(group, topic)).hasValue(2));
            assertThat(received).containsExactly(GOOD);
            assertThat(Clients.until(1, () -> deadLetters.poll(Clients.ROUND, String.class, String.class)))
                    .singleElement()
                    .satisfies(letter -> {
                        assertThat(letter.value()).isEqualTo("large");
                        assertThat(letter.headers().string("h")).hasValue("1");
                    });
        }
    }

    /** A small batch on the wire and in the broker, whose limits are of compressed sizes, and many times that in the client. */
    @ParameterizedTest
    @EnumSource(CompressionType.class)
    @Clause("8-9")
    void smallBatchThatBecomesALargeRecord_isABadRecord(
            CompressionType compression, @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        int megabytes = compression == CompressionType.NONE ? 0 : 16;
        ProducerConfiguration compressed = ProducerConfiguration.durable().toBuilder()
                .compressionType(compression)
                .maxRequestSize(64 << 20)
                .bufferMemory(64L << 20)
                .build();
        try (Producer producer = Producer.create(servers, compressed);
                Consumer consumer = Consumer.create(
                        servers, reading(group, topic).maxValueBytes(100_000).build())) {
            // Twice: the consumer has to go on behind it, and behind that.
            producer.send(ProducerRecord.of(topic, "k", new byte[100_001 + (megabytes << 20)]));
            producer.send(ProducerRecord.of(topic, "k", GOOD));
            producer.send(ProducerRecord.of(topic, "k", new byte[100_001 + (megabytes << 20)]));
            producer.send(ProducerRecord.of(topic, "k", GOOD));

            assertThat(payloadsUntil(consumer, 2, String.class)).containsExactly(GOOD, GOOD);
            await().atMost(PATIENCE).until(() -> {
                consumer.pollPayload(Clients.ROUND, String.class);
                return consumer.metrics().rejectedByBinding() == 2;
            });
        }
    }

    @Test
    @Clause("8-10")
    void json_nestedDeeperThanAllowed_isABadRecord(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = Consumer.create(
                        servers,
                        reading(group, topic)
                                .maxNesting(3)
                                .autoSeekOnValidationFailure(false)
                                .build())) {
            raw.write(topic, "[[[1]]]", "[[[[1]]]]");

            assertThat(payloadsUntil(consumer, 1, JsonNode.class)).hasSize(1);
            PayloadBindingException failure = catchThrowableOfType(
                    PayloadBindingException.class, () -> payloadsUntil(consumer, 1, JsonNode.class));
            assertThat(failure.partitionOffset()).isEqualTo(PartitionOffset.of(topic, 0, 1));
            assertThat(failure).hasMessageContaining("(3, from maxNesting)");
        }
    }

    @Test
    @Clause("8-9")
    void limits_thatMakeNoSense_areProblemsOfTheConfiguration() {
        assertThatThrownBy(() -> ConsumerConfiguration.builder()
                        .maxKeyBytes(0)
                        .maxValueBytes(0)
                        .maxHeaders(-1)
                        .maxHeaderBytes(-1)
                        .maxNesting(0)
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("maxKeyBytes", "maxValueBytes", "maxHeaders", "maxHeaderBytes", "maxNesting");
        ConsumerConfiguration defaults = ConsumerConfiguration.builder().build();
        assertThat(List.of(
                        defaults.maxKeyBytes(),
                        defaults.maxValueBytes(),
                        defaults.maxHeaders(),
                        defaults.maxHeaderBytes(),
                        defaults.maxNesting()))
                .containsExactly(1 << 20, 64 << 20, 1_000, 1 << 20, 500);
    }
}
