package dev.barre.benchmarks.arm;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** How much heap lives, after collections. */
final class HeldHeap {
    private static final int LONGEST_SECONDS = 60;
    private static final int SAME_TIMES = 4;
    private static final long SAME_BYTES = 256 << 10;

    private HeldHeap() {}

    static long now() {
        for (int times = 0; times < 3; times++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Once it changes no more. */
    static long settled() {
        long held = now();
        int same = 0;
        for (int seconds = 0; same < SAME_TIMES && seconds < LONGEST_SECONDS; seconds++) {
            Work.block(TimeUnit.SECONDS.toNanos(1));
            long next = now();
            same = Math.abs(next - held) < SAME_BYTES ? same + 1 : 0;
            held = next;
        }
        return held;
    }
}
