package dev.barre.kafka;

import static dev.barre.kafka.RawRecords.header;
import static dev.barre.kafka.RawRecords.read;
import static dev.barre.kafka.RawRecords.slice;
import static dev.barre.kafka.RawRecords.text;
import static dev.barre.kafka.RawRecords.values;
import static dev.barre.kafka.RawRecords.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import dev.barre.kafka.internal.engine.Recovery;
import dev.barre.kafka.interop.NativeAdmin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmbeddedKafkaExtension.class)
class ReplayTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private String servers;
    private String topic;
    private String dead;
    private String group;

    @BeforeEach
    void open(
            @BootstrapServers String servers,
            @Topic(partitions = 2) String topic,
            @Topic(partitions = 2) String dead,
            @GroupId String group) {
        this.servers = servers;
        this.topic = topic;
        this.dead = dead;
        this.group = group;
    }

    @AfterEach
    void interruptIsNotLeftBehind() {
        assertThat(Thread.interrupted()).isFalse();
    }

    private ReplayOptions.Builder options() {
        return ReplayOptions.builder().from(dead).group(group);
    }

    /** A dead letter of {@code original}, as this library writes it, with more headers of the user. */
    private void deadLetter(String original, int partition, String value, Throwable cause, Header... headers) {
        Headers all = new Provenance("billing")
                .deadLetter(slice(original, partition, 5, value, headers), 0, Recovery.Reason.EXHAUSTED, cause, 3);
        List<Header> raw = new ArrayList<>();
        all.forEach(each -> raw.add(new RecordHeader(each.name(), each.value())));
        write(servers, dead, partition, value, raw.toArray(Header[]::new));
    }

    private void deadLetter(int partition, String value) {
        deadLetter(topic, partition, value, new IllegalStateException("boom"));
    }

    private Map<TopicPartition, Long> committed() {
        try (NativeAdmin admin = new NativeAdmin(Map.of("bootstrap.servers", servers), ConnectorException::from)) {
            return admin.committedOffsets(group, TIMEOUT);
        }
    }

    private static ReplayReport report(long read, long replayed, long filtered, long loop, long without, long failed) {
        return new ReplayReport(read, replayed, filtered, loop, without, failed);
    }

    @Test
    void replay_recordGoesBackAsItWas() {
        deadLetter(topic, 1, "v", new IllegalStateException("boom"), header("trace", "1"), header("trace", null));

        assertThat(DeadLetters.replay(servers, options().build())).isEqualTo(report(1, 1, 0, 0, 0, 0));
        ConsumerRecord<byte[], byte[]> back = read(servers, topic, 1).get(0);
        assertThat(back.partition()).isEqualTo(1);
        assertThat(text(back.key())).isEqualTo("key");
        assertThat(text(back.value())).isEqualTo("v");
        assertThat(back.timestamp()).isEqualTo(RawRecords.TIME);
        Headers headers = RawRecords.headers(back);
        assertThat(headers.strings("trace")).containsExactly("1", null);
        assertThat(headers.strings("barre-replays")).containsExactly("1");
        assertThat(headers.names()).noneMatch(name -> name.startsWith("barre-exception"));
        assertThat(headers.names()).doesNotContain("barre-reason", "barre-attempts", "barre-group");
    }

    @Test
    void replayAgain_goesOnWhereTheLastEnded() {
        deadLetter(0, "a");
        deadLetter(1, "b");
        assertThat(DeadLetters.replay(servers, options().build()).replayed()).isEqualTo(2);
        deadLetter(0, "c");

        assertThat(DeadLetters.replay(servers, options().build())).isEqualTo(report(1, 1, 0, 0, 0, 0));
        assertThat(DeadLetters.replay(servers, options().build())).isEqualTo(ReplayReport.NOTHING);
        assertThat(values(servers, topic, 3)).containsExactly("a", "b", "c");
        assertThat(committed()).containsEntry(new TopicPartition(dead, 0), 2L);
    }

    @Test
    void dryRun_sendsAndCommitsNothing() {
        deadLetter(0, "a");

        assertThat(DeadLetters.replay(servers, options().dryRun(true).build())).isEqualTo(report(1, 1, 0, 0, 0, 0));
        assertThat(committed()).isEmpty();
        assertThat(DeadLetters.replay(servers, options().build()).replayed()).isEqualTo(1);
        assertThat(values(servers, topic, 1)).containsExactly("a");
    }

    @Test
    void filters_leaveRecordsThatAreThenPassed() {
        deadLetter(topic, 0, "a", new IllegalStateException("boom"));
        deadLetter(topic, 0, "b", new IllegalArgumentException("bang"));
        deadLetter("another", 0, "c", new IllegalArgumentException("bang"));
        ReplayOptions options = options()
                .exceptionClass("java.lang.IllegalArgumentException")
                .originalTopic(topic)
                .replayOnlyFor("billing")
                .build();

        assertThat(DeadLetters.replay(servers, options)).isEqualTo(report(3, 1, 2, 0, 0, 0));
        assertThat(values(servers, topic, 1)).containsExactly("b");
        assertThat(DeadLetters.replay(servers, options().build())).isEqualTo(ReplayReport.NOTHING);
        assertThat(DeadLetters.replay(
                        servers,
                        ReplayOptions.builder()
                                .from(dead)
                                .group(group + "-2")
                                .replayOnlyFor("other")
                                .build()))
                .isEqualTo(report(3, 0, 3, 0, 0, 0));
    }

    @Test
    void recordReplayedAsOftenAsAllowed_isLeft() {
        deadLetter(topic, 0, "a", new IllegalStateException("boom"), header("barre-replays", "2"));
        deadLetter(topic, 0, "b", new IllegalStateException("boom"), header("barre-replays", "3"));

        assertThat(DeadLetters.replay(servers, options().build())).isEqualTo(report(2, 1, 0, 1, 0, 0));
        assertThat(values(servers, topic, 1)).containsExactly("a");
        assertThat(RawRecords.headers(read(servers, topic, 1).get(0)).strings("barre-replays"))
                .containsExactly("3");
    }

    @Test
    void withoutProvenance_isLeftUnlessThereIsATarget(@Topic String target) {
        write(servers, dead, 0, "a", header("trace", "1"));

        assertThat(DeadLetters.replay(servers, options().dryRun(true).build())).isEqualTo(report(1, 0, 0, 0, 1, 0));
        assertThat(DeadLetters.replay(servers, options().target(target).build()))
                .isEqualTo(report(1, 1, 0, 0, 0, 0));
        assertThat(values(servers, target, 1)).containsExactly("a");
    }

    @Test
    void springDeadLetter_goesBackWithoutItsHeaders() {
        write(
                servers,
                dead,
                0,
                "a",
                header("trace", "1"),
                header("kafka_dlt-original-topic", topic),
                new RecordHeader("kafka_dlt-original-partition", new byte[] {0, 0, 0, 1}),
                new RecordHeader("kafka_dlt-original-offset", new byte[] {0, 0, 0, 0, 0, 0, 0, 9}),
                header("kafka_dlt-exception-stacktrace", "at …"));

        assertThat(DeadLetters.replay(servers, options().build()).replayed()).isEqualTo(1);
        ConsumerRecord<byte[], byte[]> back = read(servers, topic, 1).get(0);
        assertThat(back.partition()).isEqualTo(1);
        assertThat(RawRecords.headers(back).names()).contains("trace").noneMatch(name -> name.startsWith("kafka_dlt-"));
    }

    @Test
    void targetThatIsMissing_stopsItsPartitionBeforeTheRecord() {
        deadLetter(0, "a");
        deadLetter(topic + "-gone", 0, "b", new IllegalStateException("boom"));
        deadLetter(0, "c");
        deadLetter(1, "d");

        ReplayReport report = DeadLetters.replay(servers, options().build());
        assertThat(report.failed()).isEqualTo(1);
        assertThat(committed())
                .containsEntry(new TopicPartition(dead, 0), 1L)
                .containsEntry(new TopicPartition(dead, 1), 1L);
        assertThat(values(servers, topic, 2)).contains("a", "d");
    }

    @Test
    void targetThatNoTopicCanBeCalled_stopsItsPartitionAndNoOther() {
        deadLetter("no such name", 0, "a", new IllegalStateException("boom"));
        deadLetter(1, "b");

        ReplayReport report = DeadLetters.replay(servers, options().build());
        assertThat(report.failed()).isEqualTo(1);
        assertThat(committed())
                .doesNotContainKey(new TopicPartition(dead, 0))
                .containsEntry(new TopicPartition(dead, 1), 1L);
        assertThat(values(servers, topic, 1)).containsExactly("b");
    }

    @Test
    void recordsThatComeMeanwhile_areForTheNextReplay() {
        deadLetter(0, "a");
        ReplayOptions options = options()
                .filter(deadLetter -> {
                    deadLetter(0, "later");
                    return true;
                })
                .build();

        assertThat(DeadLetters.replay(servers, options)).isEqualTo(report(1, 1, 0, 0, 0, 0));
        assertThat(committed()).containsEntry(new TopicPartition(dead, 0), 1L);
    }

    @Test
    void rateLimit_spreadsTheSends() {
        for (int i = 0; i < 6; i++) {
            deadLetter(0, "v" + i);
        }
        long began = System.nanoTime();
        DeadLetters.replay(servers, options().rateLimit(10).build());

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(490));
    }

    @Test
    void interrupted_tellsWhatWasDoneAndNothingIsReplayedTwice() {
        for (int i = 0; i < 5; i++) {
            deadLetter(0, "v" + i);
        }
        AtomicInteger seen = new AtomicInteger();
        ReplayOptions options = options()
                .filter(deadLetter -> {
                    if (seen.incrementAndGet() == 3) {
                        Thread.currentThread().interrupt();
                    }
                    return true;
                })
                .rateLimit(20)
                .build();

        assertThatThrownBy(() -> DeadLetters.replay(servers, options))
                .isInstanceOfSatisfying(ReplayException.class, ended -> {
                    assertThat(ended.report().replayed()).isEqualTo(2);
                    assertThat(ended.isRetriable()).isTrue();
                });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(DeadLetters.replay(servers, options().build()).replayed()).isEqualTo(3);
        assertThat(values(servers, topic, 5)).containsExactly("v0", "v1", "v2", "v3", "v4");
    }

    @Test
    void filterThatThrows_endsTheReplayBeforeTheRecord() {
        deadLetter(0, "a");
        RuntimeException thrown = new IllegalStateException("filter");

        assertThatThrownBy(() -> DeadLetters.replay(
                        servers,
                        options()
                                .filter(deadLetter -> {
                                    throw thrown;
                                })
                                .build()))
                .isInstanceOf(ReplayException.class)
                .hasCause(thrown);
        assertThat(DeadLetters.replay(servers, options().build()).replayed()).isEqualTo(1);
    }

    @Test
    void progress_endsWithTheReport() {
        deadLetter(0, "a");
        List<ReplayReport> seen = new ArrayList<>();

        ReplayReport report =
                DeadLetters.replay(servers, options().onProgress(seen::add).build());
        assertThat(seen).last().isEqualTo(report);
    }

    @Test
    void topicThatIsMissing_isRefused() {
        assertThatThrownBy(() -> DeadLetters.replay(
                        servers,
                        ReplayOptions.builder()
                                .from(dead + "-gone")
                                .group(group)
                                .build()))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void build_allThatIsWrongInOneMessage() {
        assertThatThrownBy(() -> ReplayOptions.builder()
                        .from("a")
                        .target("a")
                        .maxReplays(0)
                        .rateLimit(Double.NaN)
                        .build())
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        wrong -> assertThat(wrong.problems()).hasSize(4));
    }
}
