package dev.barre.kafka;

import static dev.barre.kafka.ListenerFailureTest.numbers;
import static dev.barre.kafka.ListenerRig.PATIENCE;
import static dev.barre.kafka.ListenerRig.awaitSize;
import static dev.barre.kafka.ListenerRig.awaitState;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Stop, restart, attach and detach. */
@ExtendWith(EmbeddedKafkaExtension.class)
class ListenerStopTest {
    private final List<Integer> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private ListenerRig rig;

    @BeforeEach
    void open(@BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        rig = new ListenerRig(servers, topic, group);
    }

    @AfterEach
    void close() {
        release.countDown();
        rig.close();
    }

    /** Stands inside the handler until the test releases it. */
    private TypedService held() {
        return Service.ofPayloads(Integer.class, payloads -> {
            inside.countDown();
            awaitQuietly(release);
            seen.addAll(payloads);
        });
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void gracefulStop_handlerRuns_waitsForItAndCommits() throws Exception {
        rig.sendRange(0, 0, 5);
        Listener listener = rig.started(rig.config(), held());
        inside.await();

        CompletableFuture<Void> stop = Background.run(listener::gracefulStop);
        awaitState(listener, ListenerState.DRAINING);
        assertThat(stop).isNotDone();
        assertThat(rig.committed(0)).isEqualTo(-1);
        release.countDown();
        stop.get(30, TimeUnit.SECONDS);

        assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
        assertThat(seen).hasSize(5);
        assertThat(rig.committed(0)).isEqualTo(5);
    }

    @Test
    void gracefulStop_fromTwoThreadsAndAgain_bothWait() throws Exception {
        rig.sendRange(0, 0, 5);
        Listener listener = rig.started(rig.config(), held());
        inside.await();

        CompletableFuture<Void> one = Background.run(listener::gracefulStop);
        CompletableFuture<Void> other = Background.run(listener::gracefulStop);
        awaitState(listener, ListenerState.DRAINING);
        release.countDown();
        CompletableFuture.allOf(one, other).get(30, TimeUnit.SECONDS);

        assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
        listener.gracefulStop();
        listener.immediateStop();
        assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
    }

    @Test
    void gracefulStop_timeoutShorterThanTheHandler_interruptsIt() throws Exception {
        rig.sendRange(0, 0, 5);
        Listener listener = rig.started(rig.config(), held());
        inside.await();

        listener.gracefulStop(Duration.ofMillis(100));

        assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
        assertThat(seen).isEmpty();
        assertThat(rig.committed(0)).isEqualTo(-1);
    }

    @Test
    void gracefulStop_insideTheHandler_returnsAtOnceAndCommitsItsBatch() {
        AtomicReference<Listener> listener = new AtomicReference<>();
        rig.sendRange(0, 0, 5);
        listener.set(rig.listener(rig.config(), Service.ofPayloads(Integer.class, payloads -> {
            listener.get().gracefulStop();
            listener.get().gracefulStop();
            seen.addAll(payloads);
        })));
        listener.get().start();

        awaitState(listener.get(), ListenerState.STOPPED);
        assertThat(seen).hasSize(5);
        assertThat(rig.committed(0)).isEqualTo(5);
    }

    @Test
    void stop_insideOnError_stops() {
        AtomicReference<Listener> listener = new AtomicReference<>();
        rig.sendRange(0, 0, 5);
        listener.set(rig.listener(
                rig.config(),
                Service.ofPayloads(Integer.class, payloads -> {
                            throw new IllegalStateException("boom");
                        })
                        .onError(error -> listener.get().immediateStop())));
        listener.get().start();

        awaitState(listener.get(), ListenerState.STOPPED);
        assertThat(rig.committed(0)).isEqualTo(-1);
    }

    @Test
    void stop_beforeTheStart_doesNothing() {
        Listener listener = rig.listener(rig.config(), held());

        listener.gracefulStop();
        listener.immediateStop();

        assertThat(listener.state()).isEqualTo(ListenerState.NEW);
    }

    @Test
    void immediateStop_handlerStuck_interruptsItAndReturnsSoon() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        rig.sendRange(0, 0, 5);
        Listener listener = rig.started(rig.config(), Service.ofPayloads(Integer.class, payloads -> {
            inside.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        }));
        inside.await();

        long start = System.nanoTime();
        listener.immediateStop();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
    }

    @Test
    void immediateStop_handlerThatIgnoresInterrupts_returnsAllTheSame() throws Exception {
        rig.sendRange(0, 0, 5);
        Listener listener = rig.started(rig.config(), Service.ofPayloads(Integer.class, payloads -> {
            inside.countDown();
            await().pollInSameThread().atMost(PATIENCE).ignoreExceptions().until(() -> {
                Thread.interrupted();
                return release.getCount() == 0;
            });
        }));
        inside.await();

        listener.immediateStop();

        assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
        assertThat(rig.committed(0)).isEqualTo(-1);
    }

    @Test
    void immediateStop_brokerNeverThere_ends() {
        List<ConnectorException> errors = new CopyOnWriteArrayList<>();
        Listener listener = Listener.create(
                "127.0.0.1:1",
                rig.config().autoCommitInterval(Duration.ofSeconds(5)).build());
        listener.attach(held().onError(error -> errors.add(error)));
        listener.start();
        awaitSize(errors, 1);
        assertThat(errors.get(0).isRetriable()).isTrue();
        assertThat(errors.get(0)).hasMessageContaining("127.0.0.1:1");

        listener.immediateStop();

        assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
    }

    @Test
    void restart_afterAGracefulStop_goesOnWithoutLossOrDuplicate() {
        Listener listener = rig.started(
                rig.config().maxPollRecords(7), Service.ofPayloads(Integer.class, payloads -> seen.addAll(payloads)));
        for (int round = 0; round < 3; round++) {
            rig.sendRange(0, 100 * round, 100 * (round + 1));
            awaitSize(seen, 100 * round + 20);
            listener.gracefulStop();
            assertThat(rig.committed(0)).isEqualTo(seen.size());
            listener.start();
        }

        awaitSize(seen, 300);
        listener.gracefulStop();
        assertThat(seen).containsExactlyElementsOf(numbers(0, 300));
        assertThat(listener.metrics().delivered()).isEqualTo(300);
    }

    @Test
    void restart_afterAnImmediateStop_deliversWhatWasInterruptedAgain() throws Exception {
        rig.sendRange(0, 0, 5);
        Listener listener = rig.started(rig.config(), held());
        inside.await();
        listener.immediateStop();
        release.countDown();

        listener.start();

        awaitSize(seen, 5);
        assertThat(seen).containsExactlyElementsOf(numbers(0, 5));
    }

    @Test
    void detach_running_stopsAndAnotherServiceGoesOn() {
        Service first = Service.ofPayloads(Integer.class, payloads -> seen.addAll(payloads));
        Listener listener = rig.started(rig.config(), first);
        rig.sendRange(0, 0, 5);
        awaitSize(seen, 5);
        assertThatThrownBy(() -> listener.attach(held()))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("attached already");
        assertThatThrownBy(() -> listener.detach(held())).isInstanceOf(ConnectorException.class);
        assertThatThrownBy(listener::start)
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("RUNNING");

        listener.detach(first);
        assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
        assertThatThrownBy(listener::start)
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("attach a service first");
        assertThatThrownBy(() -> listener.detach(first)).isInstanceOf(ConnectorException.class);

        List<String> second = new CopyOnWriteArrayList<>();
        listener.attach(Service.ofPayloads(String.class, payloads -> second.addAll(payloads)));
        listener.start();
        rig.sendRange(0, 5, 8);
        awaitSize(second, 3);
        assertThat(second).containsExactly("5", "6", "7");
        assertThat(seen).hasSize(5);
    }

    @Test
    void gracefulStop_callingThreadInterrupted_throwsAndTheListenerStopsAllTheSame() throws Exception {
        rig.sendRange(0, 0, 5);
        Listener listener = rig.started(rig.config(), held());
        inside.await();

        Thread.currentThread().interrupt();
        assertThatThrownBy(listener::gracefulStop).isInstanceOf(ConnectorException.class);
        assertThat(Thread.interrupted()).as("restored").isTrue();

        release.countDown();
        awaitState(listener, ListenerState.STOPPED);
        assertThat(rig.committed(0)).isEqualTo(5);
    }
}
