package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.PATIENCE;
import static dev.barre.kafka.conformance.Clients.WATCH;
import static dev.barre.kafka.conformance.ListenerRig.awaitEqual;
import static dev.barre.kafka.conformance.ListenerRig.awaitSize;
import static dev.barre.kafka.conformance.ListenerRig.options;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.CircuitBreakerPolicy;
import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.FetchAhead;
import dev.barre.kafka.HealthStatus;
import dev.barre.kafka.Lanes;
import dev.barre.kafka.Listener;
import dev.barre.kafka.RetryPolicy;
import dev.barre.kafka.Service;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chapter 4.3.11, its limits: how much is fetched, handled in a second, let through and held back. */
@ExtendWith(EmbeddedKafkaExtension.class)
class FlowTest {
    private final Gate gate = new Gate();
    private final Queue<Integer> received = new ConcurrentLinkedQueue<>();
    private ListenerRig rig;

    @BeforeEach
    void open(@BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        rig = new ListenerRig(servers, topic, group);
    }

    @AfterEach
    void close() {
        gate.open();
        rig.close();
    }

    private static int unfinished(Listener listener) {
        return listener.lag().stream().mapToInt(lag -> lag.unfinished()).sum();
    }

    @ParameterizedTest
    @ValueSource(strings = {"recordsPerPartition", "bytesPerPartition", "bytesPerMember"})
    @Clause("4.3.11-7")
    void fetchAhead_handlerStandsStill_fetchStopsAtTheLimit(String limit) {
        FetchAhead defaults = FetchAhead.defaults();
        // Beside the payload 300 bytes are counted for each record, and 600 for the five of a poll.
        FetchAhead ahead = switch (limit) {
            case "recordsPerPartition" -> defaults.recordsPerPartition(20);
            case "bytesPerPartition" -> defaults.bytesPerPartition(7_000);
            default -> defaults.bytesPerMember(7_000);
        };
        rig.writeNumbers(0, 0, 500);
        Listener listener = rig.started(
                rig.config().maxPollRecords(5),
                options().fetchAhead(ahead),
                Service.ofPayload(Integer.class, number -> {
                    gate.pass();
                    received.add(number);
                }));
        await().atMost(PATIENCE).until(() -> unfinished(listener) >= 15);
        await().during(WATCH).atMost(PATIENCE).until(() -> unfinished(listener) <= 25);
        gate.open();
        awaitSize(received, 500);
        assertThat(List.copyOf(received)).isSorted();
    }

    @Test
    @Clause("4.3.11-7")
    void uncommittedRecords_oneLaneStandsStill_fetchStopsAtTheLimit() {
        rig.writeKeyed("slow", "0");
        for (int number = 1; number < 100; number++) {
            rig.writeKeyed("key-" + number, Integer.toString(number));
        }
        rig.started(
                rig.config().maxPollRecords(5),
                options()
                        .lanes(Lanes.byKey(64))
                        .fetchAhead(FetchAhead.defaults().uncommittedRecordsPerPartition(20)),
                Service.ofPayload(Integer.class, number -> {
                    if (number == 0) {
                        gate.pass();
                    }
                    received.add(number);
                }));
        awaitSize(received, 15);
        await().during(WATCH).atMost(PATIENCE).until(() -> received.size() <= 25);
        gate.open();
        awaitSize(received, 100);
    }

    @Test
    @Clause("4.3.11-8")
    void rateLimit_isKept() {
        rig.writeNumbers(0, 0, 60);
        rig.started(
                rig.config().maxPollRecords(10),
                options().rateLimit(20),
                Service.ofPayload(Integer.class, received::add));
        awaitSize(received, 1);
        long start = System.nanoTime();
        awaitSize(received, 60);
        // One second's worth may have come at once, and one booking of 10 begins before its time is over.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1_200));
        assertThat(List.copyOf(received)).isSorted().hasSize(60);
    }

    @Test
    @Clause("4.3.11-9")
    void filter_decidesBeforeBinding_andWhatItRefusesIsHandled() {
        Queue<String> heads = new ConcurrentLinkedQueue<>();
        rig.writeKeyed("keep", "1");
        rig.writeKeyed("drop", "not a number");
        rig.raw.writeWithHeaders(rig.topic, "2", List.of(Map.entry("kind", "test".getBytes(UTF_8))));
        rig.writeKeyed("drop", "4");
        Listener listener = rig.started(
                options().filter(head -> {
                    byte[] key = head.key();
                    String text = key == null ? head.headers().string("kind").orElse("none") : new String(key, UTF_8);
                    heads.add(head.offset() + " " + text + " " + head.valueSize());
                    return !text.equals("drop");
                }),
                Service.ofPayload(Integer.class, received::add));
        awaitEqual(received, List.of(1, 2));
        rig.awaitCommitted(0, 4);
        assertThat(listener.metrics().filtered()).isEqualTo(2);
        assertThat(listener.metrics().delivered()).isEqualTo(2);
        assertThat(listener.metrics().rejectedByBinding()).isZero();
        assertThat(heads)
                .containsExactly(
                        rig.at(0, 0) + " keep 1",
                        rig.at(0, 1) + " drop 12",
                        rig.at(0, 2) + " test 1",
                        rig.at(0, 3) + " drop 1");
    }

    @Test
    @Clause("4.3.11-10")
    void circuitBreaker_opensAndCloses() {
        AtomicBoolean broken = new AtomicBoolean(true);
        AtomicInteger calls = new AtomicInteger();
        rig.writeNumbers(0, 0, 10);
        Listener listener = rig.started(
                options()
                        .retry(RetryPolicy.fixed(Duration.ofMillis(1)))
                        .circuitBreaker(new CircuitBreakerPolicy(50, 4, Duration.ofMillis(1_500), 2)),
                Service.ofPayloads(Integer.class, (List<Integer> batch) -> {
                            calls.incrementAndGet();
                            if (broken.get()) {
                                throw new IllegalStateException("down");
                            }
                            received.addAll(batch);
                        })
                        .onError((ConnectorException error) -> {}));
        await().atMost(PATIENCE)
                .until(() -> listener.health().reasons().toString().contains("OPEN"));
        assertThat(listener.health().status()).isEqualTo(HealthStatus.DEGRADED);
        assertThat(calls).hasValue(4);
        await().during(Duration.ofMillis(800)).atMost(PATIENCE).until(() -> calls.get() == 4);
        assertThat(rig.raw.members(rig.group)).isEqualTo(1);
        broken.set(false);
        awaitSize(received, 10);
        rig.writeNumbers(0, 10, 11);
        awaitSize(received, 11);
        await().atMost(PATIENCE).until(() -> listener.health().status() == HealthStatus.UP);
        assertThat(List.copyOf(received)).isSorted();
        rig.awaitCommitted(0, 11);
    }
}
