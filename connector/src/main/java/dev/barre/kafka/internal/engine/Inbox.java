package dev.barre.kafka.internal.engine;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What other threads want done on the thread that polls: the one structure that they share with it. Many write, the owner reads.
 */
final class Inbox {
    /** What an arrival does to the owner. */
    private enum Attention {
        /** The owner works and looks by itself. */
        NOT_NEEDED,
        /** The owner is parked. */
        UNPARK,
        /** The owner is parked for a moment that only urgent entries may end. */
        UNPARK_IF_URGENT,
        /** The owner is inside a poll that only urgent entries may end. */
        WAKE_IF_URGENT,
        /** The owner is inside a poll, with partitions paused that an entry may set free. */
        WAKE
    }

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private final Queue<Runnable> entries = new ConcurrentLinkedQueue<>();
    private final Runnable wakeup;
    private volatile Attention attention = Attention.NOT_NEEDED;
    private volatile @Nullable Thread owner;

    /** @param wakeup ends the poll that the owner is in */
    Inbox(Runnable wakeup) {
        this.wakeup = wakeup;
    }

    /** The calling thread is the owner from now on. */
    void own() {
        owner = Thread.currentThread();
    }

    /** Adds an entry that another one follows at once, and so draws no attention itself. Any thread. */
    void addQuietly(Runnable entry) {
        entries.add(entry);
    }

    /** Adds an entry that can wait for the end of a poll that waits for records. Any thread. */
    void add(Runnable entry) {
        add(entry, false);
    }

    /** Adds an entry that ends a poll. Any thread. */
    void addUrgent(Runnable entry) {
        add(entry, true);
    }

    private void add(Runnable entry, boolean urgent) {
        entries.add(entry);
        switch (attention) {
            case NOT_NEEDED -> {}
            case UNPARK -> LockSupport.unpark(owner);
            case UNPARK_IF_URGENT -> {
                if (urgent) {
                    LockSupport.unpark(owner);
                }
            }
            case WAKE_IF_URGENT -> {
                if (urgent) {
                    wakeup.run();
                }
            }
            case WAKE -> wakeup.run();
        }
    }

    /** Runs all entries that are there; what comes meanwhile waits for the next call, or lanes could keep the owner here. On the owner. */
    void run() {
        if (entries.isEmpty()) {
            return;
        }
        End end = new End();
        entries.add(end);
        for (Runnable entry = entries.poll(); entry != null && entry != end; entry = entries.poll()) {
            try {
                entry.run();
            } catch (RuntimeException defect) {
                // One that fails must not keep the others from running: a handler may wait for them.
                LOG.error("What another thread wanted done has failed", defect);
            }
        }
    }

    /**
     * Runs {@code poll}, which an entry may end early; does not begin it where there is an entry already.
     *
     * @param wakeOnAll whether every entry ends it, or urgent ones only
     * @return what the poll returned, null where there was none
     */
    <T> @Nullable T whilePolling(boolean wakeOnAll, Supplier<T> poll) {
        // Shown before the look into the queue: an entry that comes in between is seen by one of the two sides.
        attention = wakeOnAll ? Attention.WAKE : Attention.WAKE_IF_URGENT;
        try {
            return entries.isEmpty() ? poll.get() : null;
        } finally {
            attention = Attention.NOT_NEEDED;
        }
    }

    /**
     * Runs {@code work} from within a poll, undisturbed: entries wait until it is done, and end the poll then. Otherwise each would wake up, and so
     * begin again, the calls of the client that the work makes.
     */
    void undisturbed(Runnable work) {
        Attention before = attention;
        attention = Attention.NOT_NEEDED;
        try {
            work.run();
        } finally {
            attention = before;
            if (before != Attention.NOT_NEEDED && !entries.isEmpty()) {
                wakeup.run();
            }
        }
    }

    /** Parks the owner until there is an entry, at the most for {@code timeout}; within a poll only in {@link #undisturbed} work. */
    void await(Duration timeout) {
        Attention before = attention;
        attention = Attention.UNPARK;
        try {
            if (entries.isEmpty()) {
                LockSupport.parkNanos(this, timeout.toNanos());
            }
        } finally {
            attention = before;
        }
    }

    /** Parks the owner for {@code nanos}, or until an urgent entry comes; one that came just before waits that long. */
    void nap(long nanos) {
        attention = Attention.UNPARK_IF_URGENT;
        LockSupport.parkNanos(this, nanos);
        attention = Attention.NOT_NEEDED;
    }

    /** Where one run ends; a run inside another one passes over that of the other. */
    private static final class End implements Runnable {
        @Override
        public void run() {}
    }
}
