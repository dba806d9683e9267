package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.Deadline;
import dev.barre.kafka.interop.NativeConsumer;
import dev.barre.kafka.interop.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What user code asks the broker for and waits for: commits and positions. A call takes only a moment at a time, and is tried again in between
 * polls until its deadline: a rebalance ends only if polling goes on, and a stop must not wait for a broker that is away. Owned by the
 * thread that polls.
 */
final class AskedCalls {
    /** How long one try may keep the thread. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final List<Asked<?>> waiting = new ArrayList<>();
    private boolean mayWait = true;

    /** Makes {@code call}, which takes the time that it is given, now or again until it is answered. */
    <T> void ask(Duration timeout, Function<Duration, T> call, CompletableFuture<T> answer) {
        tryNow(new Asked<>(call, Deadline.after(timeout), answer));
    }

    /** Tries once more those that wait. */
    void tryAgain() {
        List<Asked<?>> now = List.copyOf(waiting);
        waiting.clear();
        now.forEach(this::tryNow);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Whether a call may be tried again later; not while the thread that polls itself waits for user code. */
    void mayWait(boolean mayWait) {
        this.mayWait = mayWait;
    }

    private <T> void tryNow(Asked<T> asked) {
        if (asked.answer.isDone()) {
            return;
        }
        Duration left = asked.deadline.remaining();
        try {
            asked.answer.complete(asked.call.apply(mayWait ? Spans.shorter(left, MOMENT) : left));
        } catch (RuntimeException e) {
            boolean mayGoWell = NativeConsumer.isRebalanceInProgress(e) || NativeConsumer.isTimeout(e);
            if (mayWait && mayGoWell && !asked.deadline.isOver()) {
                waiting.add(asked);
            } else {
                asked.answer.completeExceptionally(e);
            }
        }
    }

    private record Asked<T>(Function<Duration, T> call, Deadline deadline, CompletableFuture<T> answer) {}
}
