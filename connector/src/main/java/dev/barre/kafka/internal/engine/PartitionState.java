package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.RecordSlice;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;

/**
 * One partition during one assignment. Owned by the thread that polls; a lane reads whether its slices are still wanted, shows when it
 * handles one, and may block the epoch that it works on.
 */
final class PartitionState {
    private static final long UNKNOWN = -1;
    private static final long GONE = Long.MIN_VALUE;

    private static final long OPEN = Long.MAX_VALUE;
    private static final long UNDECIDED = Long.MIN_VALUE;

    private final TopicPartition partition;

    /** Shared by all partitions of the member; raised after each change of what is wanted. */
    private final AtomicInteger changes;

    private final Progress progress = new Progress();

    /** A seek begins a new epoch; slices handed over in an older one are dropped. Written by the thread that polls. */
    private volatile long epoch;

    /** The epoch in which the lane met a record that it may not pass. Written by the lane. */
    private volatile long blockedEpoch = UNKNOWN;

    /** Records from here on are not begun any more. */
    private volatile long intakeEnd = OPEN;

    /** What user code has at this moment. Written by lanes. */
    private final AtomicInteger handled = new AtomicInteger();

    /** What is being passed on to another topic at this moment. Written by lanes and recoveries. */
    private final AtomicInteger recovered = new AtomicInteger();

    private long committed = Progress.NOTHING;
    private long blockedOffset = UNKNOWN;
    private int attempts;
    private boolean waiting;
    private boolean delayed;

    private int unfinishedShares;
    private int unfinishedRecords;
    private long unfinishedBytes;
    private long finishedNanos;
    private boolean hasFinished;

    /** @param changes of what is wanted, on any partition of the member: who has looked once need not look again before the next one */
    PartitionState(TopicPartition partition, AtomicInteger changes) {
        this.partition = partition;
        this.changes = changes;
    }

    /** How often it has changed so far what is wanted, here or on another partition of the member. Any thread. */
    int changes() {
        return changes.get();
    }

    TopicPartition partition() {
        return partition;
    }

    long epoch() {
        return epoch;
    }

    /** Whether the record at {@code offset} of a slice of {@code sliceEpoch} is to be handled. Any thread. */
    boolean wants(long sliceEpoch, long offset) {
        long end = intakeEnd;
        return sliceEpoch == epoch && sliceEpoch != blockedEpoch && (offset < end || end == UNDECIDED);
    }

    /** Whether nothing may be begun at this moment, though it may be soon. Any thread. */
    boolean isUndecided() {
        return intakeEnd == UNDECIDED;
    }

    /** Whether nothing of {@code sliceEpoch} is unwanted: neither blocked nor sought away, nor has the intake an end. Any thread. */
    boolean isOpen(long sliceEpoch) {
        return intakeEnd == OPEN && sliceEpoch == epoch && sliceEpoch != blockedEpoch;
    }

    /** Whether what was handed over in {@code sliceEpoch} may still be settled. Any thread. */
    boolean isCurrent(long sliceEpoch) {
        return sliceEpoch == epoch;
    }

    /** From here on nothing of the epoch is begun until the thread that polls has gone back. Called by the lane. */
    void block(long sliceEpoch) {
        blockedEpoch = sliceEpoch;
        changes.incrementAndGet();
    }

    /** Nothing is begun until {@link #stopIntakeAt} says what still may be; what runs may settle. */
    void holdIntake() {
        intakeEnd = UNDECIDED;
        changes.incrementAndGet();
    }

    /** Of what is not begun yet, only records before {@code offset} still are. */
    void stopIntakeAt(long offset) {
        intakeEnd = offset;
        changes.incrementAndGet();
    }

    /** Whether all that may still be begun is settled. */
    boolean isSettledToIntakeEnd() {
        return settled() >= intakeEnd;
    }

    /** The offset behind the last record that is settled, whatever is open before it; {@link Progress#NOTHING} at first. */
    long highestSettled() {
        return progress.highestSettled();
    }

    /** The partition belongs to somebody else: results that still come are dropped. */
    void gone() {
        epoch = GONE;
        changes.incrementAndGet();
    }

    /** Something of the partition is being handled from now on. Any thread. */
    void taken() {
        handled.incrementAndGet();
    }

    /** What {@link #taken()} has shown is over. Any thread. */
    void given() {
        handled.decrementAndGet();
    }

    /** A record of the partition is being passed on from now on. Any thread. */
    void recoveryBegun() {
        recovered.incrementAndGet();
    }

    /** What {@link #recoveryBegun()} has shown is over. Any thread. */
    void recoveryEnded() {
        recovered.decrementAndGet();
    }

    /** Whether a lane or a recovery has something of the partition at this moment. Any thread. */
    boolean isInHand() {
        return handled.get() > 0 || recovered.get() > 0;
    }

    /** The position was moved to {@code offset} by the user. */
    void sought(long offset) {
        epoch++;
        progress.restartAt(offset);
        blockedOffset = UNKNOWN;
        attempts = 0;
        waiting = false;
        delayed = false;
        changes.incrementAndGet();
    }

    /** The position was moved back to the record that blocks; returns how often that happened in a row. */
    int blockedAt(long offset) {
        epoch++;
        progress.cutAt(offset);
        attempts = offset == blockedOffset ? attempts + 1 : 1;
        blockedOffset = offset;
        waiting = true;
        changes.incrementAndGet();
        return attempts;
    }

    /** Its next record is not due yet; nothing is fetched until {@link #stopWaiting} of this epoch. */
    void waitUntilDue() {
        waiting = true;
        delayed = true;
    }

    void stopWaiting(long waitEpoch) {
        if (waitEpoch == epoch) {
            waiting = false;
            delayed = false;
        }
    }

    boolean isWaiting() {
        return waiting;
    }

    /** The partition begins at {@code offset}, which is committed though nothing before it was handled; once. */
    void beginAt(long offset) {
        progress.beginAt(offset);
    }

    /** Whether it is known where the partition begins. */
    boolean hasBegun() {
        return progress.hasBegun();
    }

    /** The partition goes on with {@code slice}. */
    SliceProgress add(RecordSlice slice) {
        return progress.add(slice);
    }

    /** The next offset to read when all that is settled without a gap is committed; {@link Progress#NOTHING} at first. */
    long settled() {
        return progress.settled();
    }

    boolean needsCommit() {
        long settled = progress.settled();
        return settled != Progress.NOTHING && settled != committed;
    }

    long committed() {
        return committed;
    }

    void committed(long offset) {
        committed = offset;
    }

    /** How many records a restart would bring again, at the most. */
    long uncommittedRecords() {
        return progress.records();
    }

    /** A share was handed to a lane. */
    void handedOver(int records, long bytes) {
        unfinishedShares++;
        unfinishedRecords += records;
        unfinishedBytes += bytes;
    }

    /** A share is off its lane. */
    void finished(int records, long bytes, long nowNanos) {
        unfinishedShares--;
        unfinishedRecords -= records;
        unfinishedBytes -= bytes;
        finishedNanos = nowNanos;
        hasFinished = true;
    }

    /** Whether anything is handed over and not finished. */
    boolean isBusy() {
        return unfinishedShares > 0;
    }

    int unfinishedRecords() {
        return unfinishedRecords;
    }

    long unfinishedBytes() {
        return unfinishedBytes;
    }

    /** Whether a share was finished in this span. */
    boolean hasFinishedWithin(long nanos, long nowNanos) {
        return hasFinished && nowNanos - finishedNanos <= nanos;
    }

    /**
     * How the partition stands.
     *
     * @param behindFetched how many offsets lie behind what was fetched, as the last fetch knew it
     * @param position the next offset to fetch, where nothing was fetched yet
     * @param paused whether nothing is to be fetched of it
     */
    PartitionSnapshot snapshot(OptionalLong behindFetched, OptionalLong position, boolean paused) {
        long lowest = progress.lowest();
        long fetched = progress.fetched();
        OptionalLong lag = behindFetched.isPresent()
                ? OptionalLong.of(behindFetched.getAsLong() + Math.max(0, fetched - lowest))
                : OptionalLong.empty();
        return new PartitionSnapshot(
                partition,
                known(lowest),
                known(committed),
                fetched == Progress.NOTHING ? position : known(fetched),
                lag,
                unfinishedRecords,
                handled.get() > 0,
                recovered.get() > 0 || isBlockedAt(lowest),
                paused || delayed);
    }

    /** Whether the record that blocks is not passed yet; also while it is tried once more. */
    private boolean isBlockedAt(long lowest) {
        return blockedOffset != UNKNOWN && lowest <= blockedOffset;
    }

    private static OptionalLong known(long offset) {
        return offset == Progress.NOTHING ? OptionalLong.empty() : OptionalLong.of(offset);
    }
}
