package dev.barre.examples.quickstart;

import java.time.Duration;

/** The time from the first mark to the latest. Safe for use by several threads. */
final class Stopwatch {
    private boolean started;
    private long first;
    private long latest;

    synchronized void mark() {
        latest = System.nanoTime();
        if (!started) {
            started = true;
            first = latest;
        }
    }

    synchronized Duration elapsed() {
        return Duration.ofNanos(latest - first);
    }

    /** Records per second over the elapsed time; 0 before the second mark. */
    long rate(long records) {
        long nanos = elapsed().toNanos();
        return nanos == 0 ? 0 : Math.round(records * 1e9 / nanos);
    }
}
