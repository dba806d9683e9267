package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.Deadline;
import dev.barre.kafka.interop.NativeConsumer;
import dev.barre.kafka.interop.Spans;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What user code asks the broker for and waits for: commits and positions. A call takes only a moment at a time, and is tried again in between
 * polls until its deadline: a rebalance ends only if polling goes on, and a stop must not wait for a broker that is away. Owned by the
 * thread that polls.
 */
final class AskedCalls {
    /** How long one try may keep the thread. */
    static final Duration MOMENT = Duration.ofSeconds(1);

    /** What is left for one where there is no time left: a broker that is there answers within it. */
    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final Deque<Asked<?>> waiting = new ArrayDeque<>();
    private final BooleanSupplier isCutShort;

    /** By when everything is to be answered, whatever comes of it; null while a call may be tried again later. */
    private @Nullable Deadline atOnceBy;

    /** @param isCutShort whether nobody is to be waited for any longer, by a stop that came meanwhile */
    AskedCalls(BooleanSupplier isCutShort) {
        this.isCutShort = isCutShort;
    }

    /** Makes {@code call}, which takes the time that it is given, now or again until it is answered; not now where others wait already. */
    <T> void ask(Duration timeout, Function<Duration, T> call, CompletableFuture<T> answer) {
        Asked<T> asked = new Asked<>(call, Deadline.after(timeout), answer);
        boolean isAlone = atOnceBy != null || waiting.isEmpty();
        if (!isAlone || !tryNow(asked)) {
            waiting.add(asked);
        }
    }

    /**
     * Tries those that wait once more, one after the other; up to the first that is not answered, which goes behind the others, for each of
     * them may take a moment, and polls must go on. Those whose time is over are answered.
     */
    void tryAgain() {
        Asked<?> unanswered = null;
        for (int left = waiting.size(); left > 0; left--) {
            Asked<?> next = waiting.poll();
            if (next == null) {
                break;
            }
            if (unanswered != null && !next.deadline.isOver()) {
                waiting.add(next);
            } else if (!tryNow(next)) {
                unanswered = next;
            }
        }
        if (unanswered != null) {
            waiting.add(unanswered);
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** A call may be tried again later. */
    void mayWait() {
        atOnceBy = null;
    }

    /** The thread that polls itself waits for user code: until {@link #mayWait} each call is answered before the next thing is done. */
    void answerAtOnce(Deadline by) {
        atOnceBy = by;
    }

    /** Returns false where it is to be tried again. */
    private <T> boolean tryNow(Asked<T> asked) {
        Deadline by = atOnceBy;
        Duration left = by == null ? MOMENT : Spans.longer(by.remaining(), SHORTEST);
        while (!asked.answer.isDone()) {
            Duration longest = Spans.shorter(left, MOMENT);
            try {
                asked.answer.complete(asked.call.apply(Spans.shorter(asked.deadline.remaining(), longest)));
            } catch (RuntimeException e) {
                left = left.minus(MOMENT);
                if (asked.deadline.isOver() || !mayGoWell(e, by != null, left)) {
                    asked.answer.completeExceptionally(e);
                } else if (by == null) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Whether another try may go well.
     *
     * @param atOnce whether it would be made before the next thing is done, and so in the same rebalance
     */
    private boolean mayGoWell(RuntimeException failure, boolean atOnce, Duration left) {
        boolean isTimeout = NativeConsumer.isTimeout(failure);
        return atOnce
                ? isTimeout && left.compareTo(Duration.ZERO) > 0 && !isCutShort.getAsBoolean()
                : isTimeout || NativeConsumer.isRebalanceInProgress(failure);
    }

    private record Asked<T>(Function<Duration, T> call, Deadline deadline, CompletableFuture<T> answer) {}
}
