package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.PATIENCE;
import static dev.barre.kafka.conformance.Clients.WATCH;
import static dev.barre.kafka.conformance.RecoveryRig.SOON;
import static dev.barre.kafka.conformance.RecoveryRig.awaitSize;
import static dev.barre.kafka.conformance.RecoveryRig.deadLetters;
import static dev.barre.kafka.conformance.RecoveryRig.header;
import static dev.barre.kafka.conformance.RecoveryRig.headers;
import static dev.barre.kafka.conformance.RecoveryRig.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.Caller;
import dev.barre.kafka.ConfigurationException;
import dev.barre.kafka.ConsumerRecord;
import dev.barre.kafka.DeadLetter;
import dev.barre.kafka.DeadLetterTopic;
import dev.barre.kafka.DeadLetters;
import dev.barre.kafka.Headers;
import dev.barre.kafka.HealthStatus;
import dev.barre.kafka.Listener;
import dev.barre.kafka.ListenerOptions;
import dev.barre.kafka.PartitionOffset;
import dev.barre.kafka.PayloadBindingException;
import dev.barre.kafka.PayloadValidationException;
import dev.barre.kafka.ReplayOptions;
import dev.barre.kafka.RetryPolicy;
import dev.barre.kafka.RetryTopics;
import dev.barre.kafka.Service;
import dev.barre.kafka.TypedService;
import dev.barre.kafka.WhenExhausted;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafka;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.server.policy.CreateTopicPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Chapter 4.3.8: where records go that are not handled any more. */
@ExtendWith(EmbeddedKafkaExtension.class)
class DeadLettersTest {
    private static final List<String> PROVENANCE = List.of(
            "barre-original-topic",
            "barre-original-partition",
            "barre-original-offset",
            "barre-original-timestamp",
            "barre-group",
            "barre-reason",
            "barre-exception-class",
            "barre-exception-message",
            "barre-attempts");

    private final Queue<Integer> handled = new ConcurrentLinkedQueue<>();
    private String servers;
    private RecoveryRig rig;

    @BeforeEach
    void open(@BootstrapServers String servers, @Topic(partitions = 3) String topic, @GroupId String group) {
        this.servers = servers;
        this.rig = new RecoveryRig(servers, topic, group);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private static TypedService failing() {
        return Service.ofPayload(byte[].class, value -> {
            throw new IllegalStateException("boom");
        });
    }

    @Test
    @Clause({"4.3.8-1", "4.3.8-3", "4.3.8-9"})
    void unreadableRejectedAndExhausted_areDeadLetters_theOthersAreHandled() {
        rig.raw.write(rig.topic, "0", "bad", "2", "3", "filtered", "4");
        Listener listener = rig.started(
                deadLetters()
                        .retry(RetryPolicy.fixed(SOON).attempts(2))
                        .filter(head -> head.valueSize() != "filtered".length()),
                Service.ofRecord(byte[].class, Integer.class, (Caller caller, ConsumerRecord<byte[], Integer> next) -> {
                    if (next.value() == 2) {
                        caller.reject(next, new IllegalArgumentException("not this one"));
                    } else if (next.value() == 3) {
                        throw new IllegalStateException("boom");
                    } else {
                        handled.add(next.value());
                    }
                }));
        var dead = rig.deadLetters(3);
        assertThat(dead).extracting(RecoveryRig::value).containsExactly("bad", "2", "3");
        assertThat(dead)
                .extracting(each -> header(each, "barre-reason"))
                .containsExactly("unreadable", "rejected", "exhausted");
        assertThat(dead)
                .extracting(each -> header(each, "barre-exception-class"))
                .containsExactly(
                        PayloadBindingException.class.getName(),
                        IllegalArgumentException.class.getName(),
                        IllegalStateException.class.getName());
        assertThat(dead).extracting(each -> header(each, "barre-attempts")).containsExactly("0", "1", "2");
        awaitSize(handled, 2);
        assertThat(handled).containsExactly(0, 4);
        rig.awaitCommitted(rig.topic, 0, 6);
        assertThat(listener.metrics().deadLettered()).isEqualTo(3);
        assertThat(listener.metrics().givenUp()).isZero();
        assertThat(listener.metrics().rejectedByBinding()).isEqualTo(1);
    }

    @Test
    @Clause({"4.3.8-1", "4.3.8-3", "11-3"})
    void brokenConstraint_isUnreadable_andItsValueIsInNoHeader() {
        rig.raw.write(rig.topic, "{\"name\":\"xyzzy-4711\",\"age\":200}");
        rig.started(deadLetters(), Service.ofPayload(Person.class, person -> {}));
        var dead = rig.deadLetters(1).get(0);
        assertThat(header(dead, "barre-reason")).isEqualTo("unreadable");
        assertThat(header(dead, "barre-exception-class")).isEqualTo(PayloadValidationException.class.getName());
        headers(dead)
                .forEach(each -> assertThat(new String(each.value(), UTF_8)).doesNotContain("xyzzy-4711"));
    }

    @Test
    @Clause("4.3.8-1")
    void to_isTheTopicForTheRecordsOfAll(@Topic String dead) {
        rig.raw.write(rig.topic, "0");
        rig.started(deadLetters().deadLetters(DeadLetterTopic.to(dead)), failing());
        assertThat(rig.records(dead, 1)).extracting(RecoveryRig::value).containsExactly("0");
        assertThat(rig.raw.partitions(rig.deadLetterTopic())).isZero();
    }

    @Test
    @Clause({"4.3.8-2", "4.3.8-6", "4.3.8-7"})
    void deadLetter_isTheRecordAsItWas_inThePartitionOfThatNumber() {
        long time = System.currentTimeMillis() - 60_000;
        ProducerRecord<byte[], byte[]> written =
                new ProducerRecord<>(rig.topic, 2, time, "k".getBytes(UTF_8), new byte[] {0, (byte) 0xff});
        written.headers().add("b", "1".getBytes(UTF_8));
        written.headers().add("a", null);
        written.headers().add("b", new byte[] {(byte) 0xff});
        rig.raw.write(written);
        rig.started(deadLetters(), failing());
        var dead = rig.deadLetters(1).get(0);
        assertThat(rig.raw.partitions(rig.deadLetterTopic())).isEqualTo(3);
        assertThat(dead.partition()).isEqualTo(2);
        assertThat(dead.timestamp()).isEqualTo(time);
        assertThat(dead.key()).isEqualTo(written.key());
        assertThat(dead.value()).isEqualTo(written.value());
        List<Headers.Header> headers = new ArrayList<>();
        headers(dead).forEach(headers::add);
        assertThat(headers.subList(0, 3))
                .containsExactly(
                        new Headers.Header("b", "1".getBytes(UTF_8)),
                        new Headers.Header("a", null),
                        new Headers.Header("b", new byte[] {(byte) 0xff}));
        assertThat(headers.subList(3, headers.size()))
                .extracting(Headers.Header::name)
                .containsExactlyElementsOf(PROVENANCE);
    }

    @Test
    @Clause("4.3.8-2")
    void nullsStayNull() {
        rig.write(0, null, null);
        rig.started(deadLetters(), failing());
        var dead = rig.deadLetters(1).get(0);
        assertThat(dead.key()).isNull();
        assertThat(dead.value()).isNull();
    }

    @Test
    @Clause({"4.3.8-3", "4.3.8-11"})
    void provenance_saysWhereItWasAndWhatWasThrown() {
        rig.write(1, null, "first");
        long time = System.currentTimeMillis() - 60_000;
        rig.raw.write(new ProducerRecord<>(rig.topic, 1, time, null, "second".getBytes(UTF_8)));
        rig.started(deadLetters(), Service.ofPayload(String.class, value -> {
            if (value.equals("second")) {
                throw new CompletionException(new IllegalStateException("boom"));
            }
        }));
        var dead = rig.deadLetters(1).get(0);
        assertThat(PROVENANCE)
                .extracting(name -> header(dead, name))
                .containsExactly(
                        rig.topic,
                        "1",
                        "1",
                        Long.toString(time),
                        rig.group,
                        "exhausted",
                        IllegalStateException.class.getName(),
                        "boom",
                        "1");
        DeadLetter read = DeadLetter.from(headers(dead)).orElseThrow();
        assertThat(read.original()).contains(PartitionOffset.of(rig.topic, 1, 1));
        assertThat(read.originalTimestamp()).hasValue(time);
        assertThat(read.group()).contains(rig.group);
        assertThat(read.exceptionClass()).contains(IllegalStateException.class.getName());
        assertThat(read.exceptionMessage()).contains("boom");
        assertThat(read.attempts()).hasValue(1);
        assertThat(read.replays()).isZero();
        assertThat(DeadLetter.from(Headers.of("trace", "1"))).isEmpty();
    }

    @Test
    @Clause("4.3.8-4")
    void longMessage_isCutBetweenCharacters() {
        rig.write(0, null, "0");
        rig.started(deadLetters(), Service.ofPayload(String.class, value -> {
            throw new IllegalStateException("x" + "é".repeat(10_000));
        }));
        var dead = rig.deadLetters(1).get(0);
        assertThat(header(dead, "barre-exception-message")).isEqualTo("x" + "é".repeat(255));
    }

    @Test
    @Clause("4.3.8-5")
    void replayedDeadLetterFailsAgain_headersAreReplaced() {
        rig.write(1, "k", "0", "trace", "1");
        rig.started(deadLetters(), failing());
        rig.deadLetters(1);
        DeadLetters.replay(
                servers,
                ReplayOptions.builder()
                        .from(rig.deadLetterTopic())
                        .group(rig.group + "-replay")
                        .build());
        var twice = rig.deadLetters(2);
        assertThat(twice).extracting(each -> each.partition()).containsExactly(1, 1);
        for (var dead : twice) {
            PROVENANCE.forEach(name -> header(dead, name));
            assertThat(header(dead, "barre-original-offset")).isEqualTo("0");
            assertThat(header(dead, "barre-original-timestamp"))
                    .isEqualTo(Long.toString(twice.get(0).timestamp()));
            assertThat(header(dead, "trace")).isEqualTo("1");
        }
        assertThat(headers(twice.get(0)).contains("barre-replays")).isFalse();
        assertThat(header(twice.get(1), "barre-replays")).isEqualTo("1");
        assertThat(headers(twice.get(1)).size()).isEqualTo(headers(twice.get(0)).size() + 1);
    }

    @Test
    @Clause("4.3.8-5")
    void headersCopiedFromAnotherRecord_areNotBelieved() {
        rig.write(
                0,
                null,
                "0",
                "barre-original-topic",
                "another",
                "barre-original-partition",
                "7",
                "barre-original-offset",
                "99",
                "barre-group",
                "other");
        rig.started(deadLetters(), failing());
        var dead = rig.deadLetters(1).get(0);
        assertThat(header(dead, "barre-original-topic")).isEqualTo(rig.topic);
        assertThat(header(dead, "barre-original-partition")).isEqualTo("0");
        assertThat(header(dead, "barre-original-offset")).isEqualTo("0");
        assertThat(header(dead, "barre-group")).isEqualTo(rig.group);
    }

    @Test
    @Clause("4.3.8-6")
    void deadLetterTopicWithFewerPartitions_takesThoseOfTheOthersByKey(@Topic(partitions = 2) String dead) {
        rig.write(2, "k", "0");
        rig.write(1, "k", "1");
        rig.write(2, "k", "2");
        rig.started(deadLetters().deadLetters(DeadLetterTopic.to(dead)), failing());
        var found = rig.records(dead, 3);
        assertThat(found)
                .filteredOn(each -> "1".equals(value(each)))
                .extracting(each -> each.partition())
                .containsExactly(1);
        assertThat(found.stream()
                        .filter(each -> !"1".equals(value(each)))
                        .map(each -> each.partition())
                        .distinct())
                .hasSize(1);
    }

    @Test
    @Clause({"4.3.8-7", "4.3.8-8"})
    void notAcknowledged_isNotCommitted_othersGoOn_andItGoesOnceItCan() {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder()
                .brokerProperty("create.topic.policy.class.name", NoDeadLetterTopics.class.getName())
                .start()) {
            kafka.createTopic("held", 1);
            try (RecoveryRig held = new RecoveryRig(kafka.bootstrapServers(), "held", "held-group")) {
                held.raw.write("held", "0", "bad", "2", "3");
                Listener listener = held.started(deadLetters(), Service.ofPayload(Integer.class, handled::add));
                awaitSize(held.errors, 1);
                assertThat(held.errors.element())
                        .hasMessageContaining("held-0@1 to held-dlt")
                        .hasMessageContaining("Make it with 1 partitions");
                awaitSize(handled, 3);
                assertThat(handled).containsExactly(0, 2, 3);
                held.awaitCommitted("held", 0, 1);
                await().during(WATCH)
                        .atMost(PATIENCE)
                        .until(() -> held.raw.committed("held-group", "held").orElse(-1) == 1);
                assertThat(listener.metrics().deadLettered()).isZero();
                assertThat(listener.health().status()).isEqualTo(HealthStatus.DEGRADED);
                assertThat(listener.health().reasons())
                        .singleElement()
                        .asString()
                        .contains("held-dlt");

                listener.gracefulStop(Duration.ofSeconds(1));
                assertThat(held.raw.committed("held-group", "held")).hasValue(1);
                NoDeadLetterTopics.LIFTED.set(true);
                listener.start();
                assertThat(held.deadLetters(1)).extracting(RecoveryRig::value).containsExactly("bad");
                held.awaitCommitted("held", 0, 4);
                assertThat(listener.metrics().deadLettered()).isEqualTo(1);
                assertThat(listener.health().status()).isEqualTo(HealthStatus.UP);
            }
        }
    }

    /** Made by a broker of this JVM: lets nobody make a dead letter topic until it is lifted. */
    public static final class NoDeadLetterTopics implements CreateTopicPolicy {
        // Kafka makes the instance from the name of the class, so that only a static field is shared with the test.
        static final AtomicBoolean LIFTED = new AtomicBoolean();

        @Override
        public void validate(RequestMetadata request) {
            if (request.topic().endsWith("-dlt") && !LIFTED.get()) {
                throw new PolicyViolationException("no dead letter topics here");
            }
        }

        @Override
        public void configure(Map<String, ?> configs) {}

        @Override
        public void close() {}
    }

    @Test
    @Clause("4.3.8-9")
    void passedOverWithoutADeadLetter_isCountedAsGivenUp() {
        rig.raw.write(rig.topic, "0", "1");
        Listener listener = rig.started(
                ListenerOptions.builder().retry(RetryPolicy.none()).whenExhausted(WhenExhausted.SKIP),
                Service.ofRecord(byte[].class, Integer.class, (Caller caller, ConsumerRecord<byte[], Integer> next) -> {
                    if (next.value() == 0) {
                        caller.reject(next, new IllegalArgumentException("not this one"));
                    } else {
                        throw new IllegalStateException("boom");
                    }
                }));
        rig.awaitCommitted(rig.topic, 0, 2);
        assertThat(listener.metrics().givenUp()).isEqualTo(2);
        assertThat(listener.metrics().deadLettered()).isZero();
    }

    @Test
    @Clause("4.3.8-10")
    void deadLettersIntoATopicThatIsConsumed_areRefused() {
        for (ListenerOptions options : List.of(
                deadLetters().deadLetters(DeadLetterTopic.to(rig.topic)).build(),
                deadLetters()
                        .deadLetters(DeadLetterTopic.to(rig.retryTopic(2)))
                        .retryTopics(RetryTopics.after(SOON, SOON))
                        .build())) {
            ConfigurationException failure = catchThrowableOfType(
                    ConfigurationException.class,
                    () -> Listener.create(
                            servers, Clients.reading(rig.group, rig.topic).build(), options));
            assertThat(failure).hasMessageContaining("which the listener consumes itself");
        }
        ConfigurationException bySuffix = catchThrowableOfType(
                ConfigurationException.class,
                () -> Listener.create(
                        servers,
                        Clients.reading(rig.group, rig.topic, rig.deadLetterTopic())
                                .build(),
                        deadLetters().build()));
        assertThat(bySuffix).hasMessageContaining(rig.deadLetterTopic());
    }
}
