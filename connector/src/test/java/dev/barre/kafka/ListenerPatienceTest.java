package dev.barre.kafka;

import static dev.barre.kafka.ListenerFailureTest.numbers;
import static dev.barre.kafka.ListenerRig.PATIENCE;
import static dev.barre.kafka.ListenerRig.awaitSize;
import static dev.barre.kafka.ListenerRig.awaitState;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What waits for a handler or for a retry, and what does not. */
@ExtendWith(EmbeddedKafkaExtension.class)
class ListenerPatienceTest {
    private final List<Integer> seen = new CopyOnWriteArrayList<>();
    private final List<String> gone = new CopyOnWriteArrayList<>();
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private ListenerRig rig;
    private Listener listener;

    @BeforeEach
    void open(@BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        rig = new ListenerRig(servers, topic, group);
    }

    @AfterEach
    void close() {
        release.countDown();
        if (listener != null) {
            listener.immediateStop();
        }
        rig.close();
    }

    private void start(ConsumerConfiguration.Builder config, ListenerOptions options, Service service) {
        listener = Listener.create(rig.servers, config.build(), options);
        listener.attach(service);
        listener.start();
    }

    @Test
    void handlingAndBackOffTogether_longerThanMaxPollInterval_keepTheMembership() {
        RebalanceListener rebalances = new RebalanceListener() {
            @Override
            public void revoked(Collection<TopicPartition> partitions, Caller caller) {
                gone.add("revoked");
            }

            @Override
            public void lost(Collection<TopicPartition> partitions, Caller caller) {
                gone.add("lost");
            }
        };
        rig.sendRange(0, 0, 3);
        start(
                rig.config().maxPollInterval(Duration.ofSeconds(1)).heartBeatInterval(Duration.ofMillis(300)),
                ListenerOptions.builder()
                        .retry(RetryPolicy.fixed(Duration.ofMillis(700)))
                        .rebalanceListener(rebalances)
                        .build(),
                Service.ofPayload(new TypeRef<Integer>() {}, (caller, payload) -> {
                    seen.add(payload);
                    if (seen.size() < 4) {
                        long begin = System.nanoTime();
                        await().pollInSameThread()
                                .atMost(PATIENCE)
                                .until(() -> System.nanoTime() - begin
                                        > Duration.ofMillis(700).toNanos());
                        throw new IllegalStateException("boom");
                    }
                }));

        awaitSize(seen, 6);
        rig.awaitCommitted(0, 3);
        assertThat(seen).as("one that was expelled would begin anew").containsExactly(0, 0, 0, 0, 1, 2);
        assertThat(gone).isEmpty();
    }

    @Test
    void gracefulStop_singleRecords_waitsForTheOneInsideOnly() throws Exception {
        rig.sendRange(0, 0, 100);
        start(
                rig.config(),
                ListenerOptions.defaults(),
                Service.ofPayload(new TypeRef<Integer>() {}, (caller, payload) -> {
                    seen.add(payload);
                    if (payload == 2) {
                        inside.countDown();
                        awaitQuietly(release);
                    }
                }));
        inside.await();

        CompletableFuture<Void> stop = Background.run(listener::gracefulStop);
        awaitState(listener, ListenerState.DRAINING);
        release.countDown();
        stop.get(30, TimeUnit.SECONDS);

        assertThat(seen)
                .as("a hundred were polled at once")
                .hasSizeLessThan(100)
                .startsWith(0, 1, 2);
        assertThat(seen).containsExactlyElementsOf(numbers(0, seen.size()));
        assertThat(rig.committed(0)).isEqualTo(seen.size());
    }

    @Test
    void gracefulStop_waitingForARetry_returnsAtOnce() {
        List<ConnectorException> errors = new CopyOnWriteArrayList<>();
        rig.sendRange(0, 0, 1);
        start(
                rig.config(),
                ListenerOptions.builder()
                        .retry(RetryPolicy.fixed(Duration.ofHours(1)))
                        .build(),
                Service.ofPayloads(Integer.class, payloads -> {
                            throw new IllegalStateException("boom");
                        })
                        .onError(error -> errors.add(error)));
        awaitSize(errors, 1);

        long begin = System.nanoTime();
        listener.gracefulStop();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
        assertThat(rig.committed(0)).isEqualTo(-1);
    }

    @Test
    void gracefulStop_handlerStillInside_isDrainingUntilItHasReturned() throws Exception {
        rig.sendRange(0, 0, 1);
        start(
                rig.config(),
                ListenerOptions.defaults(),
                Service.ofPayload(new TypeRef<Integer>() {}, (caller, payload) -> {
                    inside.countDown();
                    awaitQuietly(release);
                    assertThat(listener.state()).isEqualTo(ListenerState.DRAINING);
                    seen.add(payload);
                }));
        inside.await();

        CompletableFuture<Void> stop = Background.run(listener::gracefulStop);
        awaitState(listener, ListenerState.DRAINING);
        release.countDown();
        stop.get(30, TimeUnit.SECONDS);

        assertThat(seen).containsExactly(0);
        assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
        assertThat(rig.committed(0)).isEqualTo(1);
    }

    @Test
    void transactionMarkersInBetween_smallestWindow_holdNothingBack() {
        int transactions = 30;
        var config = ProducerConfiguration.durable().toBuilder()
                .transactionalId(rig.group + "-tx")
                .build();
        try (Producer producer = Producer.create(rig.servers, config)) {
            for (int number = 0; number < transactions; number++) {
                ProducerRecord<?, ?> record =
                        ProducerRecord.of(rig.topic, number).withPartition(0);
                producer.transaction(() -> producer.send(record));
            }
        }
        start(
                rig.config().isolationLevel(IsolationLevel.READ_COMMITTED).maxPollRecords(3),
                ListenerOptions.builder()
                        .lanes(Lanes.unordered(4))
                        .fetchAhead(FetchAhead.defaults().recordsPerPartition(2).uncommittedRecordsPerPartition(2))
                        .build(),
                Service.ofPayload(new TypeRef<Integer>() {}, (caller, payload) -> {
                    seen.add(payload);
                }));

        rig.awaitCommitted(0, 2L * transactions);
        assertThat(seen).containsExactlyInAnyOrderElementsOf(numbers(0, transactions));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(listener.lag())
                        .singleElement()
                        .satisfies(lag -> assertThat(lag.lag()).hasValue(0)));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
