package dev.barre.kafka.internal.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that lanes run on: virtual ones where the JVM has them (21 and later), else a pool of daemon threads that grows. */
public final class LaneThreads {
    private static final Logger LOG = LoggerFactory.getLogger(LaneThreads.class);

    /** Takes the prefix of the names and gives an executor with a virtual thread a task; null before Java 21. */
    private static final @Nullable MethodHandle VIRTUAL = virtualThreads();

    private LaneThreads() {}

    /** Whether lanes run on virtual threads here. */
    public static boolean areVirtual() {
        return VIRTUAL != null;
    }

    /**
     * A new executor that never queues; its threads are called {@code barre-lane-<name>-<number>}.
     *
     * @param platform whether they are platform threads whatever the JVM has
     */
    public static ExecutorService create(String name, boolean platform) {
        String prefix = "barre-lane-" + name + "-";
        if (VIRTUAL != null && !platform) {
            try {
                return (ExecutorService) VIRTUAL.invokeExact(prefix);
            } catch (Throwable e) {
                LOG.warn("No virtual threads after all; platform threads are used instead", e);
            }
        }
        return Executors.newCachedThreadPool(new DaemonThreads(prefix));
    }

    /** {@code newThreadPerTaskExecutor(Thread.ofVirtual().name(prefix, 1).factory())}, which Java 17 cannot compile. */
    private static @Nullable MethodHandle virtualThreads() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> builder = Class.forName("java.lang.Thread$Builder$OfVirtual");
            MethodHandle ofVirtual = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(builder));
            MethodHandle name =
                    lookup.findVirtual(builder, "name", MethodType.methodType(builder, String.class, long.class));
            MethodHandle factory = lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class));
            MethodHandle executor = lookup.findStatic(
                    Executors.class,
                    "newThreadPerTaskExecutor",
                    MethodType.methodType(ExecutorService.class, ThreadFactory.class));
            MethodHandle named = MethodHandles.insertArguments(MethodHandles.foldArguments(name, ofVirtual), 1, 1L);
            return MethodHandles.filterReturnValue(MethodHandles.filterReturnValue(named, factory), executor);
        } catch (ReflectiveOperationException before21) {
            return null;
        }
    }
}
