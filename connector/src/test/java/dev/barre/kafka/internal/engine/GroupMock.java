package dev.barre.kafka.internal.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Kafka's mock with a group that a test plays: who has which partition, and what becomes of a commit. */
final class GroupMock extends MockConsumer<byte[], byte[]> {
    private static final long REST_NANOS = Duration.ofMillis(1).toNanos();

    /** Every offset that was to be committed, in order, whatever became of it. */
    final List<Commit> commits = new CopyOnWriteArrayList<>();

    final AtomicInteger polls = new AtomicInteger();

    /** What the next synchronous commit fails for, null for nothing. */
    volatile Supplier<@Nullable RuntimeException> syncFailure = () -> null;

    /** What the next asynchronous commit fails for, null for nothing. */
    volatile Supplier<@Nullable RuntimeException> asyncFailure = () -> null;

    /** Whether the answers to asynchronous commits are kept back. */
    volatile boolean keepsAnswers;

    private volatile @Nullable Thread balancing;

    private final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();

    /** One commit of one partition. */
    record Commit(TopicPartition partition, long offset, boolean synchronous, boolean failed) {}

    GroupMock() {
        super("earliest");
        Map<TopicPartition, Long> beginnings = new HashMap<>();
        for (int partition = 0; partition < 100; partition++) {
            beginnings.put(new TopicPartition("orders", partition), 0L);
        }
        updateBeginningOffsets(beginnings);
    }

    /** The next poll finds the member with exactly {@code partitions}. */
    void balance(TopicPartition... partitions) {
        schedulePollTask(() -> {
            balancing = Thread.currentThread();
            rebalance(List.of(partitions));
            balancing = null;
        });
    }

    /** How often an offset of {@code partition} was to be committed, whatever became of it. */
    long tried(TopicPartition partition) {
        return commits.stream()
                .filter(commit -> commit.partition.equals(partition))
                .count();
    }

    boolean isBalancing() {
        return balancing != null;
    }

    /** Whether a rebalance is under way in which the member waits for somebody. */
    boolean isHeldUp() {
        Thread thread = balancing;
        return thread != null && thread.getState() == Thread.State.TIMED_WAITING;
    }

    /** The next poll finds {@code partitions} lost, and gives them back before it returns. */
    void loseAndRegain(TopicPartition... partitions) {
        schedulePollTask(() -> {
            losePartitions(List.of(partitions));
            rebalance(List.of(partitions));
        });
    }

    /** The next poll finds that {@code partitions} were given to somebody else. */
    void lose(TopicPartition... partitions) {
        schedulePollTask(() -> losePartitions(List.of(partitions)));
    }

    /** A later poll brings the records {@code from} to one less than {@code end}. */
    void send(TopicPartition partition, long from, long end) {
        schedulePollTask(() -> {
            for (long offset = from; offset < end; offset++) {
                byte[] value = Long.toString(offset).getBytes(StandardCharsets.UTF_8);
                addRecord(new ConsumerRecord<>(partition.topic(), partition.partition(), offset, null, value));
            }
        });
    }

    /** The offsets of {@code partition} whose commit went well, in order. */
    List<Long> committed(TopicPartition partition) {
        return commits.stream()
                .filter(commit -> commit.partition.equals(partition) && !commit.failed)
                .map(Commit::offset)
                .toList();
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // rests without the lock
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        polls.incrementAndGet();
        if (!keepsAnswers) {
            for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
                answer.run();
            }
        }
        ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
        if (records.isEmpty()) {
            LockSupport.parkNanos(REST_NANOS);
        }
        return records;
    }

    /** Does nothing, for no poll waits; the lock of the mock may be held by a rebalance that waits for the caller. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public void wakeup() {}

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // used by the thread that polls
    public void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        RuntimeException failure = asyncFailure.get();
        note(offsets, false, failure);
        if (failure == null) {
            super.commitAsync(offsets, null);
        }
        answers.add(() -> callback.onComplete(offsets, failure));
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        RuntimeException failure = syncFailure.get();
        note(offsets, true, failure);
        if (failure != null) {
            throw failure;
        }
        super.commitAsync(offsets, null);
    }

    private void note(
            Map<TopicPartition, OffsetAndMetadata> offsets, boolean synchronous, @Nullable RuntimeException failure) {
        offsets.forEach((partition, offset) ->
                commits.add(new Commit(partition, offset.offset(), synchronous, failure != null)));
    }
}
