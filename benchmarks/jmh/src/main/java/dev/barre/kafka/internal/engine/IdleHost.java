package dev.barre.kafka.internal.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A host whose handler does nothing and never fails. Not thread-safe. */
final class IdleHost implements LaneHost<Long>, RecordHandler<Long> {
    private long handled;

    /** How many records were handled. */
    long handledItems() {
        return handled;
    }

    @Override
    public @Nullable CompletionStage<?> handle(List<@Nullable Long> items, MemberScope scope) {
        handled += items.size();
        return null;
    }

    @Override
    public void waits(Lane<Long> lane, Delivery<Long> delivery, long nanos) {}

    @Override
    public RecordReader<Long> reader() {
        return slice -> (index, items) -> {
            items.add(slice.offset(index));
            return null;
        };
    }

    @Override
    public RejectionPolicy rejectionPolicy() {
        return (partition, offset, rejection) -> false;
    }

    @Override
    public RecordHandler<Long> handler() {
        return this;
    }

    @Override
    public Retries retries() {
        return (failure, attempts, sinceFirst) -> Duration.ofNanos(1);
    }

    @Override
    public Recovery recovery() {
        return (slice, index, reason, cause, attempts) -> null;
    }

    @Override
    public Admission admission() {
        return Admission.OPEN;
    }

    @Override
    public Duration readAgainAfter(int attempts) {
        return Duration.ofNanos(1);
    }

    @Override
    public long nanoTime() {
        return 0;
    }

    @Override
    public boolean blocksInPlace() {
        return false;
    }

    @Override
    @SuppressWarnings("NullAway") // the handler asks for nothing
    public MemberScope scope(Delivery.Given<Long> given) {
        return null;
    }

    @Override
    public void settled(List<Delivery.Settled> settled, int handled) {}

    @Override
    public void recover(
            Delivery<Long> delivery, Delivery.Settled record, Recovery.Reason reason, Throwable cause, int attempts) {}

    @Override
    public void blocked(Delivery.Blocked blocked) {}

    @Override
    public void reportFailure(Throwable cause) {}

    @Override
    public void stop(RuntimeException failure) {}

    @Override
    public void finished(Delivery<Long> delivery) {}

    @Override
    public void handled(int items) {}

    @Override
    public void failed(Throwable error, MemberScope scope) {}
}
