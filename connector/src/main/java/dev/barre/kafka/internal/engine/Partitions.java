package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.RecordSlice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The partitions that a member has now, and what is handed over of them. Owned by the thread that polls. */
final class Partitions<R> {
    private static final long RECENTLY_NANOS = Duration.ofMillis(20).toNanos();

    private final Map<TopicPartition, PartitionState> states = new HashMap<>();
    private final AtomicInteger changes = new AtomicInteger();
    private final Dispatch<R> dispatch;
    private final IntakeLimits limits;

    /** By name, so that a partition which leaves and comes back stays paused until somebody resumes it. */
    private final Set<TopicPartition> pausedByUser = new HashSet<>();

    /** Handed over and not finished, of all partitions together. */
    private long unfinishedBytes;

    Partitions(Dispatch<R> dispatch, IntakeLimits limits) {
        this.dispatch = dispatch;
        this.limits = limits;
    }

    void add(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> states.put(partition, new PartitionState(partition, changes)));
    }

    List<PartitionState> find(Collection<TopicPartition> partitions) {
        return partitions.stream().filter(states::containsKey).map(states::get).toList();
    }

    @Nullable
    PartitionState find(TopicPartition partition) {
        return states.get(partition);
    }

    /** Those of {@code some} that no rebalance has taken in the meantime. */
    List<PartitionState> stillOwned(Collection<PartitionState> some) {
        return some.stream()
                .filter(state -> states.get(state.partition()) == state)
                .toList();
    }

    List<PartitionState> all() {
        return List.copyOf(states.values());
    }

    Set<TopicPartition> names() {
        return states.keySet();
    }

    void remove(Collection<PartitionState> gone) {
        gone.forEach(state -> {
            state.gone();
            states.remove(state.partition(), state);
        });
        dropUnwanted();
        dispatch.tidy();
    }

    /** Lets go of everything that waits for a retry and is not wanted any more. */
    void dropUnwanted() {
        dispatch.forEach(Lane::dropUnwanted);
    }

    void pauseByUser(Collection<TopicPartition> partitions) {
        pausedByUser.addAll(partitions);
    }

    void resumeByUser(Collection<TopicPartition> partitions) {
        pausedByUser.removeAll(partitions);
    }

    /** Takes up what a poll has brought; a slice without records only moves its partition on. */
    List<Share> take(List<RecordSlice> slices) {
        List<Share> shares = new ArrayList<>(slices.size());
        for (RecordSlice slice : slices) {
            PartitionState state = states.get(slice.partition());
            if (state != null) {
                Share share = Share.of(state, slice);
                if (share.records() > 0) {
                    shares.add(share);
                }
            }
        }
        return shares;
    }

    /**
     * Notes where partitions begin: before the first record that a poll has brought, or else at the position. Returns whether one is known
     * now that was not before.
     *
     * @param position of a partition, as far as it is known
     */
    boolean begin(List<RecordSlice> slices, Function<TopicPartition, OptionalLong> position) {
        List<PartitionState> unknown =
                states.values().stream().filter(state -> !state.hasBegun()).toList();
        if (unknown.isEmpty()) {
            return false;
        }
        for (RecordSlice slice : slices) {
            PartitionState state = states.get(slice.partition());
            if (state != null) {
                state.beginAt(slice.size() > 0 ? slice.offset(0) : slice.nextOffset());
            }
        }
        for (PartitionState state : unknown) {
            if (!state.hasBegun()) {
                position.apply(state.partition()).ifPresent(state::beginAt);
            }
        }
        return unknown.stream().anyMatch(PartitionState::hasBegun);
    }

    /** Hands {@code shares} to the lanes. */
    void submit(List<Share> shares) {
        dispatch.submit(shares, delivery -> {
            for (Share share : delivery.handedOver()) {
                long bytes = share.bytes();
                unfinishedBytes += bytes;
                share.state().handedOver(share.records(), bytes);
            }
        });
    }

    /** Whether more may be taken in before {@code shares} are handed over: as far as the limits go, were all of them of one partition. */
    boolean hasRoomBeside(List<Share> shares) {
        int records = Share.records(shares);
        long bytes = Share.bytes(shares);
        return unfinishedBytes + bytes < limits.bytesPerMember()
                && shares.stream().noneMatch(share -> isAtALimit(share.state(), records, bytes));
    }

    /** A delivery is finished. */
    void finished(Delivery<R> delivery, long nowNanos) {
        for (Share share : delivery.takeHandedOver()) {
            long bytes = share.bytes();
            unfinishedBytes -= bytes;
            share.state().finished(share.records(), bytes, nowNanos);
        }
    }

    /** Those that may not be fetched from now: they have enough at hand, are paused, or wait. */
    Set<TopicPartition> held() {
        Set<TopicPartition> held = new HashSet<>();
        states.forEach((partition, state) -> {
            if (state.isWaiting() || pausedByUser.contains(partition) || isFull(state)) {
                held.add(partition);
            }
        });
        return held;
    }

    private boolean isFull(PartitionState state) {
        return isMemberFullFor(state) || isFullByItself(state);
    }

    /** A member that is full fetches what some lane may have to wait for, and nothing else. */
    private boolean isMemberFullFor(PartitionState state) {
        return unfinishedBytes >= limits.bytesPerMember() && (state.isBusy() || dispatch.isOccupied(state.partition()));
    }

    private boolean isFullByItself(PartitionState state) {
        return state.isBusy() && isAtALimit(state, 0, 0);
    }

    private boolean isAtALimit(PartitionState state, int moreRecords, long moreBytes) {
        return state.unfinishedBytes() + moreBytes >= limits.bytesPerPartition()
                || state.unfinishedRecords() + moreRecords >= limits.recordsPerPartition()
                || state.uncommittedRecords() >= limits.uncommittedRecordsPerPartition();
    }

    /** Whether a partition that is full now is one that finishes something all the time. */
    boolean isRoomExpected(long nowNanos) {
        return states.values().stream()
                .anyMatch(state -> isFull(state) && state.hasFinishedWithin(RECENTLY_NANOS, nowNanos));
    }

    /** For each of {@code some} the offset behind the last record that a handler has; {@link Progress#NOTHING} where none has any. */
    Map<PartitionState, Long> begun(Collection<PartitionState> some) {
        Map<PartitionState, Long> begun = new HashMap<>();
        for (PartitionState state : some) {
            begun.put(state, Progress.NOTHING);
            dispatch.forEach(lane -> begun.merge(state, lane.begunEnd(state), Math::max));
        }
        return begun;
    }

    /** Whether a wanted record of {@code state} waits for a retry. */
    boolean isWaiting(PartitionState state) {
        boolean[] found = {false};
        dispatch.forEach(lane -> found[0] |= lane.isWaitingWith(state));
        return found[0];
    }

    /** Settles what handlers have noted as done. */
    void settleProgress() {
        dispatch.forEach(Lane::settleProgress);
    }

    /** The settled offsets of {@code some} that were not committed yet; what handlers have noted as done is settled first. */
    Map<TopicPartition, Long> uncommitted(Collection<PartitionState> some) {
        settleProgress();
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (PartitionState state : some) {
            if (state.needsCommit()) {
                offsets.put(state.partition(), state.settled());
            }
        }
        return offsets;
    }

    void committed(Map<TopicPartition, Long> offsets) {
        offsets.forEach((partition, offset) -> {
            PartitionState state = states.get(partition);
            if (state != null) {
                state.committed(offset);
            }
        });
    }

    /**
     * How all partitions stand; what handlers have noted as done is settled first.
     *
     * @param behindFetched by partition: how many offsets lie behind what was fetched
     * @param position by partition: the next offset to fetch, where nothing was fetched yet
     * @param allHeld whether nothing is to be fetched of any of them
     */
    List<PartitionSnapshot> snapshots(
            Function<TopicPartition, OptionalLong> behindFetched,
            Function<TopicPartition, OptionalLong> position,
            boolean allHeld) {
        settleProgress();
        return states.values().stream()
                .map(state -> state.snapshot(
                        behindFetched.apply(state.partition()),
                        state.hasBegun() ? OptionalLong.empty() : position.apply(state.partition()),
                        allHeld || pausedByUser.contains(state.partition())))
                .toList();
    }
}
