package dev.barre.kafka.internal.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps back records that are not due yet. Their partition is not fetched meanwhile, so that at most what one poll has brought of it
 * waits here. Owned by the thread that polls.
 */
final class Delays {
    /** When a record that is due much later is looked at again: what its header says may be any number. */
    private static final long LONGEST_WAIT_MILLIS = Duration.ofHours(1).toMillis();

    private final DueTimes dueTimes;
    private final LongSupplier clockMillis;
    private final Timers timers;
    private final Consumer<List<Share>> submit;
    private final Set<Kept> kept = new HashSet<>();

    /** @param submit takes what has become due */
    Delays(DueTimes dueTimes, LongSupplier clockMillis, Timers timers, Consumer<List<Share>> submit) {
        this.dueTimes = dueTimes;
        this.clockMillis = clockMillis;
        this.timers = timers;
        this.submit = submit;
    }

    /** Submits what is due, and the rest when it is. */
    void submitWhenDue(List<Share> shares) {
        List<Share> due = new ArrayList<>(shares.size());
        long now = clockMillis.getAsLong();
        for (Share share : shares) {
            int end = dueEnd(share, now);
            if (end > 0) {
                due.add(share.range(0, end));
            }
            if (end < share.records()) {
                keepBack(share.range(end, share.records()), dueTimes.dueAt(share.slice(), end) - now);
            }
        }
        if (!due.isEmpty()) {
            submit.accept(due);
        }
    }

    private int dueEnd(Share share, long now) {
        int index = 0;
        while (index < share.records() && dueTimes.dueAt(share.slice(), index) <= now) {
            index++;
        }
        return index;
    }

    private void keepBack(Share rest, long millis) {
        PartitionState state = rest.state();
        state.waitUntilDue();
        long wait = Math.min(millis, LONGEST_WAIT_MILLIS);
        Kept waiting = new Kept(rest);
        kept.add(waiting);
        timers.after(Duration.ofMillis(wait).toNanos(), () -> take(waiting));
    }

    private void take(Kept waiting) {
        kept.remove(waiting);
        Share share = waiting.share;
        if (share != null && share.isWanted()) {
            waiting.share = null;
            share.state().stopWaiting(share.epoch());
            submitWhenDue(List.of(share));
        }
    }

    /** Lets go of what is not wanted any more, of partitions that were taken away above all: it may not be due for hours. */
    void dropUnwanted() {
        kept.removeIf(waiting -> {
            boolean drop = !waiting.isWanted();
            if (drop) {
                waiting.share = null;
            }
            return drop;
        });
    }

    /** How many runs of records wait. */
    int waiting() {
        return kept.size();
    }

    /** Records that are not due; null once that is over, whatever their timer refers to. By identity. */
    private static final class Kept {
        private @Nullable Share share;

        Kept(Share share) {
            this.share = share;
        }

        boolean isWanted() {
            return share != null && share.isWanted();
        }
    }
}
