package dev.barre.benchmarks.arm;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this JVM has used up to a moment.
 *
 * @param nanos of {@link System#nanoTime}
 * @param cpuNanos of all its threads, collector and compiler with them
 * @param allocatedBytes by all Java threads; where the JDK cannot tell (before 21), by those that live
 */
record Usage(long nanos, long cpuNanos, long allocatedBytes) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    static Usage now() {
        return new Usage(System.nanoTime(), SYSTEM.getProcessCpuTime(), allocated());
    }

    private static long allocated() {
        try {
            return (long)
                    ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes").invoke(THREADS);
        } catch (ReflectiveOperationException before21) {
            long sum = 0;
            for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
                sum += Math.max(bytes, 0);
            }
            return sum;
        }
    }
}
