package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.RecoveryRig.awaitSize;
import static dev.barre.kafka.conformance.RecoveryRig.deadLetters;
import static dev.barre.kafka.conformance.RecoveryRig.header;
import static dev.barre.kafka.conformance.RecoveryRig.headers;
import static dev.barre.kafka.conformance.RecoveryRig.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.barre.kafka.ConfigurationException;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.DeadLetters;
import dev.barre.kafka.PartitionOffset;
import dev.barre.kafka.ReplayException;
import dev.barre.kafka.ReplayOptions;
import dev.barre.kafka.ReplayReport;
import dev.barre.kafka.Service;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Chapter 4.6: dead letters on their way back. */
@ExtendWith(EmbeddedKafkaExtension.class)
class ReplayTest {
    private static final ReplayReport NOTHING = new ReplayReport(0, 0, 0, 0, 0, 0);

    private String servers;
    private String dead;
    private RecoveryRig rig;

    @BeforeEach
    void open(
            @BootstrapServers String servers,
            @Topic(partitions = 2) String topic,
            @Topic(partitions = 2) String dead,
            @GroupId String group) {
        this.servers = servers;
        this.dead = dead;
        this.rig = new RecoveryRig(servers, topic, group);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private ReplayOptions.Builder from(String topic) {
        return ReplayOptions.builder().from(topic).group(rig.group + "-replay");
    }

    private ReplayReport replay(ReplayOptions.Builder options) {
        return DeadLetters.replay(servers, options.build());
    }

    /** A dead letter of {@code source} that {@code group} has given up. */
    private void deadLetter(String source, int partition, String group, String exceptionClass, String value) {
        ProducerRecord<byte[], byte[]> written =
                new ProducerRecord<>(dead, partition, "key".getBytes(UTF_8), value.getBytes(UTF_8));
        Map.of(
                        "barre-original-topic",
                        source,
                        "barre-original-partition",
                        Integer.toString(partition),
                        "barre-original-offset",
                        "5",
                        "barre-group",
                        group,
                        "barre-reason",
                        "exhausted",
                        "barre-exception-class",
                        exceptionClass,
                        "barre-attempts",
                        "3")
                .forEach((name, text) -> written.headers().add(name, text.getBytes(UTF_8)));
        rig.raw.write(written);
    }

    private void deadLetter(int partition, String value) {
        deadLetter(rig.topic, partition, "billing", "java.net.ConnectException", value);
    }

    private List<@Nullable String> values(String topic, int count) {
        return rig.records(topic, count).stream()
                .map(RecoveryRig::value)
                .sorted()
                .toList();
    }

    @Test
    @Clause({"4.6-1", "4.6-2"})
    void deadLetterOfAListener_goesBackAsItWas_andIsHandled() {
        Queue<String> handled = new ConcurrentLinkedQueue<>();
        long offset = rig.write(1, "key", "good", "trace", "1", "trace", null);
        boolean[] down = {true};
        rig.started(deadLetters(), Service.ofPayload(String.class, next -> {
            synchronized (down) {
                if (down[0]) {
                    throw new IllegalStateException("down");
                }
            }
            handled.add(next);
        }));
        var before = rig.deadLetters(1).get(0);
        synchronized (down) {
            down[0] = false;
        }
        assertThat(replay(from(rig.deadLetterTopic()))).isEqualTo(new ReplayReport(1, 1, 0, 0, 0, 0));
        awaitSize(handled, 1);
        var back = rig.records(rig.topic, 2).get(1);
        assertThat(back.partition()).isEqualTo(1);
        assertThat(back.key()).isEqualTo(before.key());
        assertThat(value(back)).isEqualTo("good");
        assertThat(back.timestamp()).isEqualTo(before.timestamp());
        assertThat(headers(back).strings("trace")).containsExactly("1", null);
        assertThat(headers(back).names())
                .containsExactlyInAnyOrder(
                        "trace",
                        "barre-original-topic",
                        "barre-original-partition",
                        "barre-original-offset",
                        "barre-original-timestamp",
                        "barre-replays");
        assertThat(header(back, "barre-original-offset")).isEqualTo(Long.toString(offset));
        assertThat(header(back, "barre-replays")).isEqualTo("1");
        assertThat(rig.raw.read(rig.deadLetterTopic(), 1)).hasSize(1);
    }

    @Test
    @Clause("4.6-1")
    void moreThanOneTopicAndAPartitionThatIsGone_areFound(@Topic String another) {
        deadLetter(rig.topic, 1, "billing", "E", "a");
        deadLetter(another, 1, "billing", "E", "b");
        assertThat(replay(from(dead))).isEqualTo(new ReplayReport(2, 2, 0, 0, 0, 0));
        assertThat(rig.records(rig.topic, 1).get(0).partition()).isEqualTo(1);
        assertThat(rig.records(another, 1).get(0).partition()).isZero();
    }

    @Test
    @Clause("4.6-3")
    void options_areCheckedTogether() {
        ConfigurationException failure = catchThrowableOfType(
                ConfigurationException.class,
                () -> ReplayOptions.builder().maxReplays(0).rateLimit(0).build());
        assertThat(failure.problems()).hasSize(4);
        assertThat(failure)
                .hasMessageContaining("from")
                .hasMessageContaining("group")
                .hasMessageContaining("maxReplays")
                .hasMessageContaining("rateLimit");
        assertThat(catchThrowableOfType(
                        ConfigurationException.class,
                        () -> from(dead).target(dead).build()))
                .hasMessageContaining("target");
        assertThat(Failures.of(() -> replay(from(dead + "-missing")))).hasMessageContaining("does not exist");
    }

    @Test
    @Clause("4.6-4")
    void group_goesOnWhereItsLastReplayEnded() {
        deadLetter(0, "a");
        deadLetter(1, "b");
        assertThat(replay(from(dead)).replayed()).isEqualTo(2);
        deadLetter(0, "c");
        assertThat(replay(from(dead))).isEqualTo(new ReplayReport(1, 1, 0, 0, 0, 0));
        assertThat(replay(from(dead))).isEqualTo(NOTHING);
        assertThat(values(rig.topic, 3)).containsExactly("a", "b", "c");
        assertThat(replay(from(dead).group(rig.group + "-another")).replayed()).isEqualTo(3);
    }

    @Test
    @Clause("4.6-5")
    void dryRun_countsAndDoesNothing() {
        deadLetter(0, "a");
        deadLetter(rig.topic, 1, "billing", "java.io.IOException", "b");
        ReplayReport wouldBe = new ReplayReport(2, 1, 1, 0, 0, 0);
        for (int time = 0; time < 2; time++) {
            assertThat(replay(from(dead).exceptionClass("java.io.IOException").dryRun(true)))
                    .isEqualTo(wouldBe);
        }
        assertThat(rig.raw.committed(rig.group + "-replay", dead)).isEmpty();
        assertThat(replay(from(dead).exceptionClass("java.io.IOException"))).isEqualTo(wouldBe);
        assertThat(values(rig.topic, 1)).containsExactly("b");
    }

    @Test
    @Clause("4.6-6")
    void filters_mustAllHold_andWhatTheyLeaveIsPassed() {
        deadLetter(rig.topic, 0, "billing", "A", "wanted");
        deadLetter(rig.topic, 0, "billing", "B", "another exception");
        deadLetter("another", 0, "billing", "A", "another topic");
        deadLetter(rig.topic, 0, "shipping", "A", "another group");
        deadLetter(rig.topic, 1, "billing", "A", "another partition");
        ReplayOptions.Builder options = from(dead)
                .exceptionClass("A")
                .originalTopic(rig.topic)
                .replayOnlyFor("billing")
                .filter(each -> each.originalPartition().orElse(-1) == 0);
        assertThat(replay(options)).isEqualTo(new ReplayReport(5, 1, 4, 0, 0, 0));
        assertThat(values(rig.topic, 1)).containsExactly("wanted");
        assertThat(replay(from(dead))).isEqualTo(NOTHING);
    }

    @Test
    @Clause("4.6-7")
    void recordThatFailsAgainAndAgain_isReplayedAsOftenAsAllowed() {
        rig.write(0, "key", "0");
        rig.started(deadLetters(), Service.ofPayload(String.class, next -> {
            throw new IllegalStateException("boom");
        }));
        for (int replays = 1; replays <= 2; replays++) {
            rig.deadLetters(replays);
            assertThat(replay(from(rig.deadLetterTopic()).maxReplays(2))).isEqualTo(new ReplayReport(1, 1, 0, 0, 0, 0));
        }
        rig.deadLetters(3);
        assertThat(replay(from(rig.deadLetterTopic()).maxReplays(2))).isEqualTo(new ReplayReport(1, 0, 0, 1, 0, 0));
        assertThat(rig.records(rig.topic, 3))
                .extracting(each -> headers(each).string("barre-replays").orElse("0"))
                .containsExactly("0", "1", "2");
    }

    @Test
    @Clause("4.6-8")
    void withoutProvenance_isLeft_unlessThereIsATarget(@Topic String target) {
        rig.raw.write(dead, "a");
        deadLetter(1, "b");
        assertThat(replay(from(dead).dryRun(true))).isEqualTo(new ReplayReport(2, 1, 0, 0, 1, 0));
        assertThat(replay(from(dead).target(target))).isEqualTo(new ReplayReport(2, 2, 0, 0, 0, 0));
        assertThat(values(target, 2)).containsExactly("a", "b");
    }

    @Test
    @Clause({"4.6-2", "4.6-9"})
    void deadLettersOfOtherClients_goBackWithoutTheirHeaders() {
        ProducerRecord<byte[], byte[]> ofSpring = new ProducerRecord<>(dead, 0, null, "spring".getBytes(UTF_8));
        ofSpring.headers()
                .add("trace", "1".getBytes(UTF_8))
                .add("kafka_dlt-original-topic", rig.topic.getBytes(UTF_8))
                .add(
                        "kafka_dlt-original-partition",
                        ByteBuffer.allocate(4).putInt(1).array())
                .add(
                        "kafka_dlt-original-offset",
                        ByteBuffer.allocate(8).putLong(9).array())
                .add("kafka_dlt-original-consumer-group", "billing".getBytes(UTF_8))
                .add("kafka_dlt-exception-fqcn", "wrapper".getBytes(UTF_8))
                .add("kafka_dlt-exception-cause-fqcn", "A".getBytes(UTF_8))
                .add("kafka_dlt-exception-stacktrace", "at".getBytes(UTF_8));
        rig.raw.write(ofSpring);
        ProducerRecord<byte[], byte[]> ofSmallRye = new ProducerRecord<>(dead, 1, null, "smallrye".getBytes(UTF_8));
        ofSmallRye
                .headers()
                .add("trace", "2".getBytes(UTF_8))
                .add("dead-letter-topic", rig.topic.getBytes(UTF_8))
                .add("dead-letter-partition", "1".getBytes(UTF_8))
                .add("dead-letter-offset", "10".getBytes(UTF_8))
                .add("dead-letter-exception-class-name", "A".getBytes(UTF_8))
                .add("dead-letter-reason", "why".getBytes(UTF_8));
        rig.raw.write(ofSmallRye);
        List<PartitionOffset> originals = new ArrayList<>();
        assertThat(replay(from(dead)
                        .exceptionClass("A")
                        .filter(each -> originals.add(each.original().orElseThrow()))))
                .isEqualTo(new ReplayReport(2, 2, 0, 0, 0, 0));
        assertThat(originals)
                .containsExactlyInAnyOrder(PartitionOffset.of(rig.topic, 1, 9), PartitionOffset.of(rig.topic, 1, 10));
        assertThat(rig.records(rig.topic, 2)).allSatisfy(back -> {
            assertThat(back.partition()).isEqualTo(1);
            assertThat(headers(back).names())
                    .containsExactlyInAnyOrder(
                            "trace",
                            "barre-original-topic",
                            "barre-original-partition",
                            "barre-original-offset",
                            "barre-replays");
        });
    }

    @Test
    @Clause("4.6-10")
    void rateLimit_isKept_andProgressIsTold() {
        for (int number = 0; number < 25; number++) {
            deadLetter(0, Integer.toString(number));
        }
        List<ReplayReport> told = new ArrayList<>();
        long began = System.nanoTime();
        replay(from(dead).rateLimit(10).onProgress(told::add));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(2_300));
        assertThat(told).hasSizeGreaterThan(2);
        assertThat(told).extracting(ReplayReport::replayed).isSorted();
        assertThat(told.get(0).replayed()).isLessThan(25);
        assertThat(told.get(told.size() - 1).replayed()).isEqualTo(25);
    }

    @Test
    @Clause("4.6-10")
    void connection_isThatOfTheConfiguration() {
        String clientId = CapturedProperties.freshClientId();
        ConsumerConfiguration connection = ConsumerConfiguration.builder()
                .clientId(clientId)
                .groupId("not this one")
                .additionalProperties(Map.of(
                        "interceptor.classes", CapturedProperties.class.getName(), "metadata.max.age.ms", "4711"))
                .build();
        deadLetter(0, "a");
        assertThat(replay(from(dead).connection(connection)).replayed()).isEqualTo(1);
        assertThat(CapturedProperties.of(clientId))
                .containsEntry("metadata.max.age.ms", "4711")
                .containsEntry("group.id", rig.group + "-replay");
    }

    @Test
    @Clause("4.6-11")
    void recordThatCannotBeSent_endsItsPartition_untilItCan(@Topic String target) {
        String missing = target + "-missing";
        deadLetter(missing, 0, "billing", "E", "a");
        deadLetter(rig.topic, 0, "billing", "E", "b");
        deadLetter(rig.topic, 1, "billing", "E", "c");
        assertThat(replay(from(dead))).isEqualTo(new ReplayReport(2, 1, 0, 0, 0, 1));
        assertThat(values(rig.topic, 1)).containsExactly("c");
        assertThat(rig.raw.committed(rig.group + "-replay", dead, 1)).hasValue(1);
        assertThat(rig.raw.committed(rig.group + "-replay", dead, 0).orElse(0)).isZero();
        assertThat(replay(from(dead).target(target))).isEqualTo(new ReplayReport(2, 2, 0, 0, 0, 0));
        assertThat(values(target, 2)).containsExactly("a", "b");
    }

    @Test
    @Clause("4.6-12")
    void endedEarly_saysWhatIsDone_andTheNextGoesOn() {
        deadLetter(0, "a");
        deadLetter(0, "b");
        List<String> asked = new ArrayList<>();
        ReplayException failure = catchThrowableOfType(
                ReplayException.class,
                () -> replay(from(dead).filter(each -> {
                    asked.add("filter");
                    if (asked.size() == 2) {
                        throw new IllegalStateException("no more");
                    }
                    return true;
                })));
        assertThat(failure.report().replayed()).isEqualTo(1);
        assertThat(failure).hasMessageContaining("no more");
        assertThat(replay(from(dead))).isEqualTo(new ReplayReport(1, 1, 0, 0, 0, 0));
        assertThat(values(rig.topic, 2)).containsExactly("a", "b");

        deadLetter(0, "c");
        Thread.currentThread().interrupt();
        ReplayException interrupted = catchThrowableOfType(ReplayException.class, () -> replay(from(dead)));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(interrupted.isRetriable()).isTrue();
        assertThat(interrupted.report().replayed()).isZero();
    }
}
