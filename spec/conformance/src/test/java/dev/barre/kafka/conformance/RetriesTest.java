package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.PATIENCE;
import static dev.barre.kafka.conformance.Clients.WATCH;
import static dev.barre.kafka.conformance.ListenerRig.awaitEqual;
import static dev.barre.kafka.conformance.ListenerRig.awaitSize;
import static dev.barre.kafka.conformance.ListenerRig.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.Caller;
import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.HealthStatus;
import dev.barre.kafka.Lanes;
import dev.barre.kafka.Listener;
import dev.barre.kafka.ListenerState;
import dev.barre.kafka.RetryPolicy;
import dev.barre.kafka.Service;
import dev.barre.kafka.WhenExhausted;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Chapter 4.3.7: when a record whose handler has thrown is handled again, and when it is given up. */
@ExtendWith(EmbeddedKafkaExtension.class)
class RetriesTest {
    private static final Duration SOON = Duration.ofMillis(20);

    private final Gate gate = new Gate();
    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private final Queue<List<String>> calls = new ConcurrentLinkedQueue<>();
    private final Queue<Long> times = new ConcurrentLinkedQueue<>();
    private final Queue<ConnectorException> errors = new ConcurrentLinkedQueue<>();
    private ListenerRig rig;

    @BeforeEach
    void open(@BootstrapServers String servers, @Topic(partitions = 2) String topic, @GroupId String group) {
        rig = new ListenerRig(servers, topic, group);
    }

    @AfterEach
    void close() {
        gate.open();
        rig.close();
    }

    /** Handles one value at a time; "bad" fails whenever it comes. */
    private Service failingForBad(RuntimeException failure) {
        return Service.ofPayload(String.class, (String value) -> {
                    received.add(value);
                    times.add(System.nanoTime());
                    if (value.equals("bad")) {
                        throw failure;
                    }
                })
                .onError((ConnectorException error) -> errors.add(error));
    }

    private long attemptsOfBad() {
        return received.stream().filter("bad"::equals).count();
    }

    private List<Duration> pauses() {
        List<Long> all = List.copyOf(times);
        List<Duration> pauses = new ArrayList<>();
        for (int i = 1; i < all.size(); i++) {
            pauses.add(Duration.ofNanos(all.get(i) - all.get(i - 1)));
        }
        return pauses;
    }

    @Test
    @Clause("4.3.7-1")
    void attempts_countCallsInAll() {
        rig.write("bad", "good");
        rig.started(
                options().retry(RetryPolicy.fixed(SOON).attempts(3)).whenExhausted(WhenExhausted.SKIP),
                failingForBad(new IllegalStateException("never")));
        awaitEqual(received, List.of("bad", "bad", "bad", "good"));
        assertThat(errors).hasSize(3);
        rig.awaitCommitted(0, 2);
    }

    @Test
    @Clause("4.3.7-1")
    void none_isOneAttempt() {
        rig.write("bad", "good");
        rig.started(
                options().retry(RetryPolicy.none()).whenExhausted(WhenExhausted.SKIP),
                failingForBad(new IllegalStateException("never")));
        awaitEqual(received, List.of("bad", "good"));
    }

    @Test
    @Clause("4.3.7-2")
    void totalTime_noAttemptAfterIt() {
        rig.write("bad", "good");
        rig.started(
                options()
                        .retry(RetryPolicy.fixed(Duration.ofMillis(300)).totalTime(Duration.ofMillis(800)))
                        .whenExhausted(WhenExhausted.SKIP),
                failingForBad(new IllegalStateException("never")));
        await().atMost(PATIENCE).until(() -> received.contains("good"));
        // Waits end 300 and 600 ms after the first attempt, or a little later; the next would end after the limit.
        assertThat(attemptsOfBad()).isBetween(2L, 3L);
    }

    @Test
    @Clause("4.3.7-2")
    void totalTime_countsFromTheBeginOfTheFirstAttempt() {
        rig.write("bad", "good");
        rig.started(
                options()
                        .retry(RetryPolicy.fixed(SOON).totalTime(Duration.ofMillis(400)))
                        .whenExhausted(WhenExhausted.SKIP),
                Service.ofPayload(String.class, value -> {
                    received.add(value);
                    if (value.equals("bad")) {
                        await().pollDelay(Duration.ofMillis(500)).until(() -> true);
                        throw new IllegalStateException("slow and wrong");
                    }
                }));
        awaitEqual(received, List.of("bad", "good"));
    }

    @Test
    @Clause("4.3.7-3")
    void notRetriable_isTriedOnce_subclassesAndCausesToo() {
        RetryPolicy policy = RetryPolicy.fixed(SOON).notRetriable(IllegalArgumentException.class);
        for (RuntimeException failure : List.of(
                new NumberFormatException("a subclass"),
                new CompletionException(new IllegalArgumentException("wrapped")))) {
            received.clear();
            rig.write("bad", "good");
            Listener listener =
                    rig.started(options().retry(policy).whenExhausted(WhenExhausted.SKIP), failingForBad(failure));
            awaitEqual(received, List.of("bad", "good"));
            listener.gracefulStop();
        }
    }

    @Test
    @Clause("4.3.7-3")
    void retriableIf_decides() {
        AtomicInteger failures = new AtomicInteger();
        rig.write("bad", "good");
        rig.started(
                options()
                        .retry(RetryPolicy.fixed(SOON).retriableIf(thrown -> "again".equals(thrown.getMessage())))
                        .whenExhausted(WhenExhausted.SKIP),
                Service.ofPayload(String.class, value -> {
                    received.add(value);
                    if (value.equals("bad")) {
                        throw new IllegalStateException(failures.incrementAndGet() < 3 ? "again" : "enough");
                    }
                }));
        awaitEqual(received, List.of("bad", "bad", "bad", "good"));
    }

    @Test
    @Clause("4.3.7-3")
    void anyThrowable_isRetriableByDefault() {
        rig.write("bad", "good");
        rig.started(options().retry(RetryPolicy.fixed(SOON)), Service.ofPayload(String.class, value -> {
            received.add(value);
            if (received.size() == 1) {
                throw new AssertionError("an Error");
            }
        }));
        awaitEqual(received, List.of("bad", "bad", "good"));
    }

    @Test
    @Clause("4.3.7-4")
    void exponential_waitsGrowToTheCap() {
        rig.write("bad");
        rig.started(
                options()
                        .retry(RetryPolicy.exponential(Duration.ofMillis(100), Duration.ofMillis(400))
                                .jitter(0)),
                failingForBad(new IllegalStateException("never")));
        awaitSize(times, 6);
        List<Duration> pauses = pauses();
        assertThat(pauses.get(0)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        assertThat(pauses.get(1)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        assertThat(pauses.subList(2, 5))
                .allSatisfy(pause -> assertThat(pause).isGreaterThanOrEqualTo(Duration.ofMillis(400)));
        assertThat(pauses.get(4)).isLessThan(Duration.ofMillis(1_600));
    }

    @Test
    @Clause("4.3.7-4")
    void jitter_drawsFromTheShareGiven() {
        rig.write("bad");
        rig.started(
                options().retry(RetryPolicy.fixed(Duration.ofMillis(400)).jitter(0.5)),
                failingForBad(new IllegalStateException("never")));
        awaitSize(times, 7);
        assertThat(pauses()).allSatisfy(pause -> assertThat(pause).isGreaterThanOrEqualTo(Duration.ofMillis(200)));
        assertThat(pauses()).anySatisfy(pause -> assertThat(pause).isLessThan(Duration.ofMillis(400)));
    }

    @Test
    @Clause("4.3.7-4")
    void custom_isAskedWithTheFailedAttempts() {
        Queue<Integer> asked = new ConcurrentLinkedQueue<>();
        rig.write("bad");
        rig.started(
                options().retry(RetryPolicy.custom(failed -> {
                    asked.add(failed);
                    return Duration.ofMillis(10);
                })),
                failingForBad(new IllegalStateException("never")));
        awaitSize(asked, 4);
        assertThat(List.copyOf(asked).subList(0, 4)).containsExactly(1, 2, 3, 4);
    }

    @Test
    @Clause("4.3.7-5")
    void customWithoutAWait_waitsAndIsLoggedOnce() {
        String mark = "no wait for " + rig.group;
        Queue<Integer> asked = new ConcurrentLinkedQueue<>();
        rig.write("bad");
        rig.raw.writeTo(rig.topic, 1, "bad");
        rig.started(
                options().lanes(Lanes.byPartition()).retry(RetryPolicy.custom(failed -> {
                    asked.add(failed);
                    throw new IllegalStateException(mark);
                })),
                failingForBad(new IllegalStateException("never")));
        awaitSize(asked, 2);
        await().during(WATCH).atMost(PATIENCE).until(() -> asked.size() == 2);
        assertThat(logLines(mark)).hasSize(1);
    }

    private static List<String> logLines(String mark) {
        try {
            return Files.readAllLines(Path.of(System.getProperty("org.slf4j.simpleLogger.logFile"))).stream()
                    .filter(line -> line.contains(mark))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log", e);
        }
    }

    @Test
    @Clause("4.3.7-6")
    void waiting_keepsTheOrderOfItsLane_othersGoOn() {
        rig.write("bad", "behind");
        rig.started(
                options().lanes(Lanes.byPartition()).retry(RetryPolicy.fixed(SOON)),
                failingForBad(new IllegalStateException("never")));
        await().atMost(PATIENCE).until(() -> attemptsOfBad() >= 2);
        rig.raw.writeTo(rig.topic, 1, "x", "y");
        await().atMost(PATIENCE).until(() -> received.contains("y"));
        long before = attemptsOfBad();
        await().atMost(PATIENCE).until(() -> attemptsOfBad() > before + 2);
        assertThat(received).doesNotContain("behind");
        assertThat(rig.committed(0)).isEqualTo(-1);
    }

    @Test
    @Clause("4.3.7-7")
    void batchExhausted_onlyTheFailingRecordIsGivenUp() {
        Queue<String> handled = new ConcurrentLinkedQueue<>();
        rig.write("a", "bad", "c");
        rig.started(
                options().retry(RetryPolicy.fixed(SOON).attempts(2)).whenExhausted(WhenExhausted.SKIP),
                Service.ofPayloads(String.class, (List<String> batch) -> {
                    calls.add(batch);
                    if (batch.contains("bad")) {
                        throw new IllegalStateException("never");
                    }
                    handled.addAll(batch);
                }));
        rig.awaitCommitted(0, 3);
        assertThat(handled).containsExactly("a", "c");
        List<String> whole = List.of("a", "bad", "c");
        assertThat(calls).containsExactly(whole, whole, List.of("a"), List.of("bad"), List.of("c"));
        rig.write("d", "e");
        awaitEqual(handled, List.of("a", "c", "d", "e"));
    }

    @Test
    @Clause({"4.3.7-8", "4.3.8-2"})
    void skip_passesOverAndCommits() {
        rig.write("a", "bad", "c");
        Listener listener = rig.started(
                options().retry(RetryPolicy.none()).whenExhausted(WhenExhausted.SKIP),
                failingForBad(new IllegalStateException("never")));
        awaitEqual(received, List.of("a", "bad", "c"));
        rig.awaitCommitted(0, 3);
        assertThat(listener.metrics().givenUp()).isEqualTo(1);
        assertThat(listener.state()).isEqualTo(ListenerState.RUNNING);
    }

    @Test
    @Clause({"4.3.7-9", "10-3"})
    void stop_failsTheListener_andTheRecordComesAgain() {
        AtomicBoolean mended = new AtomicBoolean();
        IllegalStateException thrown = new IllegalStateException("never");
        rig.write("a", "bad", "c");
        Listener listener = rig.started(
                options().retry(RetryPolicy.fixed(SOON).attempts(2)),
                Service.ofPayload(String.class, (Caller caller, String value) -> {
                            received.add(value);
                            if (value.equals("bad") && !mended.get()) {
                                throw thrown;
                            }
                        })
                        .onError((ConnectorException error) -> errors.add(error)));
        await().atMost(PATIENCE).until(() -> listener.state() == ListenerState.FAILED);
        assertThat(received).containsExactly("a", "bad", "bad");
        assertThat(errors)
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(error -> assertThat(error).hasRootCause(thrown));
        assertThat(listener.health().status()).isEqualTo(HealthStatus.DOWN);
        assertThat(rig.committed(0)).isLessThanOrEqualTo(1);
        mended.set(true);
        listener.gracefulStop();
        received.clear();
        listener.start();
        await().atMost(PATIENCE).until(() -> received.contains("c"));
        assertThat(received).containsSubsequence("bad", "c");
        rig.awaitCommitted(0, 3);
    }
}
