package dev.barre.kafka;

import dev.barre.kafka.interop.AssignmentListener;
import dev.barre.kafka.interop.NativeConsumer;
import dev.barre.kafka.interop.Spans;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client-style consumer commits by itself: a batch counts as accepted when the next poll begins, so that a batch whose
 * processing throws is never committed. Owned by whoever holds the {@link ConsumerAccess}.
 */
final class AcceptedOffsets implements AssignmentListener {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptedOffsets.class);

    /** How long a commit inside a rebalance may hold it up. */
    private static final Duration LAST_COMMIT_TIMEOUT = Duration.ofSeconds(10);

    private static final long LEAST_INTERVAL_NANOS = Duration.ofMillis(1).toNanos();

    private final NativeConsumer client;
    private final boolean enabled;
    private final long intervalNanos;
    private final Map<TopicPartition, Long> returned = new HashMap<>();
    private final Map<TopicPartition, Long> accepted = new HashMap<>();
    private boolean inFlight;
    private long lastCommitNanos = System.nanoTime();

    AcceptedOffsets(NativeConsumer client, boolean enabled, Duration interval) {
        this.client = client;
        this.enabled = enabled;
        this.intervalNanos = Math.max(LEAST_INTERVAL_NANOS, interval.toNanos());
    }

    /** Accepts what was returned before. */
    void pollBegins() {
        if (enabled) {
            accepted.putAll(returned);
        }
        returned.clear();
    }

    /** Commits what is accepted where the interval is over; returns how long until the next time, at the most {@code limit}. */
    Duration commitIfDue(Duration limit) {
        if (accepted.isEmpty() || inFlight) {
            return limit;
        }
        long left = lastCommitNanos + intervalNanos - System.nanoTime();
        if (left <= 0) {
            lastCommitNanos = System.nanoTime();
            left = intervalNanos;
            commitAsync(new HashMap<>(accepted));
        }
        return Spans.shorter(Duration.ofNanos(left), limit);
    }

    private void commitAsync(Map<TopicPartition, Long> offsets) {
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
            forgetCommitted(offsets);
        } else {
            LOG.warn("A commit on the interval failed and is repeated on the next: {}", failure.getMessage());
        }
    }

    private void forgetCommitted(Map<TopicPartition, Long> offsets) {
        offsets.forEach((partition, offset) -> accepted.remove(partition, offset));
    }

    /** A poll returns all records of {@code partition} before {@code nextOffset}. */
    void returned(TopicPartition partition, long nextOffset) {
        returned.put(partition, nextOffset);
    }

    /** The user has moved the position to {@code offset}. */
    void sought(TopicPartition partition, long offset) {
        accepted.remove(partition);
        returned.put(partition, offset);
    }

    /** The user has moved the positions to where only the broker knows. */
    void soughtAnywhere(Collection<TopicPartition> partitions) {
        forget(partitions);
    }

    /** The user has committed all that was returned. */
    void committedAll() {
        returned.clear();
        accepted.clear();
    }

    @Override
    public void revoked(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> last = new HashMap<>(accepted);
        last.keySet().retainAll(partitions);
        commitLast(last, LAST_COMMIT_TIMEOUT);
        forget(partitions);
    }

    @Override
    public void lost(Collection<TopicPartition> partitions) {
        forget(partitions);
    }

    /** Commits what was accepted; the last batch is not, unless the user said so. */
    void close(Duration timeout) {
        returned.clear();
        Map<TopicPartition, Long> last = new HashMap<>(accepted);
        accepted.clear();
        if (!timeout.isZero()) {
            commitLast(last, timeout);
        }
    }

    private void commitLast(Map<TopicPartition, Long> offsets, Duration timeout) {
        if (offsets.isEmpty()) {
            return;
        }
        try {
            client.commit("commit", offsets, timeout);
        } catch (ConnectorException e) {
            LOG.warn("The last commit of {} failed; their records will be delivered again.", offsets.keySet(), e);
        }
    }

    private void forget(Collection<TopicPartition> partitions) {
        returned.keySet().removeAll(partitions);
        accepted.keySet().removeAll(partitions);
    }
}
