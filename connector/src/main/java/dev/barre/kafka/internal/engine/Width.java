package dev.barre.kafka.internal.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many lanes may be at work at a time; the others queue for a place, in the order in which they asked. Thread-safe, lock-free. A
 * thread that has a place serves one lane after the other before it gives the place back.
 */
final class Width {
    private static final Logger LOG = LoggerFactory.getLogger(Width.class);
    private static final long WARN_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Work that needs a place. */
    interface Turn {
        /** Does some of it; returns false where the work goes on elsewhere and keeps the place until {@link Width#goOn}. */
        boolean take();

        /** The executor is shut down; the work is not done. */
        void abandon();
    }

    private final ExecutorService executor;
    private final Queue<Turn> ready = new ConcurrentLinkedQueue<>();
    private final int width;
    private final AtomicInteger places;

    /** When it was said last that there is no further thread; 0 for never. */
    private volatile long warnedNanos;

    /** A thread has a place, and has not looked for a turn yet. */
    private final AtomicBoolean isOnItsWay = new AtomicBoolean();

    /** @param places how many may be at work at a time */
    Width(ExecutorService executor, int places) {
        this.executor = executor;
        this.width = places;
        this.places = new AtomicInteger(places);
    }

    ExecutorService executor() {
        return executor;
    }

    /** Lets {@code turn} be taken on a thread of the executor as soon as there is a place. */
    void begin(Turn turn) {
        ready.add(turn);
        sendsThread();
    }

    /** Sends a thread for what waits while none could be had before. To be called now and then. */
    void tryAgain() {
        sendsThread();
    }

    /** Whether all places are taken and more is queued, so that what comes now is sure to wait. */
    boolean isCrowded() {
        return places.get() <= 0 && !ready.isEmpty();
    }

    /** Whether any place is taken. */
    boolean isAtWork() {
        return places.get() < width;
    }

    /** Lets {@code turn} be taken at once, unless {@code most} are at work already; returns whether it is. */
    boolean beginBeside(int most, Turn turn) {
        if (!tryPlace(most)) {
            return false;
        }
        try {
            execute(turn);
            return true;
        } catch (OutOfMemoryError noThread) {
            places.incrementAndGet();
            return false;
        }
    }

    /** Queues a turn from within another one, whose thread comes to it. */
    void beginNext(Turn turn) {
        ready.add(turn);
    }

    /** Takes a turn in the place that an earlier one has kept. */
    void goOn(Turn turn) {
        try {
            execute(turn);
        } catch (OutOfMemoryError noThread) {
            places.incrementAndGet();
            ready.add(turn);
            sendsThread();
        }
    }

    /**
     * Sends a thread for what is ready, unless one is on its way already: that one sends the next. Were each turn given a thread at once,
     * waking them would cost more than short turns do; where turns block, there are as many threads as places within a moment.
     */
    private void sendThread() {
        while (!ready.isEmpty() && places.get() > 0 && isOnItsWay.compareAndSet(false, true)) {
            if (tryPlace(width)) {
                sendThreadIntoPlace();
                return;
            }
            // Whoever has given a place back meanwhile has left it to this thread; hence the loop.
            isOnItsWay.set(false);
        }
    }

    private void sendThreadIntoPlace() {
        try {
            executor.execute(this::arrive);
        } catch (RejectedExecutionException stopped) {
            places.incrementAndGet();
            isOnItsWay.set(false);
            for (Turn turn = ready.poll(); turn != null; turn = ready.poll()) {
                turn.abandon();
            }
        } catch (OutOfMemoryError noThread) {
            places.incrementAndGet();
            isOnItsWay.set(false);
            throw noThread;
        }
    }

    private void arrive() {
        isOnItsWay.set(false);
        Turn turn = ready.poll();
        if (turn != null) {
            sendsThread();
        }
        serve(turn);
    }

    /** {@link #sendThread}; returns false where no thread is to be had: whoever serves comes to what is ready, or {@link #tryAgain} does. */
    private boolean sendsThread() {
        try {
            sendThread();
            return true;
        } catch (OutOfMemoryError noThread) {
            warn(noThread);
            return false;
        }
    }

    private void warn(OutOfMemoryError noThread) {
        long now = System.nanoTime();
        long before = warnedNanos;
        if (before == 0 || now - before > WARN_INTERVAL_NANOS) {
            warnedNanos = now;
            LOG.warn("No further thread for lanes: fewer of them are at work than could be", noThread);
        }
    }

    /** Takes a place, unless {@code most} are taken already. */
    private boolean tryPlace(int most) {
        int free = places.get();
        while (free > 0 && width - free < most) {
            if (places.compareAndSet(free, free - 1)) {
                return true;
            }
            free = places.get();
        }
        return false;
    }

    private void execute(Turn turn) {
        try {
            executor.execute(() -> serve(turn));
        } catch (RejectedExecutionException stopped) {
            places.incrementAndGet();
            turn.abandon();
        }
    }

    private void serve(@Nullable Turn first) {
        Turn next = first;
        do {
            Turn turn = next == null ? ready.poll() : next;
            next = null;
            while (turn != null) {
                if (!turn.take()) {
                    return;
                }
                // An interrupt that user code has left behind is not meant for what comes next. That of a stop is not
                // lost by this: the stop is seen below, where what is queued is abandoned.
                Thread.interrupted();
                turn = executor.isShutdown() ? null : ready.poll();
            }
            places.incrementAndGet();
        } while (!sendsThread() && tryPlace(width));
    }
}
