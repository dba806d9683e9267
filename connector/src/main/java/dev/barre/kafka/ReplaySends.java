package dev.barre.kafka;

import dev.barre.kafka.interop.Acknowledgement;
import dev.barre.kafka.interop.Deadline;
import dev.barre.kafka.interop.NativeConsumer;
import dev.barre.kafka.interop.NativeProducer;
import dev.barre.kafka.interop.PendingSend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sends of a replay that have not ended yet, and what may be committed. A partition stops at its first record that cannot be sent,
 * so that the next replay goes on with that one. Owned by the thread that replays.
 */
final class ReplaySends {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(60);

    private final NativeConsumer consumer;
    private final NativeProducer producer;
    private final Duration longestSend;
    private final boolean dryRun;
    private final List<Sent> sent = new ArrayList<>();
    private final Map<TopicPartition, Long> passed = new HashMap<>();
    private final Set<TopicPartition> stopped = new HashSet<>();
    private long replayed;
    private long failed;

    /**
     * @param longestSend after which nothing is heard of a send any more
     * @param dryRun whether nothing is sent nor committed
     */
    ReplaySends(NativeConsumer consumer, NativeProducer producer, Duration longestSend, boolean dryRun) {
        this.consumer = consumer;
        this.producer = producer;
        this.longestSend = longestSend;
        this.dryRun = dryRun;
    }

    void send(Forwarded record, @Nullable Integer partition) {
        if (dryRun) {
            replayed++;
            return;
        }
        PendingSend<Boolean> done = new PendingSend<>(producer, "replay") {
            @Override
            protected void acknowledged(Acknowledgement at) {
                complete(true);
            }

            @Override
            protected void failed(RuntimeException failure) {
                completeExceptionally(failure);
            }
        };
        sent.add(new Sent(record, done));
        producer.send(record.outgoing(partition), done);
        passed(record.from(), record.offset() + 1);
    }

    /** Ends the replay of the partition at {@code record}, which is not sent; those behind it are not sent either. */
    void refuse(Forwarded record, String why) {
        failed(record, why);
    }

    /** The next offset to read, once all that was sent before is acknowledged. */
    void passed(TopicPartition partition, long nextOffset) {
        if (stopped.contains(partition)) {
            return;
        }
        passed.merge(partition, nextOffset, Math::max);
    }

    /** Waits for all sends, each as long as the producer tries, then commits. */
    void settle() throws InterruptedException {
        settle(Deadline.after(longestSend));
    }

    /** Waits for all sends together up to {@code timeout}, then commits. */
    void settleWithin(Duration timeout) throws InterruptedException {
        settle(Deadline.after(timeout));
    }

    private void settle(Deadline deadline) throws InterruptedException {
        for (Sent each : List.copyOf(sent)) {
            settle(each, deadline);
            sent.remove(0);
        }
        if (!dryRun && !passed.isEmpty()) {
            consumer.commit("replay", passed, COMMIT_TIMEOUT);
        }
        passed.clear();
    }

    private void settle(Sent each, Deadline deadline) throws InterruptedException {
        try {
            each.done.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
            replayed++;
        } catch (ExecutionException | TimeoutException e) {
            failed(each.record, reason(e));
        }
    }

    /** The lowest of those that fail counts: an earlier one may fail when a later one has already stopped the partition. */
    private void failed(Forwarded record, @Nullable String why) {
        failed++;
        passed.computeIfPresent(record.from(), (partition, next) -> Math.min(next, record.offset()));
        if (stopped.add(record.from())) {
            LOG.warn("Could not replay {}; its partition stops there: {}", record, why);
        }
    }

    private static @Nullable String reason(Exception e) {
        return e.getCause() == null
                ? "no acknowledgement in time"
                : e.getCause().getMessage();
    }

    boolean hasStopped(TopicPartition partition) {
        return stopped.contains(partition);
    }

    long replayed() {
        return replayed;
    }

    long failed() {
        return failed;
    }

    private record Sent(Forwarded record, CompletableFuture<Boolean> done) {}
}
