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

    private long committed;

    /** All before is settled, or was reported. */
    private int checked;

    /** Hears of a record that is not settled although a commit is past it. */
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
        if (offset < checked && !key.isSettled(sequence)) {
            unsettled.at(key, sequence, offset, committed);
        }
    }

    synchronized void commit(long offset, Unsettled unsettled) {
        committed = offset;
        for (; checked < offset; checked++) {
            KeyAccount key = checked < end ? keys[checked] : null;
            if (key != null && !key.isSettled(sequences[checked])) {
                unsettled.at(key, sequences[checked], checked, offset);
            }
        }
    }

    synchronized long committed() {
        return committed;
    }

    synchronized int end() {
        return end;
    }
}
