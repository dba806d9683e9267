package dev.barre.kafka.internal.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A serial queue: binds, validates and handles one delivery after the other, on some thread of its executor. A delivery that fails
 * stays at the head until {@link #retry} or until nothing of it is wanted any more, so order is kept.
 *
 * <p>Whoever appends to an empty queue, takes a waiting delivery up again or completes an asynchronous one gives the lane its
 * turn; there is never a second one.
 */
final class Lane<R> implements Width.Turn {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    /** What one look at the head of the queue came to. */
    private enum Outcome {
        /** The delivery is done with. */
        DONE,
        /** What is left of it may be handled at once. */
        AGAIN,
        /** It waits for {@link #retry}. */
        WAITS,
        /** Its handler has not ended yet. */
        GOES_ON
    }

    private final LaneHost<R> host;
    private final Width width;
    private final TurnLimit limit;
    private final LaneQueue<R> queue;
    private final @Nullable ReadAhead<R> ahead;

    /** Whether a record that may not be passed holds up all behind it, and not only its partition. */
    private final boolean inOrder;

    /** The delivery that the handler has now; null while the lane is idle or waits for a retry. */
    private volatile @Nullable Delivery<R> handling;

    /** The delivery at the head, while it waits for a retry. Owned by the thread that polls. */
    private @Nullable Delivery<R> waiting;

    private Lane(LaneHost<R> host, Width width, int cores, int most, boolean inOrder) {
        this.host = host;
        this.width = width;
        this.limit = new TurnLimit(most);
        this.queue = new LaneQueue<>(limit);
        this.ahead = cores > 1 ? new ReadAhead<>(host, width, queue, cores) : null;
        this.inOrder = inOrder;
    }

    /** A lane that keeps an order of its own. */
    Lane(LaneHost<R> host, Width width) {
        this(host, width, 1, 1, false);
    }

    /** One of few lanes, or the only one: other threads bind what waits in it, where there is more than one of the {@code cores}. */
    static <R> Lane<R> readingAhead(LaneHost<R> host, Width width, int cores) {
        return new Lane<>(host, width, cores, 1, false);
    }

    /**
     * One of many lanes, with an order over all partitions, which get few records each: up to {@code most} are joined and handled in one
     * turn where the handler is quick.
     */
    static <R> Lane<R> joining(LaneHost<R> host, Width width, int most) {
        return new Lane<>(host, width, 1, most, true);
    }

    /** Appends a delivery. On the thread that polls. */
    void submit(Delivery<R> delivery) {
        if (queue.add(delivery)) {
            width.begin(this);
        } else {
            readAhead();
        }
    }

    private void readAhead() {
        if (ahead != null) {
            ahead.begin();
        }
    }

    /** While another thread is about to be through with {@code head}, this one reads what comes behind it. */
    private void readBehind(Delivery<R> head) {
        while (head.isReadAhead() && ahead != null && ahead.readNext()) {
            // The next look.
        }
    }

    /** Whether nothing is queued or being handled. Any thread. */
    boolean isIdle() {
        return queue.isEmpty();
    }

    /** The delivery at the head waits, after {@link LaneHost#waits}. On the thread that polls. */
    void waitForRetry(Delivery<R> delivery) {
        waiting = delivery;
    }

    /** Tries the delivery at the head again where it waits for that. On the thread that polls. */
    void retry(Delivery<R> delivery) {
        if (waiting == delivery) {
            waiting = null;
            width.begin(this);
        }
    }

    /** What a delivery waits for is not wanted any more: it is let go of, and what is left goes on. On the thread that polls. */
    void dropUnwanted() {
        Delivery<R> head = waiting;
        if (head != null && !isWorthAWait(head)) {
            retry(head);
        }
    }

    /** Whether what a delivery of this lane waits for is wanted still: the first item, or of a list that was handled together any. Any thread. */
    boolean isWorthAWait(Delivery<R> delivery) {
        return delivery.isItemWanted(takesOneAtATime());
    }

    private boolean takesOneAtATime() {
        return host.handler().takesOneAtATime();
    }

    /** Whether a delivery waits here that has a wanted record of {@code state}. On the thread that polls. */
    boolean isWaitingWith(PartitionState state) {
        Delivery<R> head = waiting;
        return head != null && head.includes(state);
    }

    /** The offset behind the last record of {@code state} that the handler has; {@link Progress#NOTHING} where it has none. Any thread. */
    long begunEnd(PartitionState state) {
        Delivery<R> now = handling;
        return now == null ? Progress.NOTHING : now.begunEnd(state, takesOneAtATime());
    }

    /** Settles what the handler has noted as done of the delivery that it has. On the thread that polls. */
    void settleProgress() {
        Delivery<R> now = handling;
        if (now != null) {
            now.progress().forEach(Delivery.Settled::apply);
        }
    }

    @Override
    public boolean take() {
        Delivery<R> head = queue.head();
        return head == null || goOnAfter(head, guarded(head, () -> handle(head)));
    }

    @Override
    public void abandon() {
        // The member is stopping at once; what is left here is delivered again after the next start.
        Delivery<R> now = handling;
        handling = null;
        if (now != null) {
            now.hide();
        }
    }

    /** Returns whether the lane gives its place to another. */
    private boolean goOnAfter(Delivery<R> delivery, Outcome outcome) {
        if (outcome == Outcome.DONE) {
            finish(delivery);
        }
        return outcome != Outcome.GOES_ON;
    }

    /** Takes the head off; lets the one behind it queue for a turn. */
    private void finish(Delivery<R> delivery) {
        if (limit.isVariable()) {
            limit.ended(host.nanoTime());
        }
        handling = null;
        delivery.hide();
        delivery.finish();
        if (delivery.letGo()) {
            host.finished(delivery);
        }
        if (queue.removeHead()) {
            width.beginNext(this);
        }
    }

    /** Nothing may end the lane without a word: not even a defect of the engine itself. */
    private Outcome guarded(Delivery<R> delivery, Supplier<Outcome> step) {
        try {
            return step.get();
        } catch (MayNotBePassed stop) {
            rest(delivery);
            host.stop(stop.why);
            return Outcome.WAITS;
        } catch (Throwable defect) {
            LOG.error("Handling {} has met a defect; it is tried again", delivery, defect);
            delivery.failed(false, host.nanoTime());
            return waits(delivery, host.readAgainAfter(delivery.failures()).toNanos());
        }
    }

    /** A record that no recovery takes over; carries no stack trace of its own. */
    private static final class MayNotBePassed extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient RuntimeException why;

        MayNotBePassed(RuntimeException why) {
            super(null, why, false, false);
            this.why = why;
        }
    }

    private Outcome handle(Delivery<R> delivery) {
        // Shown before the first look at what is wanted: who stops the intake sees either this or a delivery that
        // begins nothing.
        delivery.show();
        handling = delivery;
        if (limit.isVariable()) {
            limit.began(delivery.records(), host.nanoTime());
        }
        if (queue.hasMore()) {
            readAhead();
        }
        return untilItRests(delivery, Outcome.AGAIN);
    }

    private Outcome untilItRests(Delivery<R> delivery, Outcome before) {
        Outcome outcome = before;
        while (outcome == Outcome.AGAIN) {
            outcome = attempt(delivery);
        }
        return outcome;
    }

    private Outcome attempt(Delivery<R> delivery) {
        Attempt attempt = new Attempt(host);
        CompletionStage<?> stage;
        int items = 0;
        if (delivery.isUndecided()) {
            return waits(delivery, 0);
        }
        try {
            readBehind(delivery);
            if (delivery.dropUnwanted() && takesOneAtATime()) {
                // The first of what is left was never tried.
                delivery.beginAnew(0);
            }
            delivery.prepare(host.reader(), host.rejectionPolicy(), inOrder);
            if (width.executor().isShutdown()) {
                // A record that a decoder could not read because it was interrupted must not count as passed over.
                return Outcome.DONE;
            }
            delivery.takeSkipped((share, skipped) -> recoverSkipped(delivery, share, skipped));
            List<@Nullable R> offered = delivery.offered();
            items = offered.size();
            if (items == 0) {
                return end(delivery);
            }
            long wait = attempt.nanosToWait(delivery, items);
            if (wait > 0) {
                return waits(delivery, wait);
            }
            delivery.attempted();
            stage = host.handler().handle(offered, host.scope(delivery.given(takesOneAtATime())));
        } catch (MayNotBePassed stop) {
            throw stop;
        } catch (Throwable thrown) {
            attempt.failed(thrown);
            return failed(delivery, attempt, thrown);
        }
        if (stage == null) {
            attempt.succeeded();
            return handled(delivery, items);
        }
        completeLater(delivery, attempt, items, stage);
        return Outcome.GOES_ON;
    }

    private void completeLater(Delivery<R> delivery, Attempt attempt, int items, CompletionStage<?> stage) {
        stage.whenComplete((result, thrown) -> width.goOn(new Width.Turn() {
            @Override
            public boolean take() {
                return goOnAfter(delivery, guarded(delivery, () -> untilItRests(delivery, completed())));
            }

            private Outcome completed() {
                if (thrown == null) {
                    attempt.succeeded();
                    return handled(delivery, items);
                }
                Throwable cause = Stages.unwrapped(thrown);
                attempt.failed(cause);
                return failed(delivery, attempt, cause);
            }

            @Override
            public void abandon() {
                attempt.unused();
                Lane.this.abandon();
            }
        }));
    }

    private Outcome handled(Delivery<R> delivery, int items) {
        Delivery.Conclusion conclusion = conclude(delivery, items);
        if (delivery.items() == 0) {
            return end(delivery);
        }
        if (width.executor().isShutdown()) {
            return Outcome.DONE;
        }
        Duration wait = conclusion.releasedFor();
        return wait.isZero() ? Outcome.AGAIN : waits(delivery, wait.toNanos());
    }

    private Outcome failed(Delivery<R> delivery, Attempt attempt, Throwable thrown) {
        PartlyHandledException partly = thrown instanceof PartlyHandledException some ? some : null;
        Throwable cause = partly == null ? thrown : partly.getCause();
        Delivery.Conclusion conclusion = conclude(delivery, partly == null ? 0 : partly.handled());
        Duration released = conclusion.releasedFor();
        if (partly != null && conclusion.hasResult()) {
            delivery.beginAnew(cause == null && released.isZero() ? 0 : 1);
        }
        if (cause != null && !width.executor().isShutdown()) {
            host.reportFailure(cause);
        }
        if (delivery.isRead() && delivery.items() == 0) {
            return end(delivery);
        }
        if (!delivery.isWanted() || width.executor().isShutdown()) {
            // Revoked, sought away or stopped: it is not tried again here. What a stop has interrupted is no failure.
            return Outcome.DONE;
        }
        if (!isWorthAWait(delivery)) {
            // What is left goes on without a wait.
            return Outcome.AGAIN;
        }
        if (cause == null) {
            return released.isZero() ? Outcome.AGAIN : waits(delivery, released.toNanos());
        }
        // Of what fails behind something that was done, nobody knows when it began.
        delivery.failed(conclusion.hasResult(), conclusion.hasResult() ? host.nanoTime() : attempt.beginNanos());
        return decide(delivery, partly != null, cause, released);
    }

    private Outcome decide(Delivery<R> delivery, boolean firstHasFailed, Throwable cause, Duration atLeast) {
        Duration wait =
                host.retries().waitAfter(cause, delivery.failures(), delivery.sinceFirstFailure(host.nanoTime()));
        if (wait == null && !delivery.isRead()) {
            // No record is known to be the one that fails, so none is given up.
            wait = host.readAgainAfter(delivery.failures());
        }
        if (wait != null) {
            return waits(delivery, Math.max(wait.toNanos(), atLeast.toNanos()));
        }
        if (!firstHasFailed && delivery.offered().size() > 1) {
            delivery.isolate();
            return Outcome.AGAIN;
        }
        int attempts = delivery.attempts();
        recover(delivery, delivery.takeFirst(), Recovery.Reason.EXHAUSTED, cause, attempts);
        if (!delivery.isIsolated()) {
            delivery.beginAnew(0);
        }
        return delivery.items() == 0 ? end(delivery) : Outcome.AGAIN;
    }

    private Delivery.Conclusion conclude(Delivery<R> delivery, int handled) {
        int attempts = delivery.attempts();
        Delivery.Conclusion conclusion = delivery.conclude(handled);
        if (conclusion.count() > 0) {
            host.settled(conclusion.settled(), conclusion.count());
        }
        for (Delivery.Rejected rejected : conclusion.rejected()) {
            var record = new Delivery.Settled(rejected.share(), rejected.index(), rejected.index() + 1);
            recover(delivery, record, Recovery.Reason.REJECTED, rejected.cause(), attempts);
        }
        return conclusion;
    }

    private void recoverSkipped(Delivery<R> delivery, Share share, Batch.Skipped skipped) {
        var record = new Delivery.Settled(share, skipped.index(), skipped.index() + 1);
        if (host.recovery().takes(skipped.rejection())) {
            recover(
                    delivery,
                    record,
                    Recovery.Reason.UNREADABLE,
                    skipped.rejection().exception(),
                    0);
        } else {
            host.settled(List.of(record), 0);
        }
    }

    private void recover(
            Delivery<R> delivery, Delivery.Settled record, Recovery.Reason reason, Throwable cause, int attempts) {
        if (!record.share().isCurrent()) {
            // Whoever has the partition now gets the record again, and decides.
            return;
        }
        try {
            host.recover(delivery, record, reason, cause, attempts);
        } catch (RuntimeException mayNotBePassed) {
            throw new MayNotBePassed(mayNotBePassed);
        } catch (Error error) {
            // The delivery has let go of the record already.
            throw new MayNotBePassed(new IllegalStateException("A record could not be given up: " + error, error));
        }
    }

    /** No item is left; what could not be read decides whether the delivery is done. */
    private Outcome end(Delivery<R> delivery) {
        List<Delivery.Blocked> blocked = delivery.blocked();
        if (blocked.isEmpty()) {
            return Outcome.DONE;
        }
        if (!host.blocksInPlace()) {
            blocked.forEach(each -> each.share().state().block(each.share().epoch()));
            blocked.forEach(host::blocked);
            return Outcome.DONE;
        }
        blocked.stream()
                .map(Delivery.Blocked::blockage)
                .distinct()
                .forEach(each -> host.reportFailure(each.rejection().exception()));
        delivery.keepUnread();
        delivery.failed(false, host.nanoTime());
        return waits(delivery, host.readAgainAfter(delivery.failures()).toNanos());
    }

    private Outcome waits(Delivery<R> delivery, long nanos) {
        rest(delivery);
        host.waits(this, delivery, nanos);
        return Outcome.WAITS;
    }

    private void rest(Delivery<R> delivery) {
        handling = null;
        delivery.hide();
    }
}
