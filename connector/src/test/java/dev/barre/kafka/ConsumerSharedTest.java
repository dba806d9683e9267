package dev.barre.kafka;

import static dev.barre.kafka.ListenerFailureTest.numbers;
import static dev.barre.kafka.ListenerRig.PATIENCE;
import static dev.barre.kafka.ListenerRig.awaitSize;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One consumer, several threads; and what it commits by itself. */
@ExtendWith(EmbeddedKafkaExtension.class)
class ConsumerSharedTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(5);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Consumer> consumers = new CopyOnWriteArrayList<>();
    private ListenerRig rig;

    @BeforeEach
    void open(@BootstrapServers String servers, @Topic(partitions = 2) String topic, @GroupId String group) {
        rig = new ListenerRig(servers, topic, group);
    }

    @AfterEach
    void close() {
        consumers.forEach(consumer -> consumer.close(SOON));
        threads.shutdownNow();
        rig.close();
    }

    private Consumer consumer(ConsumerConfiguration.Builder config) {
        Consumer consumer = Consumer.create(rig.servers, config.build());
        consumers.add(consumer);
        return consumer;
    }

    /** A consumer that has its partitions and the records of {@code count}. */
    private Consumer joined(ConsumerConfiguration.Builder config, int count) {
        Consumer consumer = consumer(config);
        List<Integer> seen = new ArrayList<>();
        await().pollInSameThread().atMost(PATIENCE).until(() -> {
            seen.addAll(consumer.pollPayload(Duration.ofMillis(200), Integer.class));
            return seen.size() >= count && !consumer.getAssignment().isEmpty();
        });
        return consumer;
    }

    @Test
    void poll_fiveThreads_getDisjointRecords() {
        rig.sendRange(0, 0, 500);
        rig.sendRange(1, 500, 1_000);
        Consumer consumer = consumer(rig.config().maxPollRecords(13).autoCommit(false));
        List<Integer> seen = new CopyOnWriteArrayList<>();
        for (int thread = 0; thread < 5; thread++) {
            threads.execute(() -> {
                while (seen.size() < 1_000) {
                    seen.addAll(consumer.pollPayload(Duration.ofMillis(100), Integer.class));
                }
            });
        }

        awaitSize(seen, 1_000);
        assertThat(seen).containsExactlyInAnyOrderElementsOf(numbers(0, 1_000));
    }

    @Test
    void otherCalls_fiveLongPollsOnAQuietTopic_goFirst() {
        rig.sendRange(0, 0, 1);
        Consumer consumer = joined(rig.config().autoCommit(false), 1);
        List<Future<?>> polls = new ArrayList<>();
        for (int thread = 0; thread < 5; thread++) {
            polls.add(threads.submit(() -> consumer.pollPayload(LONG, Integer.class)));
        }

        for (int round = 0; round < 20; round++) {
            long start = System.nanoTime();
            consumer.commit();
            consumer.pause(consumer.getAssignment());
            consumer.resume(consumer.getPausedPartitions());
            assertThat(consumer.getPositionOffset(new TopicPartition(rig.topic, 0)))
                    .isEqualTo(1);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
        }
        assertThat(polls).noneMatch(Future::isDone);
        assertThat(rig.committed(0)).isEqualTo(1);

        rig.send(7);
        await().atMost(PATIENCE).until(() -> polls.stream().anyMatch(Future::isDone));
    }

    @Test
    void close_duringLongPolls_endsThemWithAnException() {
        rig.sendRange(0, 0, 1);
        Consumer consumer = joined(rig.config(), 1);
        List<Future<?>> polls = new ArrayList<>();
        for (int thread = 0; thread < 3; thread++) {
            polls.add(threads.submit(() -> consumer.pollPayload(LONG, Integer.class)));
        }
        consumer.getAssignment();

        long start = System.nanoTime();
        consumer.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
        for (Future<?> poll : polls) {
            assertThatThrownBy(() -> poll.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(ConnectorException.class)
                    .hasMessageContaining("closed");
        }
        consumer.close();
    }

    @Test
    void poll_threadInterrupted_throwsRetriableAndRestoresTheInterrupt() throws Exception {
        rig.sendRange(0, 0, 1);
        Consumer consumer = joined(rig.config(), 1);
        AtomicReference<Boolean> restored = new AtomicReference<>();
        AtomicReference<ConnectorException> thrown = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                consumer.pollPayload(LONG, Integer.class);
            } catch (ConnectorException e) {
                thrown.set(e);
                restored.set(Thread.currentThread().isInterrupted());
            }
        });
        thread.start();
        await().atMost(PATIENCE).until(() -> thread.getState() != Thread.State.NEW && thread.isAlive());
        thread.interrupt();
        thread.join(PATIENCE.toMillis());

        assertThat(thrown.get()).isNotNull();
        assertThat(thrown.get().isRetriable()).isTrue();
        assertThat(thrown.get().operation()).isEqualTo("pollPayload");
        assertThat(restored.get()).isTrue();

        rig.send(5);
        List<Integer> after = new ArrayList<>();
        await().pollInSameThread().atMost(PATIENCE).until(() -> {
            after.addAll(consumer.pollPayload(Duration.ofMillis(200), Integer.class));
            return !after.isEmpty();
        });
        assertThat(after).as("the interrupt costs no record").containsExactly(5);
    }

    @Test
    void autoCommit_batch_isCommittedOnceTheNextPollBegan() {
        rig.sendRange(0, 0, 3);
        Consumer consumer = joined(rig.config().autoCommitInterval(Duration.ofMillis(1)), 3);
        // Whatever polls came behind the batch, one of the next commits it.
        await().pollInSameThread().atMost(PATIENCE).until(() -> {
            consumer.pollPayload(Duration.ofMillis(50), Integer.class);
            return rig.committed(0) == 3;
        });

        rig.sendRange(0, 3, 5);
        List<Integer> last = new ArrayList<>();
        await().pollInSameThread().atMost(PATIENCE).until(() -> {
            last.addAll(consumer.pollPayload(Duration.ofSeconds(5), Integer.class));
            return last.contains(4);
        });
        consumer.close();
        assertThat(rig.committed(0)).as("the last batch was not accepted").isLessThan(5);
    }

    @Test
    void autoCommit_closeAfterAnotherPoll_commitsWhatWasAccepted() {
        rig.sendRange(0, 0, 3);
        Consumer consumer = joined(rig.config().autoCommitInterval(Duration.ofHours(1)), 3);
        consumer.pollPayload(Duration.ZERO, Integer.class);
        assertThat(rig.committed(0)).as("before the interval").isEqualTo(-1);

        consumer.close();

        assertThat(rig.committed(0)).isEqualTo(3);
    }

    @Test
    void autoCommit_revoked_commitsWhatWasAcceptedAndNothingElse() {
        rig.sendRange(0, 0, 3);
        Consumer consumer = joined(rig.config().autoCommitInterval(Duration.ofHours(1)), 3);
        consumer.pollPayload(Duration.ZERO, Integer.class);

        consumer.unsubscribe();

        assertThat(rig.committed(0)).isEqualTo(3);
    }

    @Test
    void autoCommitOff_nothingIsCommittedButWhatIsAskedFor() {
        rig.sendRange(0, 0, 3);
        Consumer consumer = joined(rig.config().autoCommit(false), 3);
        consumer.pollPayload(Duration.ofMillis(300), Integer.class);
        assertThat(rig.committed(0)).isEqualTo(-1);

        consumer.commitOffset(List.of(rig.at(0, 2)));
        assertThat(rig.committed(0)).isEqualTo(2);
        consumer.commit();
        assertThat(rig.committed(0)).isEqualTo(3);
        consumer.close();
        assertThatThrownBy(consumer::commit)
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void blocked_poll_throwsAgainAndAgainAndTheOthersFlow() {
        rig.sendTo(0, 0, "bad", 2);
        Consumer consumer = consumer(rig.config().autoSeekOnValidationFailure(false));
        List<Integer> seen = new ArrayList<>();
        List<PayloadBindingException> errors = new ArrayList<>();
        pollUntil(consumer, seen, errors, () -> errors.size() >= 3);
        rig.sendRange(1, 10, 15);
        pollUntil(consumer, seen, errors, () -> seen.containsAll(numbers(10, 15)));

        assertThat(seen).contains(0).doesNotContain(2);
        assertThat(errors)
                .allSatisfy(error -> assertThat(error.partitionOffset()).isEqualTo(rig.at(0, 1)));
        consumer.seek(rig.at(0, 2));
        int before = errors.size();
        pollUntil(consumer, seen, errors, () -> seen.contains(2));
        assertThat(errors).hasSize(before);
    }

    private static void pollUntil(
            Consumer consumer, List<Integer> seen, List<PayloadBindingException> errors, Callable<Boolean> done) {
        await().pollInSameThread().atMost(PATIENCE).until(() -> {
            try {
                seen.addAll(consumer.pollPayload(Duration.ofMillis(200), Integer.class));
            } catch (PayloadBindingException e) {
                errors.add(e);
            }
            return done.call();
        });
    }
}
