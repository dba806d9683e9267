package dev.barre.kafka.chaos;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When faults were at work. Records may be handled again while one is, and for some time after: what was fetched or rejoined
 * meanwhile is still to be handled. Thread-safe.
 */
final class FaultWindows {
    private final long slackNanos;
    private final LongSupplier nanoTime;
    private int open;
    private boolean closedOnce;
    private long lastClosed;

    FaultWindows(Duration slack, LongSupplier nanoTime) {
        this.slackNanos = slack.toNanos();
        this.nanoTime = nanoTime;
    }

    /** From now on a fault is at work, until the window is closed. */
    synchronized Window open() {
        open++;
        return new Window(this);
    }

    private synchronized void closed() {
        open--;
        closedOnce = true;
        lastClosed = nanoTime.getAsLong();
    }

    synchronized boolean isOpen() {
        return open > 0;
    }

    /** Whether a fault explains that a record is handled again now. */
    synchronized boolean explainDuplicates() {
        return open > 0 || closedOnce && nanoTime.getAsLong() - lastClosed <= slackNanos;
    }

    /** How long no fault has been at work; 0 while one is, {@code atMost} where there was none. */
    synchronized long quietNanos(long atMost) {
        if (open > 0) {
            return 0;
        }
        return closedOnce ? Math.min(atMost, nanoTime.getAsLong() - lastClosed) : atMost;
    }

    /** One fault at work. A second close does nothing. */
    static final class Window implements AutoCloseable {
        private final FaultWindows windows;
        private boolean closed;

        private Window(FaultWindows windows) {
            this.windows = windows;
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                windows.closed();
            }
        }
    }
}
