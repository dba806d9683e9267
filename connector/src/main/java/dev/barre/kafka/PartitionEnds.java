package dev.barre.kafka;

import dev.barre.kafka.internal.engine.MemberSnapshot;
import dev.barre.kafka.internal.engine.PartitionSnapshot;
import dev.barre.kafka.interop.NativeAdmin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where partitions end, asked of the brokers by a client of its own: a member knows that only from its last fetch, and one that does not fetch any
 * more would look idle. Asks at intervals, and only for partitions that seem to have nothing left. Owned by the thread of the watch; others read.
 */
final class PartitionEnds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionEnds.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final @Nullable Supplier<NativeAdmin> connect;
    private final boolean committedOnly;
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private volatile Map<TopicPartition, Long> ends = Map.of();
    private @Nullable NativeAdmin client;
    private boolean closed;
    private long askedNanos;

    private PartitionEnds(
            @Nullable Supplier<NativeAdmin> connect, boolean committedOnly, Duration interval, LongSupplier nanoTime) {
        this.connect = connect;
        this.committedOnly = committedOnly;
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
        this.askedNanos = nanoTime.getAsLong();
    }

    /**
     * Asks through a client that is made with the first question.
     *
     * @param committedOnly whether records of open transactions do not count, as for who reads committed ones
     * @param interval between two questions
     */
    static PartitionEnds asking(
            Supplier<NativeAdmin> connect, boolean committedOnly, Duration interval, LongSupplier nanoTime) {
        return new PartitionEnds(connect, committedOnly, interval, nanoTime);
    }

    /** Knows nothing and asks nobody. */
    static PartitionEnds unknown() {
        return new PartitionEnds(null, false, Duration.ZERO, System::nanoTime);
    }

    /** Asks where it is time to; blocks for some seconds at the longest. A failure leaves what was known. */
    void refresh(List<MemberSnapshot> members) {
        if (connect == null || nanoTime.getAsLong() - askedNanos < intervalNanos) {
            return;
        }
        askedNanos = nanoTime.getAsLong();
        Set<TopicPartition> idle = members.stream()
                .flatMap(member -> member.partitions().stream())
                .filter(partition -> !partition.paused() && partition.lag().orElse(0) == 0)
                .map(PartitionSnapshot::partition)
                .collect(Collectors.toSet());
        if (idle.isEmpty()) {
            ends = Map.of();
            return;
        }
        try {
            NativeAdmin admin = client(connect);
            if (admin != null) {
                ends = admin.endOffsets(idle, committedOnly, TIMEOUT);
            }
        } catch (ConnectorException e) {
            // The polls fail as well then, and say so.
            LOG.debug("The ends of {} are not known", idle, e);
        }
    }

    /** Null once it is closed. */
    private synchronized @Nullable NativeAdmin client(Supplier<NativeAdmin> connect) {
        if (client == null && !closed) {
            client = connect.get();
        }
        return client;
    }

    /** The same snapshot with what is known of the ends. Any thread. */
    MemberSnapshot applied(MemberSnapshot member) {
        Map<TopicPartition, Long> known = ends;
        if (known.isEmpty()) {
            return member;
        }
        return new MemberSnapshot(
                member.name(),
                member.roundNanos(),
                member.pollFailure(),
                member.commitFailure(),
                member.partitions().stream()
                        .map(partition -> {
                            Long end = known.get(partition.partition());
                            return end == null ? partition : partition.upTo(end);
                        })
                        .toList());
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            // Nobody waits for an answer.
            client.close(Duration.ZERO);
        }
    }
}
