package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.Deadline;
import dev.barre.kafka.interop.NativeConsumer;
import dev.barre.kafka.interop.Spans;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what is settled: asynchronously and coalesced on the interval or after so many records, synchronously where it is the last chance or the user asks.
 * Owned by the thread that polls.
 */
final class Commits<R> {
    private static final Logger LOG = LoggerFactory.getLogger(Commits.class);

    /** Commits that fail for so long, so many in a row, fail for more than a rebalance or a broker that moves. */
    private static final long PERSISTENT_NANOS = Duration.ofSeconds(5).toNanos();

    private static final int PERSISTENT_COUNT = 3;

    private static final long LEAST_INTERVAL_NANOS = Duration.ofMillis(1).toNanos();

    private final MemberSettings settings;
    private final NativeConsumer client;
    private final Partitions<R> partitions;
    private final Timers timers;
    private final BooleanSupplier isCutShort;
    private final Consumer<RuntimeException> onPersistentFailure;
    private int failedInARow;
    private long failingSinceNanos;
    private volatile @Nullable RuntimeException persistentFailure;
    private boolean inFlight;
    private int handledSinceLast;

    /** Whether a commit is scheduled for the next round. */
    private boolean isDue;

    /**
     * @param isCutShort whether nobody is to be waited for any longer, by a stop that came meanwhile
     * @param onPersistentFailure hears of each commit that fails, once several in a row have, or none can go well any more
     */
    Commits(
            MemberSettings settings,
            NativeConsumer client,
            Partitions<R> partitions,
            Timers timers,
            BooleanSupplier isCutShort,
            Consumer<RuntimeException> onPersistentFailure) {
        this.isCutShort = isCutShort;
        this.onPersistentFailure = onPersistentFailure;
        this.settings = settings;
        this.client = client;
        this.partitions = partitions;
        this.timers = timers;
    }

    /** Commits on the interval from now on, where the member commits by itself. */
    void start() {
        if (settings.autoCommit()) {
            scheduleNext();
        }
    }

    private void scheduleNext() {
        timers.after(Math.max(LEAST_INTERVAL_NANOS, settings.commitInterval().toNanos()), this::onInterval);
    }

    private void onInterval() {
        scheduleNext();
        commitAsync();
    }

    /** So many records more are handled: a commit that is due by their number does not wait for the interval. */
    void handled(int records) {
        handledSinceLast += records;
        if (settings.autoCommit() && handledSinceLast >= settings.commitAfter()) {
            soon();
        }
    }

    /** Commits without waiting for the interval: on the next round of the loop, which deals with a commit that fails. */
    void soon() {
        if (!isDue) {
            isDue = true;
            timers.after(0, this::commitDue);
        }
    }

    private void commitDue() {
        isDue = false;
        commitAsync();
    }

    private void commitAsync() {
        if (inFlight) {
            return;
        }
        handledSinceLast = 0;
        Map<TopicPartition, Long> offsets = partitions.uncommitted(partitions.all());
        if (offsets.isEmpty()) {
            return;
        }
        inFlight = true;
        try {
            client.commitAsync(offsets, failure -> answered(offsets, failure));
        } catch (RuntimeException notSent) {
            inFlight = false;
            throw notSent;
        }
    }

    private void answered(Map<TopicPartition, Long> offsets, @Nullable RuntimeException failure) {
        inFlight = false;
        if (failure == null) {
            failedInARow = 0;
            persistentFailure = null;
            partitions.committed(offsets);
        } else {
            if (isPersistent(failure)) {
                persistentFailure = failure;
                onPersistentFailure.accept(failure);
            }
            LOG.warn(
                    "{}: a commit failed and is repeated on the next interval: {}",
                    settings.name(),
                    failure.getMessage());
        }
    }

    private boolean isPersistent(RuntimeException failure) {
        long now = settings.nanoTime().getAsLong();
        if (failedInARow++ == 0) {
            failingSinceNanos = now;
        }
        return settings.fatal().test(failure)
                || failedInARow >= PERSISTENT_COUNT && now - failingSinceNanos >= PERSISTENT_NANOS;
    }

    /** What commits fail for at present, and have for a while; null where they go well. Any thread. */
    @Nullable
    RuntimeException persistentFailure() {
        return persistentFailure;
    }

    /** Commits {@code offsets} and waits for the broker. */
    void now(String operation, Map<TopicPartition, Long> offsets, Duration timeout) {
        if (!offsets.isEmpty()) {
            client.commit(operation, offsets, timeout);
            partitions.committed(offsets);
        }
    }

    /** Commits what is settled of {@code states} before they go, where the member commits by itself. */
    void last(Collection<PartitionState> states, Duration timeout) {
        last(() -> states, Deadline.after(timeout), () -> false);
    }

    /**
     * The same before the member goes. A rebalance that is under way keeps the commit from going well, and may take some of the states
     * away.
     *
     * @param states that are still there
     * @param goOnBalancing takes the rebalance a step further; returns whether the commit may be tried again
     */
    void last(Supplier<Collection<PartitionState>> states, Deadline deadline, BooleanSupplier goOnBalancing) {
        if (!settings.autoCommit()) {
            return;
        }
        while (!isLastCommitted(states.get(), deadline, goOnBalancing)) {
            LOG.debug("{}: the last commit is tried again", settings.name());
        }
    }

    /** Returns false where it is to be tried again. */
    private boolean isLastCommitted(
            Collection<PartitionState> states, Deadline deadline, BooleanSupplier goOnBalancing) {
        Map<TopicPartition, Long> offsets = partitions.uncommitted(states);
        try {
            now("commit", offsets, Spans.shorter(deadline.remaining(), AskedCalls.MOMENT));
            return true;
        } catch (RuntimeException e) {
            if (!deadline.isOver() && mayGoWell(e, goOnBalancing)) {
                return false;
            }
            LOG.warn(
                    "{}: the last commit of {} failed; their records will be delivered again",
                    settings.name(),
                    offsets.keySet(),
                    e);
            return true;
        }
    }

    /** Whether another try may go well: for a rebalance that is under way, once it was taken a step further. */
    private boolean mayGoWell(RuntimeException failure, BooleanSupplier goOnBalancing) {
        return NativeConsumer.isTimeout(failure)
                ? !isCutShort.getAsBoolean()
                : NativeConsumer.isRebalanceInProgress(failure) && goOnBalancing.getAsBoolean();
    }
}
