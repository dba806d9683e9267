package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.RecordSlice;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which records of one slice are settled: a bit each, and their offsets only where these have gaps. Holds on to no record. Owned by the
 * thread that polls.
 */
final class SliceProgress {
    private final long firstOffset;

    /** Null where the offsets follow each other without a gap. */
    private final long @Nullable [] offsets;

    private final BitSet settled;
    private int size;
    private long nextOffset;

    SliceProgress(RecordSlice slice) {
        this.size = slice.size();
        this.nextOffset = slice.nextOffset();
        this.firstOffset = size == 0 ? nextOffset : slice.offset(0);
        this.offsets = size == 0 || slice.offset(size - 1) - firstOffset == size - 1 ? null : offsets(slice);
        this.settled = new BitSet(size);
    }

    private static long[] offsets(RecordSlice slice) {
        long[] offsets = new long[slice.size()];
        for (int index = 0; index < offsets.length; index++) {
            offsets[index] = slice.offset(index);
        }
        return offsets;
    }

    int size() {
        return size;
    }

    /** Where the partition goes on behind the slice. */
    long nextOffset() {
        return nextOffset;
    }

    long offset(int index) {
        return offsets == null ? firstOffset + index : offsets[index];
    }

    /** The records from {@code from} on are settled, up to and without {@code to}. */
    void settle(int from, int to) {
        settled.set(from, to);
    }

    int firstUnsettled() {
        return settled.nextClearBit(0);
    }

    /** The last record that is settled, -1 where none is. */
    int lastSettled() {
        return Math.min(settled.length(), size) - 1;
    }

    boolean isSettled() {
        return firstUnsettled() >= size;
    }

    /** Forgets the record at {@code offset} and all behind it. */
    void cutAt(long offset) {
        int left = 0;
        while (left < size && offset(left) < offset) {
            left++;
        }
        size = left;
        nextOffset = Math.min(nextOffset, offset);
    }
}
