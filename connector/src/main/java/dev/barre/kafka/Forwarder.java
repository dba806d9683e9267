package dev.barre.kafka;

import dev.barre.kafka.internal.engine.Backoff;
import dev.barre.kafka.interop.Acknowledgement;
import dev.barre.kafka.interop.ClientSettings;
import dev.barre.kafka.interop.CompanionProducer;
import dev.barre.kafka.interop.Deadline;
import dev.barre.kafka.interop.Disposition;
import dev.barre.kafka.interop.NativeProducer;
import dev.barre.kafka.interop.PendingSend;
import dev.barre.kafka.interop.Spans;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends records on to other topics until each of them is acknowledged, for as long as it takes, or until it is closed. Thread-safe;
 * sending never blocks the caller: all that may block (metadata, a full buffer, a topic to be made) happens on one daemon thread,
 * which also owns the queues.
 *
 * <p>Sends are pipelined. The records of one partition keep their order: after a failure nothing of that partition is sent until
 * those that failed have been sent again, the oldest first. Only two can lose their place: one that failed while one behind it was
 * in flight, and one that no topic takes as it is.
 */
final class Forwarder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    /** A record that no topic takes waits for somebody to raise a limit. */
    private static final Duration WAIT_WHEN_REFUSED = Duration.ofMinutes(1);

    /** How often it is looked for sends of which nothing is heard any more. */
    private static final Duration OVERDUE_INTERVAL = Duration.ofSeconds(10);

    private final Supplier<NativeProducer> producers;
    private final TopicsOnDemand topics;
    private final Waits waits;
    private final ForwardTroubles troubles;
    private final ScheduledThreadPoolExecutor thread;

    /** Owned by the thread. */
    private final Map<Way, ForwardQueue> queues = new HashMap<>();

    /** Owned by the thread. */
    private final Set<Attempt> inFlight = new LinkedHashSet<>();

    /** Owned by the thread. */
    private boolean looksForOverdue;

    private final Set<ForwardQueue.Entry> open = ConcurrentHashMap.newKeySet();
    private volatile @Nullable NativeProducer producer;
    private volatile @Nullable Thread worker;
    private volatile boolean closed;

    /**
     * @param name of the thread, behind {@code barre-forwarder-}
     * @param producers makes a producer: the first time one is needed, and when one cannot go on
     */
    Forwarder(
            String name,
            Supplier<NativeProducer> producers,
            TopicsOnDemand topics,
            Waits waits,
            ForwardTroubles troubles) {
        this.producers = producers;
        this.topics = topics;
        this.waits = waits;
        this.troubles = troubles;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "barre-forwarder-" + name);
            made.setDaemon(true);
            worker = made;
            return made;
        });
    }

    /**
     * A forwarder over the connection of a consumer, with a durable producer of its own. Connects to nothing before the first send.
     *
     * @param consumer the settings of the consumer whose records are sent on
     * @param name what its thread and its client are called
     * @param troubles told, on the thread of the forwarder, that records cannot be sent on: when it begins, then once a minute
     */
    static Forwarder create(ClientSettings consumer, String name, Consumer<ConnectorException> troubles) {
        ClientSettings settings = CompanionProducer.settings(consumer, "forwarder");
        return new Forwarder(
                name,
                () -> new NativeProducer(settings, ConnectorException::from),
                new TopicsOnDemand(consumer),
                new Waits(
                        new Backoff(
                                FIRST_BACKOFF,
                                LONGEST_BACKOFF,
                                () -> ThreadLocalRandom.current().nextDouble()),
                        WAIT_WHEN_REFUSED,
                        settings.longestSend()),
                new ForwardTroubles(troubles, System::nanoTime));
    }

    /**
     * Sends a record on. The stage completes when the record is acknowledged, on a thread of the producer, and fails only where this
     * is closed before.
     */
    CompletionStage<Void> send(Forwarded record) {
        ForwardQueue.Entry entry = new ForwardQueue.Entry(record);
        open.add(entry);
        entry.done.whenComplete((done, failure) -> open.remove(entry));
        onThread(() -> {
            if (!looksForOverdue) {
                looksForOverdue = true;
                giveUpOverdue();
            }
            ForwardQueue queue = queues.computeIfAbsent(new Way(record.from(), record.to()), way -> new ForwardQueue());
            queue.add(entry);
            pump(queue);
        });
        if (closed) {
            fail(entry);
        }
        return entry.done;
    }

    /** How many records wait to be acknowledged. */
    int waiting() {
        return open.size();
    }

    /** What a record is tried again for at present, as a sentence; empty where nothing fails. */
    Optional<String> trouble() {
        return troubles.standing();
    }

    private void pump(ForwardQueue queue) {
        for (ForwardQueue.Entry next = queue.next(); next != null && !closed; next = queue.next()) {
            attempt(queue, next);
        }
    }

    private void attempt(ForwardQueue queue, ForwardQueue.Entry entry) {
        Forwarded record = entry.record;
        Attempt attempt = null;
        try {
            int partitions = topics.partitions(record.to(), record.from().topic());
            NativeProducer by = producer();
            attempt = new Attempt(queue, entry, by);
            inFlight.add(attempt);
            by.send(record.outgoingLike(partitions), attempt);
        } catch (Throwable thrown) {
            RuntimeException failure = thrown instanceof RuntimeException exception
                    ? exception
                    : new IllegalStateException("Met " + thrown, thrown);
            if (attempt == null) {
                failed(queue, entry, failure, null);
            } else {
                attempt.ends(failure);
            }
        }
    }

    /** One send of a record. What becomes of it counts once, on the thread of the forwarder. */
    private final class Attempt extends PendingSend<Void> {
        private final ForwardQueue queue;
        private final ForwardQueue.Entry entry;
        private final NativeProducer by;
        private final Deadline longest = Deadline.after(waits.longestSend);

        /** The producer has said what became of it; the thread of the forwarder may not have come to that yet. */
        private volatile boolean isAnswered;

        Attempt(ForwardQueue queue, ForwardQueue.Entry entry, NativeProducer by) {
            super(by, "forward");
            this.queue = queue;
            this.entry = entry;
            this.by = by;
        }

        @Override
        protected void acknowledged(Acknowledgement at) {
            isAnswered = true;
            entry.done.complete(null);
            onThread(() -> {
                if (inFlight.remove(this)) {
                    queue.acknowledged(entry);
                    settled(queue);
                }
            });
        }

        @Override
        protected void failed(RuntimeException failure) {
            isAnswered = true;
            // At once where it was not even buffered: those behind it would block as long, one after the other.
            if (Thread.currentThread() == worker) {
                ends(failure);
            } else {
                onThread(() -> ends(failure));
            }
        }

        private void ends(RuntimeException failure) {
            if (inFlight.remove(this)) {
                Forwarder.this.failed(queue, entry, failure, by);
            }
        }
    }

    /** Where the thread of a producer has died, nobody tells what became of what it had. */
    private void giveUpOverdue() {
        after(Spans.shorter(waits.longestSend, OVERDUE_INTERVAL), this::giveUpOverdue);
        for (Attempt attempt : List.copyOf(inFlight)) {
            if (attempt.longest.isOver() && !attempt.isAnswered) {
                attempt.ends(new ConnectorException(
                        "forward",
                        Disposition.FATAL,
                        "No answer for " + waits.longestSend.toSeconds()
                                + " s, beyond delivery.timeout.ms: the producer's own thread has died.",
                        null));
            }
        }
    }

    private void failed(
            ForwardQueue queue, ForwardQueue.Entry entry, RuntimeException failure, @Nullable NativeProducer by) {
        ConnectorException told = told(entry.record, failure);
        if (NativeProducer.isTooLarge(failure) && entry.isFull()) {
            entry.reduce();
            queue.failed(entry);
        } else if (NativeProducer.isRefused(failure)) {
            setAside(queue, entry, told);
        } else {
            topics.forget(entry.record.to());
            troubles.tell(told);
            queue.failed(entry);
            if (by != null && told.isFatal()) {
                discard(by);
            }
        }
        settled(queue);
    }

    /** No topic takes it as it is, so that those behind it do not wait for it. */
    private void setAside(ForwardQueue queue, ForwardQueue.Entry entry, ConnectorException told) {
        troubles.tell(told);
        queue.setAside(entry);
        after(waits.whenRefused, () -> {
            queue.addFirst(entry);
            pump(queue);
        });
    }

    /** What was in flight has ended, or a part of it. */
    private void settled(ForwardQueue queue) {
        if (troubles.areStanding() && queues.values().stream().noneMatch(ForwardQueue::isInTrouble)) {
            troubles.over();
        }
        if (queue.beginWait()) {
            after(waits.backoff.after(queue.failures()), () -> {
                queue.endWait();
                pump(queue);
            });
        }
    }

    private NativeProducer producer() {
        NativeProducer known = producer;
        if (known == null) {
            known = producers.get();
            producer = known;
            if (closed) {
                // Whoever closes may not have seen it.
                known.close(Duration.ZERO);
            }
        }
        return known;
    }

    /** The next attempt begins with a new producer; what is in flight on the old one fails or succeeds there. */
    private void discard(NativeProducer fatal) {
        if (producer == fatal) {
            producer = null;
            try {
                fatal.close(Duration.ofSeconds(1));
            } catch (RuntimeException | Error e) {
                LOG.warn("A producer that cannot go on could not be closed", e);
            }
        }
    }

    private static ConnectorException told(Forwarded record, RuntimeException failure) {
        Disposition disposition =
                failure instanceof ConnectorException ours ? ours.disposition() : Disposition.RETRIABLE;
        return new ConnectorException(
                "forward",
                disposition,
                "Could not send " + record + "; it is tried again, and its offset is not committed before. "
                        + failure.getMessage(),
                failure instanceof ConnectorException ? failure.getCause() : failure);
    }

    private void onThread(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException isClosed) {
            // Whoever closes fails what is open.
        }
    }

    private void after(Duration wait, Runnable task) {
        try {
            thread.schedule(task, wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException isClosed) {
            // Whoever closes fails what is open.
        }
    }

    /** {@link #close(Duration)} with 10 seconds. */
    @Override
    public void close() {
        close(CLOSE_TIMEOUT);
    }

    /** Waits up to {@code timeout} for what is in flight; what is not acknowledged then fails. A second close does nothing. */
    void close(Duration timeout) {
        if (closed) {
            return;
        }
        closed = true;
        Deadline deadline = Deadline.after(timeout);
        thread.shutdownNow();
        awaitThread(deadline);
        try {
            closeClients(deadline);
        } catch (ConnectorException e) {
            LOG.warn("{}", e.getMessage(), e);
        } finally {
            open.forEach(Forwarder::fail);
        }
    }

    private void closeClients(Deadline deadline) {
        NativeProducer last = producer;
        try {
            if (last != null) {
                last.close(deadline.remaining());
            }
        } finally {
            topics.close(deadline.remaining());
        }
    }

    private void awaitThread(Deadline deadline) {
        try {
            thread.awaitTermination(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void fail(ForwardQueue.Entry entry) {
        entry.done.completeExceptionally(new ConnectorException(
                "forward",
                Disposition.RETRIABLE,
                "Closed before " + entry.record + " was acknowledged; its offset may not be committed.",
                null));
    }

    /**
     * How long it waits.
     *
     * @param backoff between two attempts of a partition
     * @param whenRefused between two attempts of a record that no topic takes
     * @param longestSend for what becomes of a send, before its producer is given up
     */
    record Waits(Backoff backoff, Duration whenRefused, Duration longestSend) {}

    /** Whose order is kept, and what one failure holds up. */
    private record Way(TopicPartition from, String to) {}
}
