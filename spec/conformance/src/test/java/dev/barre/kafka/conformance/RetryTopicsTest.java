package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.PATIENCE;
import static dev.barre.kafka.conformance.Clients.reading;
import static dev.barre.kafka.conformance.RecoveryRig.SOON;
import static dev.barre.kafka.conformance.RecoveryRig.awaitSize;
import static dev.barre.kafka.conformance.RecoveryRig.deadLetters;
import static dev.barre.kafka.conformance.RecoveryRig.header;
import static dev.barre.kafka.conformance.RecoveryRig.headers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.Caller;
import dev.barre.kafka.ConfigurationException;
import dev.barre.kafka.ConsumerRecord;
import dev.barre.kafka.DeadLetter;
import dev.barre.kafka.Listener;
import dev.barre.kafka.ListenerOptions;
import dev.barre.kafka.PartitionOffset;
import dev.barre.kafka.RetryPolicy;
import dev.barre.kafka.RetryTopics;
import dev.barre.kafka.Service;
import dev.barre.kafka.TypedService;
import dev.barre.kafka.WhenExhausted;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Chapter 4.3.9: topics in which records that have failed wait for their next attempts. */
@ExtendWith(EmbeddedKafkaExtension.class)
class RetryTopicsTest {
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private String servers;
    private RecoveryRig rig;

    /** One call of the service, with the number that it was given. */
    private record Call(int number, String topic, long atMillis) {}

    @BeforeEach
    void open(@BootstrapServers String servers, @Topic(partitions = 2) String topic, @GroupId String group) {
        this.servers = servers;
        this.rig = new RecoveryRig(servers, topic, group);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** Fails for the numbers that {@code fails} holds for, in the topic and in all its retry topics. */
    private TypedService failingFor(IntPredicate fails) {
        return Service.ofRecord(byte[].class, Integer.class, next -> {
            call(next);
            if (fails.test(next.value())) {
                throw new IllegalStateException("boom");
            }
        });
    }

    /** Fails for the numbers that {@code fails} holds for, unless they come from a retry topic. */
    private TypedService failingAtFirst(IntPredicate fails) {
        return Service.ofRecord(byte[].class, Integer.class, next -> {
            call(next);
            if (fails.test(next.value()) && next.topic().equals(rig.topic)) {
                throw new IllegalStateException("boom");
            }
        });
    }

    private void call(ConsumerRecord<byte[], Integer> next) {
        calls.add(new Call(next.value(), next.topic(), System.currentTimeMillis()));
    }

    private List<Integer> numbers() {
        return calls.stream().map(Call::number).toList();
    }

    @Test
    @Clause("4.3.9-1")
    void topics_areMadeLikeTheirs() {
        rig.started(ListenerOptions.builder().retryTopics(RetryTopics.after(SOON, SOON)), failingFor(number -> false));
        for (int number = 1; number <= 2; number++) {
            String made = rig.topic + "-" + rig.group + "-retry-" + number;
            await().atMost(PATIENCE).until(() -> rig.raw.partitions(made) > 0);
            assertThat(rig.raw.partitions(made)).isEqualTo(2);
        }
        assertThat(rig.raw.partitions(rig.retryTopic(3))).isZero();
    }

    @Test
    @Clause({"4.3.9-2", "4.3.9-3"})
    void failed_isHandledAgainAfterTheDelay_thoseBehindItAtOnce() {
        Duration delay = Duration.ofMillis(1500);
        rig.write(0, "key", "0");
        rig.write(0, "key", "1");
        rig.write(0, "key", "2");
        rig.started(
                ListenerOptions.builder().retryTopics(RetryTopics.after(delay)), failingAtFirst(number -> number == 0));
        awaitSize(calls, 4);
        assertThat(numbers()).containsExactly(0, 1, 2, 0);
        Call again = calls.get(3);
        assertThat(again.topic()).isEqualTo(rig.retryTopic(1));
        assertThat(again.atMillis() - calls.get(0).atMillis()).isGreaterThanOrEqualTo(delay.toMillis());
        assertThat(calls.get(2).atMillis()).isLessThan(again.atMillis());
    }

    @Test
    @Clause("4.3.9-3")
    void recordsThatAreDueLater_holdUpNothingOfOtherPartitionsAndTopics() {
        rig.write(0, null, "0");
        rig.started(
                ListenerOptions.builder().retryTopics(RetryTopics.after(Duration.ofMinutes(10))),
                failingFor(number -> number == 0));
        rig.records(rig.retryTopic(1), 1);
        rig.raw.writeNumbers(rig.topic, 0, 1, 50);
        rig.raw.writeNumbers(rig.topic, 1, 50, 100);
        awaitSize(calls, 100);
        assertThat(numbers()).doesNotHaveDuplicates().hasSize(100);
    }

    @Test
    @Clause({"4.3.9-2", "4.3.9-4", "4.3.9-5", "4.3.9-7"})
    void failsInEveryTopic_attemptsAreAddedUp_thenItIsADeadLetter() {
        rig.write(1, "key", "7", "trace", "1");
        Listener listener = rig.started(
                deadLetters().retry(RetryPolicy.fixed(SOON).attempts(2)).retryTopics(RetryTopics.after(SOON, SOON)),
                failingFor(number -> true));
        var dead = rig.deadLetters(1).get(0);
        assertThat(calls)
                .extracting(Call::topic)
                .containsExactly(
                        rig.topic,
                        rig.topic,
                        rig.retryTopic(1),
                        rig.retryTopic(1),
                        rig.retryTopic(2),
                        rig.retryTopic(2));
        assertThat(header(dead, "barre-attempts")).isEqualTo("6");
        assertThat(header(dead, "trace")).isEqualTo("1");
        assertThat(dead.partition()).isEqualTo(1);
        assertThat(DeadLetter.from(headers(dead)).orElseThrow().original())
                .contains(PartitionOffset.of(rig.topic, 1, 0));
        assertThat(headers(dead).names()).doesNotContain("barre-retry-attempts", "barre-retry-due");

        var waiting = rig.records(rig.retryTopic(1), 1).get(0);
        assertThat(waiting.partition()).isEqualTo(1);
        assertThat(waiting.timestamp()).isEqualTo(dead.timestamp());
        assertThat(waiting.key()).isEqualTo(dead.key());
        assertThat(waiting.value()).isEqualTo(dead.value());
        assertThat(header(waiting, "trace")).isEqualTo("1");
        assertThat(header(waiting, "barre-retry-attempts")).isEqualTo("2");
        rig.awaitCommitted(rig.topic, 1, 1);
        rig.awaitCommitted(rig.retryTopic(1), 1, 1);
        rig.awaitCommitted(rig.retryTopic(2), 1, 1);
        assertThat(listener.metrics().sentToRetryTopics()).isEqualTo(2);
        assertThat(listener.metrics().deadLettered()).isEqualTo(1);
        assertThat(listener.metrics().givenUp()).isZero();
    }

    @Test
    @Clause({"4.3.9-5", "4.3.8-9"})
    void lastRetryTopicIsUsedUp_whenExhaustedDecides() {
        rig.write(0, null, "0");
        Listener listener = rig.started(
                ListenerOptions.builder().retryTopics(RetryTopics.after(SOON)).whenExhausted(WhenExhausted.SKIP),
                failingFor(number -> true));
        rig.awaitCommitted(rig.retryTopic(1), 0, 1);
        assertThat(calls).hasSize(2);
        assertThat(listener.metrics().givenUp()).isEqualTo(1);
    }

    @Test
    @Clause("4.3.9-6")
    void notRetriableRejectedAndUnreadable_goPastTheRetryTopics() {
        rig.raw.write(rig.topic, "bad", "1", "2");
        Listener listener = rig.started(
                deadLetters()
                        .retry(RetryPolicy.fixed(SOON).attempts(3).notRetriable(IllegalArgumentException.class))
                        .retryTopics(RetryTopics.after(SOON)),
                Service.ofRecord(byte[].class, Integer.class, (Caller caller, ConsumerRecord<byte[], Integer> next) -> {
                    call(next);
                    if (next.value() == 1) {
                        throw new IllegalArgumentException("never");
                    }
                    caller.reject(next, new IllegalStateException("not this one"));
                }));
        assertThat(rig.deadLetters(3)).extracting(RecoveryRig::value).containsExactly("bad", "1", "2");
        assertThat(numbers()).containsExactly(1, 2);
        rig.awaitCommitted(rig.topic, 0, 3);
        assertThat(listener.metrics().sentToRetryTopics()).isZero();
        assertThat(rig.errors)
                .singleElement()
                .satisfies(error -> assertThat(error)
                        .hasRootCauseInstanceOf(IllegalArgumentException.class)
                        .hasMessageNotContaining("again"));
    }

    @Test
    @Clause({"4.3.9-2", "4.3.9-7"})
    void stoppedWhileARecordWaits_theDelayGoesOn() {
        Duration delay = Duration.ofSeconds(3);
        rig.write(0, null, "0");
        Listener listener = rig.started(
                ListenerOptions.builder().retryTopics(RetryTopics.after(delay)), failingAtFirst(number -> true));
        rig.awaitCommitted(rig.topic, 0, 1);
        rig.records(rig.retryTopic(1), 1);
        listener.gracefulStop();
        assertThat(calls).hasSize(1);
        listener.start();
        awaitSize(calls, 2);
        rig.awaitCommitted(rig.retryTopic(1), 0, 1);
        assertThat(calls).extracting(Call::topic).containsExactly(rig.topic, rig.retryTopic(1));
        assertThat(calls.get(1).atMillis() - calls.get(0).atMillis()).isGreaterThanOrEqualTo(delay.toMillis());
    }

    @Test
    @Clause("4.3.9-8")
    void namesThatCannotBe_areRefused() {
        ListenerOptions options =
                ListenerOptions.builder().retryTopics(RetryTopics.after(SOON)).build();
        List<ConfigurationException> failures = new ArrayList<>();
        for (var config : List.of(
                reading("a group", rig.topic),
                reading("g".repeat(249), rig.topic),
                reading(rig.group, rig.topic, rig.retryTopic(1)))) {
            failures.add(catchThrowableOfType(
                    ConfigurationException.class, () -> Listener.create(servers, config.build(), options)));
        }
        assertThat(failures.get(0)).hasMessageContaining("choose another groupId");
        assertThat(failures.get(1)).hasMessageContaining("choose another groupId");
        assertThat(failures.get(2)).hasMessageContaining("is a retry topic of another of them");
    }
}
