package dev.barre.kafka.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs one step on several nodes at the same time, each on a thread of its own: controllers come up only together, and an
 * interrupted caller must not leave half a broker behind.
 */
final class NodeActions {
    /** A step of one node. */
    @FunctionalInterface
    interface Step {
        void on(Node node) throws Exception;
    }

    private NodeActions() {}

    /**
     * Runs the step on all nodes and waits for every one of them, interrupted or not.
     *
     * @throws EmbeddedKafkaException with the first failure as its cause and the others suppressed
     */
    static void onEach(List<Node> nodes, String name, Step step) {
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (Node node : nodes) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            running.add(done);
            new Thread(() -> run(node, step, done), "embedded-kafka-" + name + "-" + node.id()).start();
        }
        EmbeddedKafkaException failure = null;
        for (int i = 0; i < running.size(); i++) {
            failure = combine(failure, name + " of node " + nodes.get(i).id(), outcome(running.get(i)));
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static void run(Node node, Step step, CompletableFuture<Void> done) {
        try {
            step.on(node);
            done.complete(null);
        } catch (Throwable e) {
            done.completeExceptionally(e);
        }
    }

    private static @Nullable Throwable outcome(CompletableFuture<Void> done) {
        try {
            done.join();
            return null;
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    private static @Nullable EmbeddedKafkaException combine(
            @Nullable EmbeddedKafkaException first, String what, @Nullable Throwable failure) {
        if (failure == null) {
            return first;
        }
        EmbeddedKafkaException wrapped = new EmbeddedKafkaException("The " + what + " failed: " + failure, failure);
        if (first == null) {
            return wrapped;
        }
        first.addSuppressed(wrapped);
        return first;
    }
}
