package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.RecordSlice;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records of one partition for one lane, with the epoch of the partition when they were handed over. Immutable; only the thread that
 * polls may settle.
 *
 * @param state their partition
 * @param epoch of the partition when they were handed over
 * @param progress where they are settled
 * @param slice the records
 * @param first where the first of them stands in {@code progress}
 * @param positions where each of them stands in {@code progress}; null where they follow the first
 * @param bytes about what the records hold of the heap
 */
record Share(
        PartitionState state,
        long epoch,
        SliceProgress progress,
        RecordSlice slice,
        int first,
        int @Nullable [] positions,
        long bytes) {
    /** What the heap holds of a record beside its key and value: the client's record, its headers, its places in lists. Measured. */
    private static final int BYTES_BESIDE_PAYLOAD = 330;

    /** What the heap holds of a share beside its records: a delivery, maybe with a lane of its own. Measured. */
    private static final int BYTES_BESIDE_RECORDS = 640;

    /** All of {@code slice}, which its partition goes on with. */
    static Share of(PartitionState state, RecordSlice slice) {
        return new Share(state, state.epoch(), state.add(slice), slice, 0, null, bytes(slice));
    }

    /** Whether any of the records is to be handled: the first, if any is. */
    boolean isWanted() {
        return state.wants(epoch, slice.size() == 0 ? slice.nextOffset() : slice.offset(0));
    }

    /** Whether the record at {@code index} is to be handled. */
    boolean isWanted(int index) {
        return state.wants(epoch, slice.offset(index));
    }

    /** The records that are to be handled; they stand at the beginning. */
    Share wanted() {
        int end = slice.size();
        while (end > 0 && !isWanted(end - 1)) {
            end--;
        }
        return range(0, end);
    }

    /** Whether its partition goes on without an end. */
    boolean isOpen() {
        return state.isOpen(epoch);
    }

    /** Whether its partition has neither been taken away nor sought since. */
    boolean isCurrent() {
        return state.isCurrent(epoch);
    }

    int records() {
        return slice.size();
    }

    /** How many records all of {@code shares} have. */
    static int records(List<Share> shares) {
        int records = 0;
        for (Share share : shares) {
            records += share.records();
        }
        return records;
    }

    /** About what all of {@code shares} hold of the heap. */
    static long bytes(List<Share> shares) {
        long bytes = 0;
        for (Share share : shares) {
            bytes += share.bytes();
        }
        return bytes;
    }

    private static long bytes(RecordSlice slice) {
        return slice.bytes() + (long) BYTES_BESIDE_PAYLOAD * slice.size() + BYTES_BESIDE_RECORDS;
    }

    /** The records from {@code from} on, up to and without {@code to}. */
    Share range(int from, int to) {
        if (from == 0 && to == slice.size()) {
            return this;
        }
        int[] ranged = positions == null ? null : Arrays.copyOfRange(positions, from, to);
        RecordSlice some = slice.range(from, to);
        return new Share(state, epoch, progress, some, first + from, ranged, bytes(some));
    }

    /** The records at {@code indices}, which ascend, and are the new share's from now on; holds on to no other record. */
    Share select(int[] indices) {
        RecordSlice selected = slice.select(indices);
        for (int index = 0; index < indices.length; index++) {
            indices[index] = position(indices[index]);
        }
        return new Share(state, epoch, progress, selected, 0, indices, bytes(selected));
    }

    /** The record at {@code index} is settled. */
    void settle(int index) {
        int position = position(index);
        progress.settle(position, position + 1);
    }

    /** The records from {@code from} on are settled, up to and without {@code to}. */
    void settle(int from, int to) {
        if (positions == null) {
            progress.settle(first + from, first + to);
        } else {
            for (int index = from; index < to; index++) {
                settle(index);
            }
        }
    }

    private int position(int index) {
        return positions == null ? first + index : positions[index];
    }
}
