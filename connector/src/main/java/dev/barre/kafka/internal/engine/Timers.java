package dev.barre.kafka.internal.engine;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.LongSupplier;

/** What is to be done later on the thread that polls, in place of sleeping there. Owned by that thread. */
final class Timers {
    private final LongSupplier nanoTime;
    // By the distance to the start: nanoTime may overflow, its differences do not.
    private final long start;
    private final Queue<Timer> queue = new PriorityQueue<>(Comparator.comparingLong(Timer::at));

    Timers(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    void after(long nanos, Runnable action) {
        queue.add(new Timer(now() + nanos, action));
    }

    /** Runs what is due now; what that adds waits for the next call, were it due at once. */
    void runDue() {
        long due = now();
        for (Timer next = queue.peek(); next != null && next.at <= due; next = queue.peek()) {
            queue.remove();
            next.action.run();
        }
    }

    /** How long until the next one, at the most {@code limit}. */
    long nanosToNext(long limit) {
        Timer next = queue.peek();
        return next == null ? limit : Math.max(0, Math.min(limit, next.at - now()));
    }

    private long now() {
        return nanoTime.getAsLong() - start;
    }

    private record Timer(long at, Runnable action) {}
}
