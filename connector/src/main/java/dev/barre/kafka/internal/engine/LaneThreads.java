package dev.barre.kafka.internal.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that lanes run on: virtual ones where the JVM has them (21 and later), else a pool of daemon threads that grows. */
public final class LaneThreads {
    private static final Logger LOG = LoggerFactory.getLogger(LaneThreads.class);

    /** {@code Executors.newVirtualThreadPerTaskExecutor()}, null before Java 21. */
    private static final @Nullable MethodHandle VIRTUAL = virtualThreads();

    private LaneThreads() {}

    /** Whether lanes run on virtual threads here. */
    public static boolean areVirtual() {
        return VIRTUAL != null;
    }

    /** A new executor; one task each at least, and never a queue. */
    public static ExecutorService create(String name) {
        if (VIRTUAL != null) {
            try {
                return (ExecutorService) VIRTUAL.invokeExact();
            } catch (Throwable e) {
                LOG.warn("No virtual threads after all; platform threads are used instead", e);
            }
        }
        return Executors.newCachedThreadPool(new LaneThreadFactory(name));
    }

    private static @Nullable MethodHandle virtualThreads() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class));
        } catch (ReflectiveOperationException before21) {
            return null;
        }
    }

    private static final class LaneThreadFactory implements ThreadFactory {
        private final AtomicInteger count = new AtomicInteger();
        private final String name;

        LaneThreadFactory(String name) {
            this.name = name;
        }

        @Override
        public Thread newThread(Runnable task) {
            Thread thread = new Thread(task, "barre-lane-" + name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        }
    }
}
