package dev.barre.kafka.internal.engine;

import org.apache.kafka.common.TopicPartition;

/**
 * One partition during one assignment. Owned by the thread that polls; a lane reads whether its slices are still wanted, and may
 * block the epoch that it works on.
 */
final class PartitionState<R> {
    private static final long UNKNOWN = -1;
    private static final long GONE = Long.MIN_VALUE;

    private final TopicPartition partition;
    private final Lane<R> lane;

    /** A seek begins a new epoch; slices handed over in an older one are dropped. Written by the thread that polls. */
    private volatile long epoch;

    /** The epoch in which the lane met a record that it may not pass. Written by the lane. */
    private volatile long blockedEpoch = UNKNOWN;

    private volatile boolean intakeStopped;

    private long settled = UNKNOWN;
    private long committed = UNKNOWN;
    private long blockedOffset = UNKNOWN;
    private int attempts;
    private boolean waiting;

    PartitionState(TopicPartition partition, Lane<R> lane) {
        this.partition = partition;
        this.lane = lane;
    }

    TopicPartition partition() {
        return partition;
    }

    Lane<R> lane() {
        return lane;
    }

    long epoch() {
        return epoch;
    }

    /** Whether a slice of {@code sliceEpoch} may be begun. Any thread. */
    boolean wants(long sliceEpoch) {
        return sliceEpoch == epoch && sliceEpoch != blockedEpoch && !intakeStopped;
    }

    /** From here on nothing of the epoch is begun until the thread that polls has gone back. Called by the lane. */
    void block(long sliceEpoch) {
        blockedEpoch = sliceEpoch;
    }

    /** Nothing more is begun; what runs may still settle. */
    void stopIntake() {
        intakeStopped = true;
    }

    /** The partition belongs to somebody else: results that still come are dropped. */
    void gone() {
        epoch = GONE;
    }

    /** The position was moved to {@code offset} by the user. */
    void sought(long offset) {
        epoch++;
        settled = offset;
        blockedOffset = UNKNOWN;
        attempts = 0;
        waiting = false;
    }

    /** The position was moved back to the record that blocks; returns how often that happened in a row. */
    int blockedAt(long offset) {
        epoch++;
        attempts = offset == blockedOffset ? attempts + 1 : 1;
        blockedOffset = offset;
        waiting = true;
        return attempts;
    }

    void stopWaiting(long waitEpoch) {
        if (waitEpoch == epoch) {
            waiting = false;
        }
    }

    boolean isWaiting() {
        return waiting;
    }

    /** All before {@code offset} is settled; dropped where the epoch is over, and where more is settled already. */
    void settle(long sliceEpoch, long offset) {
        if (sliceEpoch == epoch && offset > settled) {
            settled = offset;
        }
    }

    boolean hasSettled() {
        return settled != UNKNOWN;
    }

    long settled() {
        return settled;
    }

    boolean needsCommit() {
        return settled != UNKNOWN && settled != committed;
    }

    void committed(long offset) {
        committed = offset;
    }
}
