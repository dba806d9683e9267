package dev.barre.kafka.internal.engine;

import static dev.barre.kafka.internal.engine.Slices.P0;
import static dev.barre.kafka.internal.engine.Slices.range;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.interop.MockedConsumers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class CommitsTest {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final FakeClock clock = new FakeClock();
    private final Timers timers = new Timers(clock);
    private final List<Long> sent = new ArrayList<>();
    private final List<Duration> waited = new ArrayList<>();
    private final List<Runnable> answers = new ArrayList<>();
    private final List<RuntimeException> persistent = new ArrayList<>();
    private boolean fails;
    private BooleanSupplier isCutShort = () -> false;
    private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest") {
        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // used by one thread
        public void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
            sent.add(offsets.get(P0).offset());
            Exception failure = fails ? new KafkaException("not now") : null;
            answers.add(() -> callback.onComplete(offsets, failure));
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // used by one thread
        public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            waited.add(timeout);
            throw new TimeoutException("the broker is away");
        }
    };
    private final Partitions<String> partitions = new Partitions<>(
            OrderedDispatch.oneLane(() -> new Lane<>(new LaneProbe(), new Width(new ManualExecutor(), 1))),
            new IntakeLimits(9, 9, 9, 9));
    private final Share share = share();

    private Share share() {
        partitions.add(List.of(P0));
        return Share.of(partitions.all().get(0), range(P0, 0, 100));
    }

    private Commits<String> commits(boolean auto) {
        MemberSettings settings = new MemberSettings(
                "test",
                List.of("orders"),
                Duration.ofMillis(50),
                Duration.ZERO,
                new LanePlan(LanePlan.Order.MEMBER, 1),
                new IntakeLimits(9, 9, 9, 9),
                auto,
                false,
                INTERVAL,
                10,
                Duration.ofSeconds(5),
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), () -> 0),
                failure -> false,
                failure -> new IllegalStateException(failure.message(), failure.cause()),
                clock);
        Commits<String> commits = new Commits<>(
                settings,
                MockedConsumers.over(kafka, settings.failures()),
                partitions,
                timers,
                () -> isCutShort.getAsBoolean(),
                persistent::add);
        commits.start();
        return commits;
    }

    @Test
    void commitFails_againAndAgain_isToldUntilOneGoesWell() {
        Commits<String> commits = commits(true);
        fails = true;
        for (int time = 1; time <= 3; time++) {
            fail(commits, time);
        }
        assertThat(persistent).isEmpty();
        clock.advance(Duration.ofSeconds(6));
        fail(commits, 4);
        assertThat(persistent).hasSize(1);
        assertThat(commits.persistentFailure()).isNotNull();

        fails = false;
        fail(commits, 5);

        assertThat(commits.persistentFailure()).isNull();
        assertThat(persistent).hasSize(1);
    }

    /** Commits, as long as {@code fails} in vain. */
    private void fail(Commits<String> commits, int upTo) {
        settleTo(upTo);
        commits.soon();
        timers.runDue();
        answers.forEach(Runnable::run);
        answers.clear();
    }

    @Test
    void handled_soManyRecords_commitsWithoutWaitingForTheInterval() {
        Commits<String> commits = commits(true);
        settleTo(9);
        commits.handled(9);
        timers.runDue();
        assertThat(sent).isEmpty();

        settleTo(10);
        commits.handled(1);
        timers.runDue();
        assertThat(sent).containsExactly(10L);
        answer();

        settleTo(19);
        commits.handled(9);
        timers.runDue();
        assertThat(sent).as("counts anew").hasSize(1);
    }

    @Test
    void handled_oneIsInFlight_isCommittedAfterItsAnswer() {
        Commits<String> commits = commits(true);
        settleTo(10);
        commits.handled(10);
        timers.runDue();
        settleTo(20);
        commits.handled(10);
        timers.runDue();
        assertThat(sent).containsExactly(10L);

        answer();
        settleTo(21);
        commits.handled(1);
        timers.runDue();
        assertThat(sent).containsExactly(10L, 21L);
    }

    @Test
    void onInterval_whatIsSettled_isCommittedOnce() {
        commits(true);
        settleTo(3);
        interval();
        answer();
        interval();

        assertThat(sent).containsExactly(3L);
    }

    @Test
    void onInterval_failedBefore_isCommittedAgain() {
        commits(true);
        fails = true;
        settleTo(3);
        interval();
        answer();
        fails = false;
        interval();

        assertThat(sent).containsExactly(3L, 3L);
    }

    @Test
    void notAutomatic_neitherTheNumberNorTheIntervalCommits() {
        Commits<String> commits = commits(false);
        settleTo(50);
        commits.handled(50);
        timers.runDue();
        interval();
        commits.last(partitions.all(), INTERVAL);

        assertThat(sent).isEmpty();
    }

    @Test
    void last_aStopComesMeanwhile_isTriedOnlyUntilThen() {
        Commits<String> commits = commits(true);
        settleTo(3);
        AtomicInteger looks = new AtomicInteger();
        isCutShort = () -> looks.incrementAndGet() == 3;
        commits.last(partitions.all(), Duration.ofMinutes(1));

        assertThat(waited).hasSize(3).allMatch(span -> span.compareTo(Duration.ofSeconds(1)) <= 0);
    }

    private void settleTo(int offset) {
        share.settle(0, offset);
    }

    private void interval() {
        clock.advance(INTERVAL);
        timers.runDue();
    }

    private void answer() {
        answers.remove(0).run();
    }
}
