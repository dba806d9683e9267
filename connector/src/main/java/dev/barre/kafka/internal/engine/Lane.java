package dev.barre.kafka.internal.engine;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A serial queue: binds, validates and handles one delivery after the other, on some thread of its executor. A delivery that fails
 * stays at the head until {@link #retry} or until nothing of it is wanted any more, so order is kept.
 *
 * <p>Whoever brings {@code pending} from 0 to 1, takes a waiting delivery up again or completes an asynchronous one runs the lane;
 * there is never a second runner.
 */
final class Lane<R> {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final LaneHost<R> host;
    private final ExecutorService executor;
    private final Queue<Delivery<R>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();

    /** The delivery that the handler has now; null while the lane is idle or waits for a retry. */
    private volatile @Nullable Delivery<R> handling;

    /** The delivery at the head, while it waits for a retry. Owned by the thread that polls. */
    private @Nullable Delivery<R> waiting;

    /** Handed over and not finished. Owned by the thread that polls. */
    private int unfinished;

    /** When a delivery was finished last. Owned by the thread that polls. */
    private long finishedNanos;

    private boolean hasFinished;

    Lane(LaneHost<R> host, ExecutorService executor) {
        this.host = host;
        this.executor = executor;
    }

    int unfinished() {
        return unfinished;
    }

    /** Appends a delivery. On the thread that polls. */
    void submit(Delivery<R> delivery) {
        unfinished++;
        queue.add(delivery);
        if (pending.getAndIncrement() == 0) {
            execute(this::run);
        }
    }

    /** The lane has told its host that a delivery is finished. On the thread that polls. */
    void finishedOne(long nowNanos) {
        unfinished--;
        finishedNanos = nowNanos;
        hasFinished = true;
    }

    /** Whether a delivery was finished in this span. On the thread that polls. */
    boolean hasFinishedWithin(long nanos, long nowNanos) {
        return hasFinished && nowNanos - finishedNanos <= nanos;
    }

    /** The delivery at the head waits, after {@link LaneHost#handlingFailed}. On the thread that polls. */
    void waitForRetry(Delivery<R> delivery) {
        waiting = delivery;
    }

    /** Tries the delivery at the head again where it waits for that. On the thread that polls. */
    void retry(Delivery<R> delivery) {
        if (waiting == delivery) {
            waiting = null;
            execute(this::run);
        }
    }

    /** Lets go of a delivery that waits for a retry and of which nothing is wanted any more. On the thread that polls. */
    void dropUnwanted() {
        Delivery<R> head = waiting;
        if (head != null && !head.isWanted()) {
            retry(head);
        }
    }

    /** Whether the handler has something of {@code state} at this moment. Any thread. */
    boolean isHandling(PartitionState<R> state) {
        Delivery<R> now = handling;
        return now != null && now.includes(state);
    }

    /** Settles what the handler has noted as done of the delivery that it has. On the thread that polls. */
    void settleProgress() {
        Delivery<R> now = handling;
        if (now != null) {
            now.progress().forEach(Delivery.Settled::apply);
        }
    }

    /** What the handler has at this moment, null where it has nothing. Any thread. */
    @Nullable
    Delivery<R> handling() {
        return handling;
    }

    private void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException stopped) {
            // The member is stopping at once; what is left here is delivered again after the next start.
            handling = null;
        }
    }

    private void run() {
        boolean goOn = true;
        while (goOn) {
            Delivery<R> delivery = queue.peek();
            goOn = delivery != null && guarded(delivery, () -> handle(delivery)) && finish(delivery);
        }
    }

    /** Nothing may end the lane without a word: not even a defect of the engine itself. */
    private boolean guarded(Delivery<R> delivery, BooleanSupplier step) {
        try {
            return step.getAsBoolean();
        } catch (Throwable defect) {
            LOG.error("Handling {} has met a defect; it is tried again", delivery, defect);
            handling = null;
            host.handlingFailed(this, delivery, Math.max(1, delivery.attempts()));
            return false;
        }
    }

    /** Takes the head off; returns whether there is another. */
    private boolean finish(Delivery<R> delivery) {
        if (!executor.isShutdown()) {
            // An interrupt that the handler has left behind is not meant for the next delivery.
            Thread.interrupted();
        }
        queue.remove();
        handling = null;
        delivery.finish();
        host.finished(this, delivery);
        return pending.decrementAndGet() > 0;
    }

    /** Returns whether the delivery is done; false hands the lane over to a retry or to an asynchronous completion. */
    private boolean handle(Delivery<R> delivery) {
        // Shown before the first look at what is wanted: who stops the intake sees either this or a delivery that
        // begins nothing.
        handling = delivery;
        CompletionStage<?> stage;
        int items = 0;
        try {
            Batch<R> batch = delivery.prepare(host.reader(), host.rejectionPolicy());
            items = batch.items().size();
            if (items == 0) {
                return done(delivery, 0);
            }
            delivery.attempted();
            stage = host.handler().handle(batch.items(), host.scope(delivery.given()));
        } catch (Throwable thrown) {
            return failed(delivery, thrown);
        }
        if (stage == null) {
            return done(delivery, items);
        }
        completeLater(delivery, items, stage);
        return false;
    }

    private void completeLater(Delivery<R> delivery, int items, CompletionStage<?> stage) {
        stage.whenComplete((result, thrown) -> execute(() -> {
            boolean done = guarded(
                    delivery,
                    () -> thrown == null ? done(delivery, items) : failed(delivery, Stages.unwrapped(thrown)));
            if (done && finish(delivery)) {
                run();
            }
        }));
    }

    private boolean done(Delivery<R> delivery, int items) {
        List<Delivery.Blocked<R>> blocked = delivery.blocked();
        blocked.forEach(each -> each.state().block(each.epoch()));
        host.settled(delivery.settledAfter(items), items);
        blocked.forEach(each -> host.blocked(each));
        return true;
    }

    private boolean failed(Delivery<R> delivery, Throwable thrown) {
        Throwable cause = thrown;
        if (thrown instanceof PartlyHandledException partly) {
            host.settled(delivery.settledAfter(partly.handled()), partly.handled());
            delivery.cut(partly.handled(), partly.getCause() == null ? 0 : 1);
            if (partly.getCause() == null) {
                return handle(delivery);
            }
            cause = partly.getCause();
        }
        if (!delivery.isWanted() || executor.isShutdown()) {
            // Revoked, sought away or stopped: it is not tried again here. What a stop has interrupted is no failure.
            if (!executor.isShutdown()) {
                host.reportFailure(cause);
            }
            return true;
        }
        int attempts = Math.max(1, delivery.attempts());
        host.reportFailure(cause);
        handling = null;
        host.handlingFailed(this, delivery, attempts);
        return false;
    }
}
