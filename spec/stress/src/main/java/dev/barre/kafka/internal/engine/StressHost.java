package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.RecordSlice;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A host whose handler counts, and fails so many times first. */
final class StressHost implements LaneHost<Long>, RecordHandler<Long> {
    static final TopicPartition PARTITION = new TopicPartition("t", 0);

    private final AtomicInteger failuresLeft;
    private final AtomicInteger atWork = new AtomicInteger();

    /** How many were handled, each right behind the one before; -1 once one was not. */
    private volatile long next;

    private volatile boolean overlapped;
    private volatile @Nullable Delivery<Long> waiting;

    StressHost(int failures) {
        this.failuresLeft = new AtomicInteger(failures);
    }

    /** The record at {@code offset}. */
    static Delivery<Long> delivery(PartitionState state, long offset) {
        return delivery(state, offset, offset + 1);
    }

    /** The records from {@code offset} on, up to and without {@code end}. */
    static Delivery<Long> delivery(PartitionState state, long offset, long end) {
        List<ConsumerRecord<byte[], byte[]>> records = LongStream.range(offset, end)
                .mapToObj(each -> new ConsumerRecord<byte[], byte[]>("t", 0, each, null, new byte[0]))
                .toList();
        return new Delivery<>(List.of(Share.of(state, RecordSlice.of(PARTITION, records, end))));
    }

    static PartitionState partition() {
        return new PartitionState(PARTITION, new AtomicInteger());
    }

    /** How many records were handled, in order and never two at a time; -1 where it was otherwise. */
    int handledInOrder() {
        return overlapped ? -1 : (int) next;
    }

    /** The delivery that waits for its retry, null where none does. */
    @Nullable
    Delivery<Long> waiting() {
        return waiting;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // that lanes never overlap is what is checked
    public @Nullable CompletionStage<?> handle(List<@Nullable Long> items, MemberScope scope) {
        if (atWork.getAndIncrement() != 0) {
            overlapped = true;
        }
        try {
            if (failuresLeft.getAndDecrement() > 0) {
                throw new IllegalStateException("fails first");
            }
            for (Long item : items) {
                next = item != null && item == next ? next + 1 : -1;
            }
        } finally {
            atWork.decrementAndGet();
        }
        return null;
    }

    @Override
    public void waits(Lane<Long> lane, Delivery<Long> delivery, long nanos) {
        waiting = delivery;
    }

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
