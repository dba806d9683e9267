package dev.barre.kafka;

import dev.barre.kafka.interop.Deadline;
import dev.barre.kafka.interop.Disposition;
import dev.barre.kafka.interop.NativeConsumer;
import dev.barre.kafka.interop.Spans;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Lets several threads use one consumer, one at a time and in the order they came. A poll does not hold the others up: whoever
 * waits wakes it and goes first, also before other polls, and the poll then waits on for the rest of its time.
 */
final class ConsumerAccess {
    /** How long a close waits for its turn at the least: a call that is woken up ends soon. */
    private static final Duration LEAST_TURN = Duration.ofSeconds(5);

    private final NativeConsumer client;
    private final ReentrantLock lock = new ReentrantLock(true);

    /** How many calls wait for their turn; no poll begins while there is one. */
    private final AtomicInteger waiting = new AtomicInteger();

    private volatile boolean polling;
    private volatile boolean closing;
    private volatile boolean closed;

    ConsumerAccess(NativeConsumer client) {
        this.client = client;
    }

    /** Runs {@code work}, which gets what is left of {@code timeout} when its turn has come. */
    <T> T call(String operation, Duration timeout, Function<Duration, T> work) {
        Deadline deadline = Deadline.after(timeout);
        checkOpen(operation);
        if (!lock.tryLock()) {
            awaitTurn(operation, deadline);
        }
        try {
            checkOpen(operation);
            return work.apply(deadline.remaining());
        } finally {
            lock.unlock();
        }
    }

    /** Runs one step of a poll; returns {@code otherwise} where another poll holds the consumer until {@code deadline}. */
    <T> T poll(String operation, Deadline deadline, T otherwise, Function<Duration, T> step) {
        checkOpen(operation);
        if (!beginPoll(operation, deadline)) {
            return otherwise;
        }
        try {
            checkOpen(operation);
            return step.apply(deadline.remaining());
        } finally {
            endPoll();
        }
    }

    private boolean beginPoll(String operation, Deadline deadline) {
        try {
            while (lock.tryLock(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
                // Shown before the look at who waits: one of the two sees the other.
                polling = true;
                if (waiting.get() == 0) {
                    return true;
                }
                endPoll();
                Thread.onSpinWait();
            }
            return false;
        } catch (InterruptedException e) {
            throw interrupted(operation, e);
        }
    }

    private void endPoll() {
        polling = false;
        lock.unlock();
    }

    /**
     * Runs {@code work} once; every later call is refused, also those that wait for their turn now. A second close does nothing. Goes
     * on when the thread is interrupted: a consumer that is not closed keeps its partitions.
     */
    void close(Duration timeout, Runnable work) {
        if (closed) {
            return;
        }
        closing = true;
        boolean interrupted = Thread.interrupted();
        waiting.incrementAndGet();
        try {
            client.wakeup();
            interrupted |= lockUninterruptibly(Deadline.after(Spans.longer(timeout, LEAST_TURN)));
            try {
                if (!closed) {
                    closed = true;
                    work.run();
                }
            } finally {
                lock.unlock();
            }
        } finally {
            waiting.decrementAndGet();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns whether the thread was interrupted meanwhile. */
    private boolean lockUninterruptibly(Deadline deadline) {
        boolean interrupted = false;
        while (true) {
            try {
                if (lock.tryLock(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
                    return interrupted;
                }
                throw inUse("close");
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    private void awaitTurn(String operation, Deadline deadline) {
        waiting.incrementAndGet();
        try {
            if (polling) {
                client.wakeup();
            }
            if (!lock.tryLock(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
                throw inUse(operation);
            }
        } catch (InterruptedException e) {
            throw interrupted(operation, e);
        } finally {
            waiting.decrementAndGet();
        }
    }

    private static ConnectorException inUse(String operation) {
        return new ConnectorException(
                operation,
                Disposition.RETRIABLE,
                operation + " failed on the consumer: another thread was using it until the timeout.",
                null);
    }

    private static ConnectorException interrupted(String operation, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new ConnectorException(
                operation,
                Disposition.RETRIABLE,
                operation + " failed on the consumer: the calling thread was interrupted while it waited for its turn.",
                cause);
    }

    private void checkOpen(String operation) {
        if (closed || closing) {
            throw ConnectorException.refused(operation, "this consumer has been closed.");
        }
    }
}
