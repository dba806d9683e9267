package dev.barre.kafka.internal.engine;

import static org.awaitility.Awaitility.await;

import dev.barre.kafka.interop.Deadline;
import dev.barre.kafka.interop.MockedConsumers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A member over {@link GroupMock}, and what became of its records. Commits every 5 ms; handles items one by one. */
final class MemberRig implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final GroupMock kafka = new GroupMock();

    /** {@code partition:offset} of each item that was handled to its end, in order. */
    final List<String> handled = new CopyOnWriteArrayList<>();

    /** What the user was told, in order. */
    final List<Throwable> told = new CopyOnWriteArrayList<>();

    /** The rebalances that the user heard of, such as {@code revoked [orders-0]}. */
    final List<String> rebalances = new CopyOnWriteArrayList<>();

    volatile Work work = (item, scope) -> {};
    volatile RebalanceWork rebalanceWork = (event, scope) -> {};
    Runnable preparation = () -> {};
    LanePlan lanes = new LanePlan(LanePlan.Order.MEMBER, 1);
    IntakeLimits limits = new IntakeLimits(1_000, 1 << 20, 1 << 20, 1_000);
    Duration drainTimeout = Duration.ofSeconds(10);
    /** Null where nothing is tried again. */
    @Nullable
    Duration retryWait = Duration.ofMillis(1);

    Recovery recovery = (slice, index, reason, cause, attempts) -> null;

    /** What {@link #standStillAt} stands still at has begun. */
    final CountDownLatch inside = new CountDownLatch(1);

    /** Lets it go on. */
    final CountDownLatch release = new CountDownLatch(1);

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private @Nullable Member<String> member;

    /** Handles one item. */
    @FunctionalInterface
    interface Work {
        void handle(String item, MemberScope scope) throws Exception;
    }

    /** Is called for {@code assigned}, {@code revoked} or {@code lost}. */
    @FunctionalInterface
    interface RebalanceWork {
        void heard(String event, MemberScope scope);
    }

    /** The work stands still at {@code item} until {@link #release}. */
    void standStillAt(String item) {
        work = (each, scope) -> {
            if (each.equals(item)) {
                inside.countDown();
                awaitQuietly(release);
            }
        };
    }

    static void awaitQuietly(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody came");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Member<String> start() {
        MemberSettings settings = new MemberSettings(
                "test",
                List.of("orders"),
                Duration.ofMillis(50),
                Duration.ZERO,
                lanes,
                limits,
                true,
                false,
                Duration.ofMillis(5),
                Integer.MAX_VALUE,
                drainTimeout,
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), () -> 0),
                failure -> false,
                failure -> new IllegalStateException(failure.message(), failure.cause()),
                System::nanoTime);
        Member<String> made = new Member<>(
                settings,
                MockedConsumers.over(kafka, settings.failures()),
                executor,
                new Processing<>(
                        Slices.reader(),
                        (partition, offset, rejection) -> true,
                        new Handler(),
                        (failure, attempts, sinceFirst) -> retryWait,
                        recovery,
                        Admission.OPEN,
                        DueTimes.NOW,
                        new Rebalances(),
                        preparation));
        member = made;
        made.start();
        return made;
    }

    void awaitHandled(String... items) {
        await().atMost(PATIENCE).until(() -> handled.equals(List.of(items)));
    }

    void awaitCommitted(TopicPartition partition, long offset) {
        await().atMost(PATIENCE).until(() -> {
            List<Long> committed = kafka.committed(partition);
            return !committed.isEmpty() && committed.get(committed.size() - 1) == offset;
        });
    }

    void awaitRebalances(int count) {
        await().atMost(PATIENCE).until(() -> rebalances.size() >= count);
    }

    /** Waits until the member has come round {@code count} times more. */
    void awaitPolls(int count) {
        int now = kafka.polls.get();
        await().atMost(PATIENCE).until(() -> kafka.polls.get() >= now + count);
    }

    @Override
    public void close() throws Exception {
        Member<String> made = member;
        if (made != null) {
            made.stop(Deadline.after(Duration.ZERO), true);
            made.ended().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        executor.shutdownNow();
    }

    private final class Handler implements RecordHandler<String> {
        @Override
        public @Nullable CompletionStage<?> handle(List<@Nullable String> items, MemberScope scope)
                throws PartlyHandledException {
            for (int index = 0; index < items.size(); index++) {
                if (index > 0 && !scope.goOn(index)) {
                    throw new PartlyHandledException(index);
                }
                try {
                    work.handle(items.get(index), scope);
                } catch (Throwable thrown) {
                    throw new PartlyHandledException(index, thrown);
                }
                handled.add(items.get(index));
            }
            return null;
        }

        @Override
        public boolean takesOneAtATime() {
            return true;
        }

        @Override
        public void handled(int items) {}

        @Override
        public void failed(Throwable error, MemberScope scope) {
            told.add(error);
        }
    }

    private final class Rebalances implements RebalanceHandler {
        @Override
        public void assigned(Collection<TopicPartition> partitions, MemberScope scope) {
            heard("assigned", partitions, scope);
        }

        @Override
        public void revoked(Collection<TopicPartition> partitions, MemberScope scope) {
            heard("revoked", partitions, scope);
        }

        @Override
        public void lost(Collection<TopicPartition> partitions, MemberScope scope) {
            heard("lost", partitions, scope);
        }

        private void heard(String event, Collection<TopicPartition> partitions, MemberScope scope) {
            if (!partitions.isEmpty()) {
                rebalances.add(event + " " + partitions);
                rebalanceWork.heard(event, scope);
            }
        }
    }
}
