package dev.barre.kafka.chaos;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Which record stands where in one partition, and how far that is committed. Thread-safe. */
final class PartitionAccount {
    private static final int FIRST_SIZE = 1024;

    /** By offset; null where nothing was acknowledged: a record that the producer has given up, or one of Kafka's own. */
    private @Nullable KeyAccount[] keys = new KeyAccount[FIRST_SIZE];

    private int[] sequences = new int[FIRST_SIZE];

    /** One more than the highest offset that was acknowledged. */
    private int end;

    /** -1 before the first commit. */
    private long committed = -1;

    /** All before may be passed over, or was reported. */
    private int checked;

    /** Hears of a record that may not be passed over although a commit is past it. */
    interface Unsettled {
        void at(KeyAccount key, int sequence, int offset, long committed);
    }

    synchronized void place(int offset, KeyAccount key, int sequence, Unsettled unsettled) {
        if (offset >= keys.length) {
            int size = Math.max(offset + 1, keys.length * 2);
            keys = Arrays.copyOf(keys, size);
            sequences = Arrays.copyOf(sequences, size);
        }
        keys[offset] = key;
        sequences[offset] = sequence;
        end = Math.max(end, offset + 1);
        if (offset < checked && !key.isPassable(sequence)) {
            unsettled.at(key, sequence, offset, committed);
        }
    }

    /** Returns what was committed before, -1 for nothing. */
    synchronized long commit(long offset, Unsettled unsettled) {
        long before = committed;
        committed = offset;
        for (; checked < offset; checked++) {
            KeyAccount key = checked < end ? keys[checked] : null;
            if (key != null && !key.isPassable(sequences[checked])) {
                unsettled.at(key, sequences[checked], checked, offset);
            }
        }
        return before;
    }

    /** Whether it is committed to its end. */
    synchronized boolean isCommitted() {
        return Math.max(0, committed) >= end;
    }

    /** -1 for nothing. */
    synchronized long committed() {
        return committed;
    }

    synchronized int end() {
        return end;
    }
}
