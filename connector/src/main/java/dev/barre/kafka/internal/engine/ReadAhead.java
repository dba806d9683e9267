package dev.barre.kafka.internal.engine;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Binds what waits in a lane before its turn comes, while hardly more is at work than the machine has cores: a lane in order would leave
 * them idle. Handlers still get one delivery after the other. Thread-safe.
 */
final class ReadAhead<R> implements Width.Turn {
    /** With more threads than that it is fetching that takes the time. */
    private static final int MOST_THREADS = 4;

    /** What is bound takes more of the heap than the bytes it was made of, and counts in no limit. */
    private static final int MOST_RECORDS = 2_500;

    private final LaneHost<R> host;
    private final Width width;
    private final LaneQueue<R> queue;
    private final int cores;
    private final AtomicInteger threads = new AtomicInteger();

    /**
     * @param queue the deliveries of a lane
     * @param cores how many the machine has
     */
    ReadAhead(LaneHost<R> host, Width width, LaneQueue<R> queue, int cores) {
        this.host = host;
        this.width = width;
        this.queue = queue;
        this.cores = cores;
    }

    /** Something waits in the lane: reads it where there is a core for that, or nearly so, for one that waits costs nothing. */
    void begin() {
        int now = threads.get();
        if (now < Math.min(cores, MOST_THREADS)
                && threads.compareAndSet(now, now + 1)
                && !width.beginBeside(cores + 1, this)) {
            threads.decrementAndGet();
        }
    }

    @Override
    public boolean take() {
        boolean found = true;
        while (found && !width.executor().isShutdown()) {
            found = readNext();
        }
        threads.decrementAndGet();
        return true;
    }

    @Override
    public void abandon() {
        threads.decrementAndGet();
    }

    /** Reads the first of the next deliveries that nobody has begun; returns whether there was one. Any thread. */
    boolean readNext() {
        Iterator<Delivery<R>> waiting = queue.behind();
        for (int records = 0; records < MOST_RECORDS && waiting.hasNext(); ) {
            Delivery<R> next = waiting.next();
            if (next.readAhead(host.reader(), host.rejectionPolicy())) {
                return true;
            }
            records += next.records();
        }
        return false;
    }
}
