package dev.barre.benchmarks.arm;

import java.util.concurrent.locks.LockSupport;

/** What a handler does besides reading its record. */
public final class Work {
    private Work() {}

    /** Blocks, and not a nanosecond less than asked for: a thread may wake up too early. */
    public static void block(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Blocks for good. */
    static void standStill() {
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.park();
        }
    }
}
