package dev.barre.kafka;

import dev.barre.kafka.interop.RecordSlice;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** Sends records that have failed to the retry topic behind the one they failed in, with the time when they are due. Thread-safe. */
final class RetryPublisher {
    private final Forwarder forwarder;
    private final Provenance provenance;
    private final RetryTopicNames names;
    private final List<Duration> delays;
    private final LongSupplier clock;

    /** @param clock milliseconds since the epoch */
    RetryPublisher(
            Forwarder forwarder,
            Provenance provenance,
            RetryTopicNames names,
            List<Duration> delays,
            LongSupplier clock) {
        this.forwarder = forwarder;
        this.provenance = provenance;
        this.names = names;
        this.delays = delays;
        this.clock = clock;
    }

    /** Whether there is a retry topic behind {@code topic}. */
    boolean hasNext(String topic) {
        return names.hasNext(topic);
    }

    /**
     * Sends the record; does not block. The stage completes once it is acknowledged, and fails only where the forwarder is closed
     * before. The timestamp stays, and with it the time until the broker may delete the record.
     *
     * @param attempts in its present topic
     */
    CompletionStage<Void> publish(RecordSlice slice, int index, int attempts) {
        String topic = slice.partition().topic();
        long due = clock.getAsLong() + delays.get(names.level(topic)).toMillis();
        Headers headers = provenance.retry(slice, index, attempts, due);
        return forwarder.send(Forwarded.of(slice, index, names.next(topic), headers));
    }
}
