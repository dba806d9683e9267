package dev.barre.kafka.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka's consumer, bytes out. As Kafka's own, it is used by one thread at a time; only {@link #wakeup()} may be called from
 * another. Every call goes through {@link KafkaCalls} and ends by its timeout.
 *
 * <p>A wake-up is a hint and never an error: it ends a poll early, and any other call that it hits goes on.
 */
public final class NativeConsumer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NativeConsumer.class);

    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> client;
    private final KafkaCalls calls;
    private final Reachability reachability;
    private boolean positionsAreUnknown;

    /** Connects lazily: a broker that is down shows at the first poll. Throws where the settings cannot work. */
    public NativeConsumer(ClientSettings settings, FailureFactory failures) {
        this(
                new KafkaCalls("consumer of " + settings.bootstrapServers(), failures)
                        .call("create", () -> new KafkaConsumer<byte[], byte[]>(settings.kafkaProperties())),
                settings.bootstrapServers(),
                KafkaCalls.of("consumer", failures, settings.kafkaProperties()),
                System::nanoTime);
        SecurityWarnings.log("consumer", settings.kafkaProperties());
    }

    NativeConsumer(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> client,
            List<String> bootstrapServers,
            KafkaCalls calls,
            LongSupplier nanoTime) {
        this.client = client;
        this.calls = calls;
        this.reachability = new Reachability(client, bootstrapServers, nanoTime);
    }

    /** Whether a commit has failed because the group is being balanced, so that it may go well once polls have ended that. */
    public static boolean isRebalanceInProgress(RuntimeException failure) {
        return failure.getCause() instanceof RebalanceInProgressException;
    }

    /** Whether a call has failed because the brokers did not answer in time. */
    public static boolean isTimeout(RuntimeException failure) {
        return failure.getCause() instanceof TimeoutException;
    }

    /**
     * Whether the group does not take a static member because the last one with its name counts as alive, as one that was killed does until
     * its session ends ({@code group.protocol=consumer}; KIP-848).
     */
    public static boolean isInstanceInUse(@Nullable Throwable failure) {
        return failure != null && failure.getCause() instanceof UnreleasedInstanceIdException;
    }

    /** The failure table of this client, for refusals of the layer above. */
    public KafkaCalls calls() {
        return calls;
    }

    /**
     * Waits up to {@code timeout} for records. Returns one slice per partition that moved, fewer or none after a wake-up. Fails,
     * retriable, where nothing came and no broker has been connected for {@link Reachability#GRACE}.
     */
    public List<RecordSlice> poll(Duration timeout) {
        return poll("poll", timeout);
    }

    /** {@link #poll(Duration)} under the name that its caller has for it. */
    public List<RecordSlice> poll(String operation, Duration timeout) {
        refuseUnknownPositions(operation);
        reachability.pollBegins();
        List<RecordSlice> slices = calls.call(operation, () -> polled(timeout));
        if (reachability.isLost(!slices.isEmpty())) {
            throw calls.unheard(operation, reachability.describe());
        }
        if (reachability.isTurnedAway(!slices.isEmpty())) {
            calls.throwIfSilenceExplained(operation);
        }
        return slices;
    }

    private List<RecordSlice> polled(Duration timeout) {
        boolean isKnown = false;
        try {
            List<RecordSlice> slices = slices(client.poll(timeout));
            isKnown = true;
            return slices;
        } catch (WakeupException hint) {
            isKnown = true;
            return List.of();
        } catch (KafkaException | ConcurrentModificationException notMoved) {
            // By these Kafka ends a poll before it has moved any position.
            isKnown = true;
            throw notMoved;
        } catch (IllegalStateException | IllegalArgumentException refused) {
            isKnown = isWithoutPartitions();
            throw refused;
        } finally {
            positionsAreUnknown |= !isKnown;
        }
    }

    /** Whether there are no positions that could have moved: it was used wrongly, or is closed. */
    private boolean isWithoutPartitions() {
        try {
            return client.assignment().isEmpty();
        } catch (IllegalStateException closed) {
            return true;
        }
    }

    /** After a poll that has ended by an error the positions may be behind records that it has not returned: to go on from there would lose them. */
    private void refuseUnknownPositions(String operation) {
        if (positionsAreUnknown) {
            throw calls.refused(
                    operation,
                    Disposition.FATAL,
                    "a poll has ended by an error (no memory, a library that is missing, a batch that cannot be read),"
                            + " and may have passed over records that it did not return: close this client");
        }
    }

    private static List<RecordSlice> slices(ConsumerRecords<byte[], byte[]> records) {
        Map<TopicPartition, OffsetAndMetadata> next = records.nextOffsets();
        if (next.isEmpty() && records.isEmpty()) {
            return List.of();
        }
        List<RecordSlice> slices = new ArrayList<>(next.size());
        for (TopicPartition partition : records.partitions()) {
            var inPartition = records.records(partition);
            OffsetAndMetadata position = next.get(partition);
            long after = position != null
                    ? position.offset()
                    : inPartition.get(inPartition.size() - 1).offset() + 1;
            slices.add(RecordSlice.of(partition, inPartition, after));
        }
        next.forEach((partition, position) -> {
            if (records.records(partition).isEmpty()) {
                slices.add(RecordSlice.of(partition, List.of(), position.offset()));
            }
        });
        return slices;
    }

    /** Ends a poll that another thread is in, or the next one. Thread-safe. */
    public void wakeup() {
        client.wakeup();
    }

    /** Joins the group for {@code topics} from the next poll on; an empty collection unsubscribes. */
    public void subscribe(Collection<String> topics, AssignmentListener listener) {
        run("subscribe", () -> client.subscribe(topics, rebalance(listener)));
    }

    /** Joins the group for every topic whose whole name matches {@code regex}, from the next poll on. */
    public void subscribeWithPattern(String regex, AssignmentListener listener) {
        run("subscribeWithPattern", () -> client.subscribe(Pattern.compile(regex), rebalance(listener)));
    }

    /** Leaves the group, or gives up what was assigned. */
    public void unsubscribe() {
        run("unsubscribe", client::unsubscribe);
    }

    /** Takes the partitions by hand, without a group. */
    public void assign(Collection<TopicPartition> partitions) {
        run("assign", () -> client.assign(partitions));
    }

    /** The partitions that are assigned now. */
    public Set<TopicPartition> assignment() {
        return call("getAssignment", client::assignment);
    }

    /** The topics of the subscription; for a pattern those found by the last poll. */
    public Set<String> subscription() {
        return call("getSubscription", client::subscription);
    }

    /** The partitions that are paused now. */
    public Set<TopicPartition> paused() {
        return call("getPausedPartitions", client::paused);
    }

    /** Stops fetching from {@code partitions}; what was fetched stays. */
    public void pause(Collection<TopicPartition> partitions) {
        run("pause", () -> client.pause(partitions));
    }

    /** Fetches from {@code partitions} again. */
    public void resume(Collection<TopicPartition> partitions) {
        run("resume", () -> client.resume(partitions));
    }

    /** The next record of {@code partition} to fetch is the one at {@code offset}. */
    public void seek(TopicPartition partition, long offset) {
        run("seek", () -> client.seek(partition, offset));
    }

    /** Goes to the first record of each partition, at the next poll or position. */
    public void seekToBeginning(Collection<TopicPartition> partitions) {
        run("seekToBeginning", () -> client.seekToBeginning(partitions));
    }

    /** Goes behind the last record of each partition, at the next poll or position. */
    public void seekToEnd(Collection<TopicPartition> partitions) {
        run("seekToEnd", () -> client.seekToEnd(partitions));
    }

    /** Commits the positions of all assigned partitions. */
    public void commit(Duration timeout) {
        refuseUnknownPositions("commit");
        Deadline deadline = Deadline.after(timeout);
        run("commit", () -> client.commitSync(deadline.remaining()));
    }

    /** Commits exactly {@code offsets}, each the next one to read. */
    public void commit(String operation, Map<TopicPartition, Long> offsets, Duration timeout) {
        Deadline deadline = Deadline.after(timeout);
        run(operation, () -> client.commitSync(withMetadata(offsets), deadline.remaining()));
    }

    /** Sends a commit and returns; {@code done} hears of it on a later call of this consumer: null, or what failed. */
    public void commitAsync(Map<TopicPartition, Long> offsets, Consumer<@Nullable RuntimeException> done) {
        run(
                "commit",
                () -> client.commitAsync(
                        withMetadata(offsets),
                        (committed, failure) -> done.accept(failure == null ? null : calls.failed("commit", failure))));
    }

    /** The committed offset of each of {@code partitions} that has one. */
    public Map<TopicPartition, Long> committed(Set<TopicPartition> partitions, Duration timeout) {
        return call("getCommittedOffset", () -> {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            client.committed(partitions, timeout).forEach((partition, committed) -> {
                if (committed != null) {
                    offsets.put(partition, committed.offset());
                }
            });
            return offsets;
        });
    }

    /** The next offset to fetch. */
    public long position(String operation, TopicPartition partition, Duration timeout) {
        return call(operation, () -> client.position(partition, timeout));
    }

    /**
     * The next offset to fetch, where that is known without waiting for a broker. Throws nothing: what keeps it from being known, the next
     * poll fails for as well.
     */
    public OptionalLong knownPosition(TopicPartition partition) {
        try {
            return call("position", () -> {
                try {
                    return OptionalLong.of(client.position(partition, Duration.ZERO));
                } catch (TimeoutException notYet) {
                    // No failure, into the reasons of which a call would look.
                    return OptionalLong.empty();
                }
            });
        } catch (RuntimeException failure) {
            LOG.debug("The position in {} cannot be found", partition, failure);
            return OptionalLong.empty();
        }
    }

    /**
     * How many offsets lie between the position and the end of {@code partition}, as the last fetch knew it; empty where that is not
     * known yet, or the partition is not assigned. Does not wait for a broker.
     */
    public OptionalLong lag(TopicPartition partition) {
        return call("lag", () -> {
            try {
                return client.currentLag(partition);
            } catch (IllegalStateException notAssigned) {
                return OptionalLong.empty();
            }
        });
    }

    /** The first offset that each partition still has. */
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions, Duration timeout) {
        return answered("getBeginningOffsets", partitions, () -> client.beginningOffsets(partitions, timeout));
    }

    /** The offset behind the last readable record of each partition. */
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration timeout) {
        return answered("getEndOffsets", partitions, () -> client.endOffsets(partitions, timeout));
    }

    /** The first record at or after each time, in milliseconds since the epoch; absent where none is that late. */
    public Map<TopicPartition, TimedOffset> offsetsForTimes(Map<TopicPartition, Long> times, Duration timeout) {
        Map<TopicPartition, TimedOffset> found = new HashMap<>();
        answered("offsetsForTimes", times.keySet(), () -> client.offsetsForTimes(times, timeout))
                .forEach((partition, at) -> {
                    if (at != null) {
                        OptionalInt epoch =
                                at.leaderEpoch().map(OptionalInt::of).orElseGet(OptionalInt::empty);
                        found.put(partition, new TimedOffset(at.offset(), at.timestamp(), epoch));
                    }
                });
        return found;
    }

    /** The names of the topics that this client may see, sorted. */
    public Set<String> topics(Duration timeout) {
        return call(
                "getAvailableTopics",
                () -> new TreeSet<>(client.listTopics(timeout).keySet()));
    }

    /** The partitions of {@code topic}, by index; none where the topic does not exist. */
    public List<TopicPartition> partitions(String topic, Duration timeout) {
        return call("getTopicPartitions", () -> Partitions.sorted(client.partitionsFor(topic, timeout)));
    }

    /** Leaves the group and closes; ends by {@code timeout}. Harmless when called again. */
    public void close(Duration timeout) {
        run("close", () -> client.close(CloseOptions.timeout(timeout)));
    }

    /** {@link #close(Duration)} with Kafka's own default of 30 seconds. */
    @Override
    public void close() {
        close(Duration.ofSeconds(30));
    }

    private void run(String operation, Runnable action) {
        call(operation, () -> {
            action.run();
            return Boolean.TRUE;
        });
    }

    private <T> T call(String operation, Supplier<T> action) {
        return calls.call(operation, () -> {
            boolean woken = false;
            try {
                while (true) {
                    try {
                        return action.get();
                    } catch (WakeupException meantForAPoll) {
                        woken = true;
                    }
                }
            } finally {
                if (woken) {
                    // Handed on: the poll around this call, or the next one, is what it was meant for.
                    client.wakeup();
                }
            }
        });
    }

    /** Kafka returns what it has when the time is over, and with no time at all nothing; that is no answer. */
    private <T> Map<TopicPartition, T> answered(
            String operation, Collection<TopicPartition> asked, Supplier<Map<TopicPartition, T>> question) {
        Map<TopicPartition, T> answer = call(operation, question);
        if (!answer.keySet().containsAll(asked)) {
            throw calls.refused(operation, Disposition.RETRIABLE, "The brokers have not answered within the timeout");
        }
        return answer;
    }

    private static Map<TopicPartition, OffsetAndMetadata> withMetadata(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> result = new HashMap<>();
        offsets.forEach((partition, offset) -> result.put(partition, new OffsetAndMetadata(offset)));
        return result;
    }

    private static ConsumerRebalanceListener rebalance(AssignmentListener listener) {
        return new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                listener.assigned(partitions);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                listener.revoked(partitions);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                listener.lost(partitions);
            }
        };
    }
}
