package dev.barre.kafka;

import dev.barre.kafka.internal.engine.Rejection;
import dev.barre.kafka.internal.engine.RejectionPolicy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what was delivered, filtered and skipped, and logs each skipped record once, by its place. Thread-safe.
 */
final class Deliveries implements RejectionPolicy {
    /** A logger of its own, so that a flood of bad records can be silenced without losing anything else. */
    private static final Logger LOG = LoggerFactory.getLogger("dev.barre.kafka.RejectedRecords");

    private final boolean autoSeek;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder filtered = new LongAdder();
    private final Tally binding = new Tally();
    private final Tally validation = new Tally();
    private final RecoveryCounts recovered = new RecoveryCounts();

    /** @param autoSeek the field {@code autoSeekOnValidationFailure}: whether a bad record is skipped at all */
    Deliveries(boolean autoSeek) {
        this.autoSeek = autoSeek;
    }

    @Override
    public boolean skips(TopicPartition partition, long offset, Rejection rejection) {
        return rejection == FilteredRecords.FILTERED || autoSeek && !rejection.isRetriable();
    }

    @Override
    public void skipped(TopicPartition partition, long offset, Rejection rejection) {
        if (rejection == FilteredRecords.FILTERED) {
            filtered.increment();
            return;
        }
        PayloadRejection why = (PayloadRejection) rejection;
        PartitionOffset at = why.at();
        (why.isValidation() ? validation : binding).add(at);
        if (LOG.isWarnEnabled()) {
            LOG.warn("Skipped {}: {}", at, why.reason());
        }
    }

    void delivered(long count) {
        delivered.add(count);
    }

    /** Where what was not handled in the end is counted. */
    RecoveryCounts recovered() {
        return recovered;
    }

    DeliveryMetrics snapshot() {
        return new DeliveryMetrics(
                delivered.sum(),
                binding.count(),
                validation.count(),
                filtered.sum(),
                recovered.deadLettered().sum(),
                recovered.retried().sum(),
                recovered.skipped().sum(),
                binding.first(),
                validation.first());
    }

    private static final class Tally {
        private final LongAdder count = new LongAdder();
        private final AtomicReference<@Nullable PartitionOffset> first = new AtomicReference<>();

        void add(PartitionOffset at) {
            count.increment();
            if (first.get() == null) {
                first.compareAndSet(null, at);
            }
        }

        long count() {
            return count.sum();
        }

        Optional<PartitionOffset> first() {
            return Optional.ofNullable(first.get());
        }
    }
}
