package dev.barre.kafka.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's mock with a log in each partition, in whose group a good part of the commits fails, partitions leave and come back, and
 * what left is read again from where it was committed. The ledger hears of each record and of each commit that took effect.
 */
final class FlakyGroup extends MockConsumer<byte[], byte[]> {
    static final int PARTITIONS = 4;

    private static final String TOPIC = "orders";
    private static final int KEYS = 20;
    private static final int MOST_PER_POLL = 10;
    private static final long REST_NANOS = Duration.ofMillis(1).toNanos();

    private final Ledger ledger;
    private final Random random;
    private final List<TopicPartition> all = IntStream.range(0, PARTITIONS)
            .mapToObj(number -> new TopicPartition(TOPIC, number))
            .toList();
    private final Map<TopicPartition, List<String>> logs = new HashMap<>();
    private final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger moves = new AtomicInteger();
    private volatile boolean calm;

    FlakyGroup(Ledger ledger, long seed) {
        super("earliest");
        this.ledger = ledger;
        this.random = new Random(seed);
        Map<TopicPartition, Long> beginnings = new HashMap<>();
        all.forEach(partition -> {
            logs.put(partition, new ArrayList<>());
            beginnings.put(partition, 0L);
        });
        updateBeginningOffsets(beginnings);
    }

    /** So many records more, in keys of their own partition. */
    void produce(int records) {
        int[] next = new int[KEYS];
        for (int count = 0; count < records; count++) {
            int key = random.nextInt(KEYS);
            TopicPartition partition = all.get(key % PARTITIONS);
            List<String> log = logs.get(partition);
            ledger.acknowledged("key-" + key, next[key], partition.partition(), log.size());
            log.add("key-" + key + "#" + next[key]);
            next[key]++;
        }
    }

    /** Nothing fails any more, and all partitions come and stay. */
    void calm() {
        calm = true;
        schedulePollTask(() -> rebalance(all));
    }

    int failed() {
        return failed.get();
    }

    int moves() {
        return moves.get();
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // rests without the lock
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        if (oneIn(2)) {
            for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
                answer.run();
            }
        }
        if (!calm && (assignment().isEmpty() || oneIn(40))) {
            move();
        }
        serve();
        LockSupport.parkNanos(REST_NANOS);
        return super.poll(timeout);
    }

    /** Some partitions leave, with a word or without, and others come. */
    private void move() {
        moves.incrementAndGet();
        List<TopicPartition> kept = new ArrayList<>(all);
        kept.removeIf(partition -> oneIn(3));
        List<TopicPartition> lost =
                assignment().stream().filter(partition -> oneIn(8)).toList();
        schedulePollTask(() -> {
            if (calm) {
                // It may be scheduled behind the last rebalance.
                return;
            }
            if (!lost.isEmpty()) {
                losePartitions(lost);
            }
            rebalance(kept);
        });
    }

    private synchronized void serve() {
        assignment().stream().filter(partition -> !paused().contains(partition)).forEach(partition -> {
            List<String> log = logs.get(partition);
            int from = (int) position(partition);
            int to = Math.min(log.size(), from + MOST_PER_POLL);
            for (int offset = from; offset < to; offset++) {
                byte[] value = log.get(offset).getBytes(UTF_8);
                byte[] key = log.get(offset).split("#", 2)[0].getBytes(UTF_8);
                addRecord(new ConsumerRecord<>(TOPIC, partition.partition(), offset, key, value));
            }
        });
    }

    /** Does nothing, for no poll waits; the lock of the mock may be held by a rebalance that waits for the caller. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public void wakeup() {}

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // used by the thread that polls
    public void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        RuntimeException failure = outcome(offsets);
        answers.add(() -> callback.onComplete(offsets, failure));
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        RuntimeException failure = outcome(offsets);
        if (failure != null) {
            throw failure;
        }
    }

    /** Commits, or does not, or does and the answer is lost. */
    private @Nullable RuntimeException outcome(Map<TopicPartition, OffsetAndMetadata> offsets) {
        RuntimeException failure = calm ? null : failure();
        if (failure == null || failure instanceof TimeoutException && oneIn(2)) {
            super.commitAsync(offsets, null);
            offsets.forEach((partition, offset) -> ledger.committed(partition.partition(), offset.offset()));
        }
        if (failure != null) {
            failed.incrementAndGet();
        }
        return failure;
    }

    private @Nullable RuntimeException failure() {
        return switch (random.nextInt(8)) {
            case 0 -> new RetriableCommitFailedException("the coordinator is loading");
            case 1 -> new RebalanceInProgressException("rebalancing");
            case 2 -> new CommitFailedException("too late");
            case 3 -> new TimeoutException("no answer");
            default -> null;
        };
    }

    private boolean oneIn(int count) {
        return random.nextInt(count) == 0;
    }
}
