package dev.barre.kafka;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Calls that block while a test goes on, each on a thread of its own. The common pool has one thread on two cores, and from
 * Java 25 on {@link CompletableFuture} takes it all the same: two calls that wait for each other would never end.
 */
final class Background {
    /** A thread for each task. */
    static final Executor OWN_THREADS = task -> {
        Thread thread = new Thread(task, "test-background");
        thread.setDaemon(true);
        thread.start();
    };

    private Background() {}

    static CompletableFuture<Void> run(Runnable task) {
        return CompletableFuture.runAsync(task, OWN_THREADS);
    }
}
