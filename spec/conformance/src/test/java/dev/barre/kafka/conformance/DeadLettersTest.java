package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.PATIENCE;
import static dev.barre.kafka.conformance.Clients.assigned;
import static dev.barre.kafka.conformance.Clients.pollUntil;
import static dev.barre.kafka.conformance.ListenerRig.awaitEqual;
import static dev.barre.kafka.conformance.ListenerRig.awaitSize;
import static dev.barre.kafka.conformance.ListenerRig.options;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerRecord;
import dev.barre.kafka.DeadLetter;
import dev.barre.kafka.DeadLetterTopic;
import dev.barre.kafka.DeadLetters;
import dev.barre.kafka.Headers;
import dev.barre.kafka.Listener;
import dev.barre.kafka.ListenerState;
import dev.barre.kafka.ReplayOptions;
import dev.barre.kafka.ReplayReport;
import dev.barre.kafka.RetryPolicy;
import dev.barre.kafka.RetryTopics;
import dev.barre.kafka.Service;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Chapters 4.3.8 and 4.3.9: where records go that a listener does not handle any more, and how they come back. */
@ExtendWith(EmbeddedKafkaExtension.class)
class DeadLettersTest {
    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private ListenerRig rig;

    @BeforeEach
    void open(@BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        rig = new ListenerRig(servers, topic, group);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** Fails for values that begin with "bad". */
    private Service failingForBad() {
        return Service.ofRecord(byte[].class, String.class, delivered -> {
            received.add(delivered.value());
            if (delivered.value().startsWith("bad")) {
                throw new IllegalArgumentException("no use");
            }
        });
    }

    private List<ConsumerRecord<byte[], String>> read(String topic, int count) {
        try (Consumer consumer = assigned(rig.servers, topic, 1)) {
            return pollUntil(consumer, count, String.class);
        }
    }

    @Test
    @Clause({"4.3.8-1", "4.3.8-3"})
    void exhausted_goesToTheTopic_asItWas_withItsProvenance() {
        rig.raw.writeWithHeaders(rig.topic, "bad", List.of(Map.entry("kind", "test".getBytes(UTF_8))));
        rig.write("good");
        Listener listener = rig.started(
                options()
                        .retry(RetryPolicy.fixed(Duration.ofMillis(10)).attempts(2))
                        .deadLetters(DeadLetterTopic.withSuffix("-dlt")),
                failingForBad());
        rig.awaitCommitted(0, 2);
        assertThat(received).containsExactly("bad", "bad", "good");
        assertThat(read(rig.topic + "-dlt", 1)).singleElement().satisfies(dead -> {
            assertThat(dead.value()).isEqualTo("bad");
            assertThat(dead.key()).isNull();
            assertThat(dead.headers().string("kind")).hasValue("test");
            DeadLetter letter = DeadLetter.from(dead.headers()).orElseThrow();
            assertThat(letter.original()).hasValue(rig.at(0, 0));
            assertThat(letter.group()).hasValue(rig.group);
            assertThat(letter.exceptionClass()).hasValue(IllegalArgumentException.class.getName());
            assertThat(letter.exceptionMessage()).hasValue("no use");
            assertThat(letter.attempts()).hasValue(2);
        });
        assertThat(listener.metrics().deadLettered()).isEqualTo(1);
        assertThat(listener.state()).isEqualTo(ListenerState.RUNNING);
    }

    @Test
    @Clause("4.3.8-2")
    void rejectedAndUnreadable_goThereToo_filteredDoNot() {
        String dead = rig.topic + "-lost";
        rig.write("1", "not a number", "3", "filtered");
        Listener listener = rig.started(
                options().deadLetters(DeadLetterTopic.to(dead)).filter(head -> head.valueSize() != "filtered".length()),
                Service.ofRecord(byte[].class, Integer.class, (caller, delivered) -> {
                    if (delivered.value() == 3) {
                        caller.reject(delivered, new IllegalStateException("not this one"));
                    }
                }));
        rig.awaitCommitted(0, 4);
        assertThat(read(dead, 2)).extracting(ConsumerRecord::value).containsExactlyInAnyOrder("not a number", "3");
        assertThat(listener.metrics().deadLettered()).isEqualTo(2);
    }

    @Test
    @Clause("4.3.8-4")
    void provenanceOfOtherLibraries_isUnderstood() {
        Headers spring = Headers.builder()
                .add("kafka_dlt-original-topic", "orders".getBytes(UTF_8))
                .add(
                        "kafka_dlt-original-partition",
                        ByteBuffer.allocate(4).putInt(3).array())
                .add(
                        "kafka_dlt-original-offset",
                        ByteBuffer.allocate(8).putLong(7).array())
                .build();
        Headers smallRye = Headers.builder()
                .add("dead-letter-topic", "orders".getBytes(UTF_8))
                .add("dead-letter-partition", "3".getBytes(UTF_8))
                .add("dead-letter-offset", "7".getBytes(UTF_8))
                .build();
        for (Headers headers : List.of(spring, smallRye)) {
            assertThat(DeadLetter.from(headers).orElseThrow().original())
                    .hasValueSatisfying(place -> assertThat(place).hasToString("orders-3@7"));
        }
        assertThat(DeadLetter.from(Headers.empty())).isEmpty();
    }

    @Test
    @Clause("4.3.8-5")
    void replay_sendsThemBackOnce() {
        AtomicBoolean mended = new AtomicBoolean();
        rig.write("bad-1", "good", "bad-2");
        Service service = Service.ofPayload(String.class, value -> {
            if (value.startsWith("bad") && !mended.get()) {
                throw new IllegalArgumentException("no use");
            }
            received.add(value);
        });
        rig.started(options().retry(RetryPolicy.none()).deadLetters(DeadLetterTopic.withSuffix("-dlt")), service);
        rig.awaitCommitted(0, 3);
        mended.set(true);
        ReplayOptions replay = ReplayOptions.builder()
                .from(rig.topic + "-dlt")
                .group(rig.group + "-replay")
                .build();
        ReplayReport report = DeadLetters.replay(rig.servers, replay);
        assertThat(report.replayed()).isEqualTo(2);
        awaitEqual(received, List.of("good", "bad-1", "bad-2"));
        assertThat(DeadLetters.replay(rig.servers, replay).replayed()).isZero();
    }

    @Test
    @Clause({"4.3.9-1", "4.3.9-2"})
    void retryTopic_takesTheRecord_andThoseBehindGoOn() {
        Queue<Long> times = new ConcurrentLinkedQueue<>();
        Queue<String> topics = new ConcurrentLinkedQueue<>();
        rig.write("bad", "good");
        Listener listener = rig.started(
                options()
                        .retryTopics(RetryTopics.after(Duration.ofMillis(600), Duration.ofMillis(100)))
                        .deadLetters(DeadLetterTopic.withSuffix("-dlt")),
                Service.ofRecord(byte[].class, String.class, delivered -> {
                    received.add(delivered.value());
                    if (delivered.value().equals("bad")) {
                        times.add(System.nanoTime());
                        topics.add(delivered.topic());
                        throw new IllegalArgumentException("no use");
                    }
                }));
        awaitSize(times, 3);
        assertThat(List.copyOf(received).subList(0, 2)).containsExactly("bad", "good");
        assertThat(topics).containsExactly(rig.topic, retryTopic(1), retryTopic(2));
        List<Long> all = List.copyOf(times);
        assertThat(Duration.ofNanos(all.get(1) - all.get(0))).isGreaterThanOrEqualTo(Duration.ofMillis(590));
        rig.awaitCommitted(0, 2);
        await().atMost(PATIENCE).until(() -> listener.metrics().deadLettered() == 1);
        assertThat(listener.metrics().sentToRetryTopics()).isEqualTo(2);
        DeadLetter letter =
                DeadLetter.from(read(rig.topic + "-dlt", 1).get(0).headers()).orElseThrow();
        assertThat(letter.original()).hasValue(rig.at(0, 0));
        assertThat(letter.attempts()).hasValue(3);
    }

    private String retryTopic(int number) {
        return rig.topic + "-" + rig.group + "-retry-" + number;
    }

    @Test
    @Clause("4.3.9-3")
    void notRetriable_goesPastTheRetryTopics() {
        rig.write("bad", "good");
        Listener listener = rig.started(
                options()
                        .retry(RetryPolicy.none().notRetriable(IllegalArgumentException.class))
                        .retryTopics(RetryTopics.after(Duration.ofMillis(50)))
                        .deadLetters(DeadLetterTopic.withSuffix("-dlt")),
                failingForBad());
        rig.awaitCommitted(0, 2);
        assertThat(received).containsExactly("bad", "good");
        assertThat(listener.metrics().deadLettered()).isEqualTo(1);
        assertThat(listener.metrics().sentToRetryTopics()).isZero();
    }
}
