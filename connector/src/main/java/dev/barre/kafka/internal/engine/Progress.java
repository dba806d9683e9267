package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.RecordSlice;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * How far one partition is settled. Records are settled in any order; the partition is settled up to the first one that is not.
 * Offsets that no poll has brought (compaction, aborted transactions, control records) wait for nobody. Owned by the thread that polls.
 */
final class Progress {
    /** Nothing is settled yet. */
    static final long NOTHING = -1;

    /** By offset: the slices that were handed over, from the first one on that is not settled. */
    private final Deque<SliceProgress> open = new ArrayDeque<>();

    private long end = NOTHING;
    private long records;

    /** The partition begins at {@code offset}; where something is known of it already, nothing happens. */
    void beginAt(long offset) {
        if (end == NOTHING && open.isEmpty()) {
            end = offset;
        }
    }

    /** Whether it is known where the partition begins, or more. */
    boolean hasBegun() {
        return end != NOTHING || !open.isEmpty();
    }

    /** The partition goes on with {@code slice}. */
    SliceProgress add(RecordSlice slice) {
        SliceProgress added = new SliceProgress(slice);
        open.add(added);
        records += added.size();
        return added;
    }

    /** The highest offset below which all is settled: the next one to read after a restart. {@link #NOTHING} at first. */
    long settled() {
        SliceProgress first = forgetSettled();
        int settled = first == null ? 0 : first.firstUnsettled();
        return settled == 0 || first == null ? end : first.offset(settled);
    }

    /** The offset behind the last record that is settled, with whatever gaps before it; {@link #NOTHING} at first. */
    long highestSettled() {
        Iterator<SliceProgress> backwards = open.descendingIterator();
        while (backwards.hasNext()) {
            SliceProgress slice = backwards.next();
            int last = slice.lastSettled();
            if (last >= 0) {
                return slice.offset(last) + 1;
            }
        }
        return end;
    }

    /** The next offset to read after a restart, as far as it is known: {@link #settled}, or else the first offset that was handed over. */
    long lowest() {
        long settled = settled();
        SliceProgress first = open.peek();
        return settled != NOTHING || first == null ? settled : first.offset(0);
    }

    /** Where the partition goes on behind what was handed over; {@link #NOTHING} at first. */
    long fetched() {
        SliceProgress last = open.peekLast();
        return last == null ? end : last.nextOffset();
    }

    /** Returns the first slice that is not settled, null where all are. */
    private @Nullable SliceProgress forgetSettled() {
        SliceProgress first = open.peek();
        while (first != null && first.isSettled()) {
            end = first.nextOffset();
            records -= first.size();
            open.remove();
            first = open.peek();
        }
        return first;
    }

    /** How many records were handed over from the first unsettled slice on. */
    long records() {
        forgetSettled();
        return records;
    }

    /** All before {@code offset} counts as settled, and nothing is known of what comes. */
    void restartAt(long offset) {
        open.clear();
        records = 0;
        end = offset;
    }

    /** Forgets what was handed over from {@code offset} on; it comes again. */
    void cutAt(long offset) {
        SliceProgress last = open.pollLast();
        while (last != null && last.nextOffset() > offset) {
            records -= last.size();
            SliceProgress before = open.peekLast();
            if (before == null || before.nextOffset() <= offset) {
                last.cutAt(offset);
                records += last.size();
                break;
            }
            last = open.pollLast();
        }
        if (last != null) {
            open.add(last);
        }
    }
}
