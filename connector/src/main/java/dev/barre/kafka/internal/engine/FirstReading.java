package dev.barre.kafka.internal.engine;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Who reads a delivery for the first time: the lane that comes to it, or another thread ahead of that, whoever begins. Thread-safe.
 *
 * @param <R> what a handler takes for one record
 */
final class FirstReading<R> {
    /** In place of a task: the lane has come to it. */
    private static final FutureTask<?> OVER = new FutureTask<>(() -> null);

    private final AtomicReference<@Nullable FutureTask<?>> ahead = new AtomicReference<>();

    /** Reads by {@code reading}, unless that was begun before; returns whether it did. What it throws is left to the lane to meet again. */
    boolean readAhead(Callable<Batch<R>> reading) {
        if (ahead.get() != null) {
            return false;
        }
        FutureTask<Batch<R>> mine = new FutureTask<>(reading);
        if (!ahead.compareAndSet(null, mine)) {
            return false;
        }
        mine.run();
        return true;
    }

    /** Whether another thread reads it at this moment. */
    boolean isUnderWay() {
        FutureTask<?> task = ahead.get();
        return task != null && task != OVER && !task.isDone();
    }

    /**
     * Ends reading ahead; the lane comes to it. Waits for a thread that reads at this moment, which an interrupt does not end.
     *
     * @return what was read, null where nothing was, or reading has failed
     */
    @Nullable
    Batch<R> take() {
        FutureTask<?> task = ahead.getAndSet(OVER);
        return task == null || task == OVER ? null : result(task);
    }

    @SuppressWarnings("unchecked") // all tasks but OVER come from readAhead
    private @Nullable Batch<R> result(FutureTask<?> task) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return (Batch<R>) task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            return null;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
