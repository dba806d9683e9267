package dev.barre.kafka;

import dev.barre.kafka.interop.ClientSettings;
import dev.barre.kafka.interop.CompanionProducer;
import dev.barre.kafka.interop.Deadline;
import dev.barre.kafka.interop.Disposition;
import dev.barre.kafka.interop.NativeConsumer;
import dev.barre.kafka.interop.NativeProducer;
import dev.barre.kafka.interop.RecordSlice;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One replay of a dead letter topic. Owned by the thread that runs it. */
final class Replay implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);

    /** How long the brokers may be gone before the replay ends. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How much may be replayed again after a crash. */
    private static final Duration SETTLE_INTERVAL = Duration.ofSeconds(1);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final ReplayOptions options;
    private final NativeConsumer consumer;
    private final NativeProducer producer;
    private final TopicsOnDemand topics;
    private final ReplaySends sends;
    private final Map<String, Integer> targets = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private Deadline nextSettle = Deadline.after(SETTLE_INTERVAL);
    private long nextSendNanos = System.nanoTime();
    private boolean interrupted;

    private long read;
    private long filtered;
    private long loopProtected;
    private long withoutProvenance;

    Replay(List<String> bootstrapServers, ReplayOptions options) {
        this.options = options;
        ClientSettings settings = settings(bootstrapServers, options);
        ClientSettings sending = CompanionProducer.settings(settings, "replay");
        this.topics = new TopicsOnDemand(settings);
        this.consumer = new NativeConsumer(settings, ConnectorException::from);
        this.producer = producer(sending, consumer);
        this.sends = new ReplaySends(consumer, producer, sending.longestSend(), options.dryRun());
    }

    private static NativeProducer producer(ClientSettings settings, NativeConsumer consumer) {
        try {
            return new NativeProducer(settings, ConnectorException::from);
        } catch (ConnectorException e) {
            consumer.close(Duration.ZERO);
            throw e;
        }
    }

    /** Set last: an additional property of the connection would override a field. */
    private static ClientSettings settings(List<String> bootstrapServers, ReplayOptions options) {
        return options.connection()
                .nativeSettings(bootstrapServers)
                .with("group.id", options.group())
                .with("enable.auto.commit", false)
                .with("auto.offset.reset", "earliest");
    }

    ReplayReport run() {
        try {
            assign();
            while (!ends.isEmpty()) {
                for (RecordSlice slice : poll()) {
                    replay(slice);
                }
                settle();
                if (ends.keySet().removeIf(partition -> sends.hasStopped(partition) || isAtEnd(partition))) {
                    consumer.assign(ends.keySet());
                }
            }
            options.progress().accept(report());
            return report();
        } catch (InterruptedException e) {
            throw ended(Disposition.RETRIABLE, "it was interrupted.", e);
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw ended(Disposition.RETRIABLE, "it was interrupted.", e);
            }
            Disposition disposition =
                    e instanceof ConnectorException ours ? ours.disposition() : Disposition.NOT_RETRIABLE;
            throw ended(disposition, e.getClass().getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    /** Settles what was sent before, so that it is not sent again. */
    private ReplayException ended(Disposition disposition, String why, Exception cause) {
        interrupted = Thread.interrupted() || cause instanceof InterruptedException;
        try {
            sends.settleWithin(CLOSE_TIMEOUT);
        } catch (InterruptedException again) {
            interrupted = true;
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
        return new ReplayException(
                disposition, "replay ended early: " + why + " It has done: " + report() + ".", cause, report());
    }

    private void assign() {
        int partitions = topics.existing(options.from())
                .orElseThrow(() -> ConnectorException.refused("replay", options.from() + " does not exist."));
        Set<TopicPartition> all = new HashSet<>();
        for (int partition = 0; partition < partitions; partition++) {
            all.add(new TopicPartition(options.from(), partition));
        }
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(all, PATIENCE);
        Map<TopicPartition, Long> committed = consumer.committed(all, PATIENCE);
        Map<TopicPartition, Long> starts = new HashMap<>();
        consumer.endOffsets(all, PATIENCE).forEach((partition, end) -> {
            long beginning = beginnings.getOrDefault(partition, 0L);
            long start = committed.getOrDefault(partition, beginning);
            // A committed offset outside the topic is one of a topic of this name that was deleted, or of records that
            // are.
            starts.put(partition, start < beginning || start > end ? beginning : start);
            ends.put(partition, end);
        });
        ends.keySet().removeIf(partition -> atLeast(starts.get(partition), ends.get(partition)));
        consumer.assign(ends.keySet());
        ends.keySet().forEach(partition -> consumer.seek(partition, starts.getOrDefault(partition, 0L)));
    }

    private static boolean atLeast(@Nullable Long start, @Nullable Long end) {
        return start != null && end != null && start >= end;
    }

    private boolean isAtEnd(TopicPartition partition) {
        return atLeast(consumer.position("replay", partition, PATIENCE), ends.get(partition));
    }

    private List<RecordSlice> poll() throws InterruptedException {
        Deadline deadline = Deadline.after(PATIENCE);
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            try {
                return consumer.poll("replay", POLL);
            } catch (ConnectorException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (!e.isRetriable() || deadline.isOver()) {
                    throw e;
                }
            }
        }
    }

    private void replay(RecordSlice slice) throws InterruptedException {
        long end = ends.getOrDefault(slice.partition(), 0L);
        for (int index = 0; index < slice.size(); index++) {
            if (slice.offset(index) >= end || sends.hasStopped(slice.partition())) {
                return;
            }
            read++;
            replay(slice, index);
            if (nextSettle.isOver()) {
                settle();
            }
        }
        sends.passed(slice.partition(), Math.min(slice.nextOffset(), end));
    }

    private void replay(RecordSlice slice, int index) throws InterruptedException {
        Headers headers = Headers.ofConsumed(slice.headers(index));
        Optional<DeadLetter> deadLetter = DeadLetter.from(headers);
        Optional<String> to = options.target().or(() -> deadLetter.flatMap(DeadLetter::originalTopic));
        if (to.isEmpty() || deadLetter.isEmpty() && options.isFiltered()) {
            withoutProvenance++;
        } else if (deadLetter.isPresent() && !options.accepts(deadLetter.get())) {
            filtered++;
        } else if (DeadLetter.replays(headers).orElse(0) >= options.maxReplays()) {
            loopProtected++;
        } else {
            Headers clean = Provenance.replayed(headers, deadLetter);
            Forwarded record = Forwarded.of(slice, index, to.get(), clean);
            send(record, deadLetter);
            return;
        }
        sends.passed(slice.partition(), slice.offset(index) + 1);
    }

    /** Into the partition that it came from, if the target has it, else by its key. */
    private void send(Forwarded record, Optional<DeadLetter> deadLetter) throws InterruptedException {
        int partitions;
        try {
            partitions = targets.computeIfAbsent(
                    record.to(), topic -> topics.existing(topic).orElse(0));
        } catch (ConnectorException e) {
            if (e.isRetriable()) {
                throw e;
            }
            sends.refuse(record, String.valueOf(e.getMessage()));
            return;
        }
        if (partitions == 0) {
            sends.refuse(record, record.to() + " does not exist.");
            return;
        }
        OptionalInt original = deadLetter.map(DeadLetter::originalPartition).orElseGet(OptionalInt::empty);
        boolean exists = original.isPresent() && original.getAsInt() < partitions;
        awaitRate();
        sends.send(record, exists ? (Integer) original.getAsInt() : null);
    }

    private void awaitRate() throws InterruptedException {
        double perSecond = options.recordsPerSecond();
        if (Double.isInfinite(perSecond) || options.dryRun()) {
            return;
        }
        for (long left = nextSendNanos - System.nanoTime(); left > 0; left = nextSendNanos - System.nanoTime()) {
            if (nextSettle.isOver()) {
                settle();
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(left, nextSettle.remainingNanos()));
        }
        long interval = (long) Math.min(Long.MAX_VALUE / 2.0, TimeUnit.SECONDS.toNanos(1) / perSecond);
        nextSendNanos = Math.max(nextSendNanos, System.nanoTime()) + interval;
    }

    private void settle() throws InterruptedException {
        sends.settle();
        nextSettle = Deadline.after(SETTLE_INTERVAL);
        options.progress().accept(report());
    }

    private ReplayReport report() {
        return new ReplayReport(read, sends.replayed(), filtered, loopProtected, withoutProvenance, sends.failed());
    }

    /** Restores the interrupt that has ended the replay: before, it would break the close of the clients. */
    @Override
    public void close() {
        try {
            closeClients();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void closeClients() {
        try {
            consumer.close(CLOSE_TIMEOUT);
        } finally {
            try {
                producer.close(CLOSE_TIMEOUT);
            } finally {
                topics.close();
            }
        }
    }
}
