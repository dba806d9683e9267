package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.RecordSlice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The partitions that a member has now, and their lanes. Owned by the thread that polls. */
final class Partitions<R> {
    /** What a lane may always have: a delivery that is handled and one fetched ahead. */
    private static final int LEAST_LANE_CAPACITY = 2;

    /** What a lane has at the most, however small its deliveries are. */
    private static final int LANE_CAPACITY = 64;

    /**
     * Beyond the least, how much all lanes of the member have together, in bytes. Kafka fetches up to a mebibyte of each partition and
     * reads nothing of the next fetch before that is handed out: a lane that has less than that ahead runs dry meanwhile.
     */
    private static final long AHEAD_BYTES = 16 << 20;

    private static final long RECENTLY_NANOS = Duration.ofMillis(20).toNanos();

    private final Map<TopicPartition, PartitionState<R>> states = new HashMap<>();

    /** By partition, where each has its own: one that comes back while its old lane is still busy queues up behind it. */
    private final Map<TopicPartition, Lane<R>> lanes = new HashMap<>();

    private final Function<TopicPartition, Lane<R>> laneFor;
    private final boolean lanePerPartition;

    /** Handed over and not finished, of all lanes together. */
    private long unfinishedBytes;

    Partitions(Supplier<Lane<R>> newLane, boolean lanePerPartition) {
        this.lanePerPartition = lanePerPartition;
        if (lanePerPartition) {
            this.laneFor = partition -> lanes.computeIfAbsent(partition, added -> newLane.get());
        } else {
            Lane<R> only = newLane.get();
            this.laneFor = partition -> only;
        }
    }

    void add(Collection<TopicPartition> partitions) {
        partitions.forEach(
                partition -> states.put(partition, new PartitionState<>(partition, laneFor.apply(partition))));
    }

    List<PartitionState<R>> find(Collection<TopicPartition> partitions) {
        return partitions.stream().filter(states::containsKey).map(states::get).toList();
    }

    @Nullable
    PartitionState<R> find(TopicPartition partition) {
        return states.get(partition);
    }

    /** Those of {@code some} that no rebalance has taken in the meantime. */
    List<PartitionState<R>> stillOwned(Collection<PartitionState<R>> some) {
        return some.stream()
                .filter(state -> states.get(state.partition()) == state)
                .toList();
    }

    List<PartitionState<R>> all() {
        return List.copyOf(states.values());
    }

    void remove(Collection<PartitionState<R>> gone) {
        gone.forEach(state -> {
            state.gone();
            states.remove(state.partition(), state);
            if (state.lane().unfinished() == 0) {
                lanes.remove(state.partition(), state.lane());
            }
        });
    }

    /** Hands slices to their lanes, in one delivery per lane. */
    void submit(List<RecordSlice> slices) {
        List<Delivery.Share<R>> together = new ArrayList<>(slices.size());
        for (RecordSlice slice : slices) {
            PartitionState<R> state = states.get(slice.partition());
            if (state != null) {
                var share = new Delivery.Share<>(state, state.epoch(), slice);
                if (lanePerPartition) {
                    submit(state.lane(), new Delivery<>(List.of(share)));
                } else {
                    together.add(share);
                }
            }
        }
        if (!together.isEmpty()) {
            submit(together.get(0).state().lane(), new Delivery<>(together));
        }
    }

    /** Those that may not be fetched from now: their lane is full, or they wait before a record that blocks them. */
    Set<TopicPartition> held() {
        Set<TopicPartition> held = new HashSet<>();
        states.forEach((partition, state) -> {
            if (state.isWaiting() || isFull(state.lane())) {
                held.add(partition);
            }
        });
        return held;
    }

    private boolean isFull(Lane<R> lane) {
        int unfinished = lane.unfinished();
        return unfinished >= LANE_CAPACITY || unfinished >= LEAST_LANE_CAPACITY && unfinishedBytes >= AHEAD_BYTES;
    }

    /** A lane has told that a delivery is off. */
    void finished(Lane<R> lane, Delivery<R> delivery, long nowNanos) {
        lane.finishedOne(nowNanos);
        unfinishedBytes -= delivery.bytes();
    }

    /** Whether a lane that is full now is one that finishes something all the time. */
    boolean isRoomExpected(long nowNanos) {
        return states.values().stream()
                .anyMatch(state -> isFull(state.lane()) && state.lane().hasFinishedWithin(RECENTLY_NANOS, nowNanos));
    }

    private void submit(Lane<R> lane, Delivery<R> delivery) {
        unfinishedBytes += delivery.bytes();
        lane.submit(delivery);
    }

    Set<TopicPartition> names() {
        return states.keySet();
    }

    /** The settled offsets that were not committed yet; what a handler has noted as done is settled first. */
    static <R> Map<TopicPartition, Long> uncommitted(Collection<PartitionState<R>> states) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        Set<Lane<R>> lanes = new HashSet<>();
        states.forEach(state -> lanes.add(state.lane()));
        lanes.forEach(Lane::settleProgress);
        for (PartitionState<R> state : states) {
            if (state.needsCommit()) {
                offsets.put(state.partition(), state.settled());
            }
        }
        return offsets;
    }

    void committed(Map<TopicPartition, Long> offsets) {
        offsets.forEach((partition, offset) -> {
            PartitionState<R> state = states.get(partition);
            if (state != null) {
                state.committed(offset);
            }
        });
    }
}
