package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.Deadline;
import dev.barre.kafka.interop.NativeConsumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Commits that user code waits for. One that comes in the middle of a rebalance is tried again, for that ends only if polling goes on.
 * Owned by the thread that polls.
 */
final class AskedCommits {
    private final List<Asked> waiting = new ArrayList<>();
    private boolean mayWait = true;

    /** Tries {@code commit}, which takes the time that is left, now or again until it is answered. */
    void commit(Duration timeout, Consumer<Duration> commit, CompletableFuture<Boolean> answer) {
        tryNow(new Asked(commit, Deadline.after(timeout), answer));
    }

    /** Tries once more those that wait. */
    void tryAgain() {
        List<Asked> now = List.copyOf(waiting);
        waiting.clear();
        now.forEach(this::tryNow);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Whether a commit may be tried again later; not while the thread that polls itself waits for user code. */
    void mayWait(boolean mayWait) {
        this.mayWait = mayWait;
    }

    private void tryNow(Asked asked) {
        if (asked.answer.isDone()) {
            return;
        }
        try {
            asked.commit.accept(asked.deadline.remaining());
            asked.answer.complete(true);
        } catch (RuntimeException e) {
            if (mayWait && NativeConsumer.isRebalanceInProgress(e) && !asked.deadline.isOver()) {
                waiting.add(asked);
            } else {
                asked.answer.completeExceptionally(e);
            }
        }
    }

    private record Asked(Consumer<Duration> commit, Deadline deadline, CompletableFuture<Boolean> answer) {}
}
