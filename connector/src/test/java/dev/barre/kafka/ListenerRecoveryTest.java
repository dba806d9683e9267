package dev.barre.kafka;

import static dev.barre.kafka.RawRecords.read;
import static dev.barre.kafka.RawRecords.slice;
import static dev.barre.kafka.RawRecords.sliceWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.Topic;
import dev.barre.kafka.internal.engine.Recovery.Reason;
import dev.barre.kafka.interop.RecordSlice;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmbeddedKafkaExtension.class)
class ListenerRecoveryTest {
    private static final IllegalStateException BOOM = new IllegalStateException("boom");
    private static final String GROUP = "billing";
    private static final long NOW = 5_000;

    private String servers;
    private String topic;
    private Forwarder forwarder;
    private RetryTopicNames names;

    @BeforeEach
    void open(@BootstrapServers String servers, @Topic(partitions = 3) String topic) {
        this.servers = servers;
        this.topic = topic;
        this.names = new RetryTopicNames(List.of(topic), GROUP, 2);
        this.forwarder = Forwarder.create(
                ConsumerConfiguration.builder().groupId(GROUP).build().nativeSettings(List.of(servers)),
                GROUP,
                failure -> {});
    }

    @AfterEach
    void close() {
        forwarder.close();
    }

    private final RecoveryCounts counts = new RecoveryCounts();

    private ListenerRecovery recovery(boolean deadLetters, boolean retries, WhenExhausted whenExhausted) {
        Provenance provenance = new Provenance(GROUP);
        return new ListenerRecovery(
                deadLetters
                        ? new DeadLetterPublisher(forwarder, provenance, DeadLetterTopic.withSuffix("-dlt"), names)
                        : null,
                retries
                        ? new RetryPublisher(
                                forwarder,
                                provenance,
                                names,
                                RetryTopics.after(Duration.ofSeconds(1), Duration.ofSeconds(60))
                                        .delays(),
                                () -> NOW)
                        : null,
                whenExhausted,
                failure -> !(failure instanceof IllegalArgumentException),
                counts);
    }

    private static void await(@Nullable CompletionStage<?> stage) throws Exception {
        assertThat(stage).isNotNull();
        stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void rejected_goesToADeadLetterTopicMadeLikeItsOwn() throws Exception {
        ListenerRecovery recovery = recovery(true, true, WhenExhausted.DEAD_LETTER);
        await(recovery.recover(slice(topic, 2, 7, "v"), 0, Reason.REJECTED, BOOM, 1));

        ConsumerRecord<byte[], byte[]> dead = read(servers, topic + "-dlt", 1).get(0);
        assertThat(dead.partition()).isEqualTo(2);
        assertThat(dead.timestamp()).isEqualTo(RawRecords.TIME);
        assertThat(DeadLetter.from(RawRecords.headers(dead)).orElseThrow().original())
                .contains(PartitionOffset.of(topic, 2, 7));
        assertThat(counts.deadLettered().sum()).isEqualTo(1);
    }

    @Test
    void exhausted_goesThroughTheRetryTopicsThenToTheDeadLetters() throws Exception {
        ListenerRecovery recovery = recovery(true, true, WhenExhausted.DEAD_LETTER);
        RecordSlice at = slice(topic, 1, 7, "v");
        for (int level = 1; level <= 2; level++) {
            await(recovery.recover(at, 0, Reason.EXHAUSTED, BOOM, 3));
            String retryTopic = topic + "-billing-retry-" + level;
            ConsumerRecord<byte[], byte[]> retry = read(servers, retryTopic, 1).get(0);
            assertThat(retry.timestamp()).isEqualTo(RawRecords.TIME);
            at = sliceWith(retryTopic, 1, 0, RawRecords.headers(retry));
            assertThat(new RetryDueTimes(names).dueAt(at, 0)).isEqualTo(NOW + (level == 1 ? 1_000 : 60_000));
        }
        await(recovery.recover(at, 0, Reason.EXHAUSTED, BOOM, 1));

        DeadLetter dead = DeadLetter.from(
                        RawRecords.headers(read(servers, topic + "-dlt", 1).get(0)))
                .orElseThrow();
        assertThat(dead.original()).contains(PartitionOffset.of(topic, 1, 7));
        assertThat(dead.attempts()).hasValue(7);
        assertThat(counts.retried().sum()).isEqualTo(2);
        assertThat(counts.deadLettered().sum()).isEqualTo(1);
    }

    @Test
    void exhaustedByAFailureThatIsNotRetriable_goesPastTheRetryTopics() throws Exception {
        ListenerRecovery recovery = recovery(true, true, WhenExhausted.DEAD_LETTER);
        await(recovery.recover(slice(topic, 0, 7, "v"), 0, Reason.EXHAUSTED, new IllegalArgumentException("never"), 1));

        assertThat(counts.retried().sum()).isZero();
        assertThat(read(servers, topic + "-dlt", 1)).hasSize(1);
    }

    @Test
    void exhausted_skip_isCountedAndPassed() {
        ListenerRecovery recovery = recovery(true, false, WhenExhausted.SKIP);

        assertThat(recovery.recover(slice(topic, 0, 7, "v"), 0, Reason.EXHAUSTED, BOOM, 3))
                .isNull();
        assertThat(counts.skipped().sum()).isEqualTo(1);
    }

    @Test
    void exhausted_stop_failsFatallyWithPlaceAttemptsAndCause() {
        ListenerRecovery recovery = recovery(false, false, WhenExhausted.STOP);

        assertThatThrownBy(() -> recovery.recover(slice(topic, 0, 7, "v"), 0, Reason.EXHAUSTED, BOOM, 3))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        failure -> assertThat(failure.isFatal()).isTrue())
                .hasMessageContaining(topic + "-0@7")
                .hasMessageContaining("3 times")
                .hasCause(BOOM);
    }

    @Test
    void withoutDeadLetterTopic_rejectedAndUnreadableArePassed() {
        ListenerRecovery recovery = recovery(false, false, WhenExhausted.STOP);
        RecordSlice slice = slice(topic, 0, 7, "v");

        assertThat(recovery.recover(slice, 0, Reason.UNREADABLE, BOOM, 0)).isNull();
        assertThat(counts.skipped().sum()).isZero();
        assertThat(recovery.recover(slice, 0, Reason.REJECTED, BOOM, 1)).isNull();
        assertThat(counts.skipped().sum()).isEqualTo(1);
        assertThat(counts.deadLettered().sum()).isZero();
    }
}
