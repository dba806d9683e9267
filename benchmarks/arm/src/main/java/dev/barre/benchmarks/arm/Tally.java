package dev.barre.benchmarks.arm;

import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Counts what an arm handles, checks that it was read, and takes the time from the end of the first tenth to the end of the eighth:
 * neither joining the group nor what was fetched meanwhile counts, and not the end, where a fetch of partitions that are read to their
 * end is held by the broker, in every arm alike and by chance. Thread-safe.
 */
public final class Tally {
    private static final int DIGITS = 3;

    /** Of the latencies, those of the first fifth are left out. */
    private static final int LATENCY_WARM_UP = 5;

    private final long records;
    private final long from;
    private final long to;
    private final long workNanos;
    private final boolean timed;
    private final boolean stalled;
    private final AtomicLong handled = new AtomicLong();
    private final LongAdder checksum = new LongAdder();
    private final Histogram latencies = new ConcurrentHistogram(DIGITS);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable Mark first;
    private volatile @Nullable Mark last;

    /** What was used when so many records were handled. */
    private record Mark(long handled, Usage usage) {}

    Tally(Task task) {
        this.records = task.records();
        this.from = Math.max(1, records / 10);
        this.to = Math.max(2, records * 8 / 10);
        this.workNanos = task.workNanos();
        this.timed = task.isTimed();
        this.stalled = task.isStalled();
    }

    /** Does the work that belongs to a record; returns what it adds to the checksum, for {@link #add}. */
    public long work(Payload payload) {
        if (workNanos > 0 && !isDone()) {
            Work.block(workNanos);
        }
        if (timed) {
            note(payload.placedAt());
        } else if (stalled) {
            begun.countDown();
            Work.standStill();
        }
        return payload.check();
    }

    /** The same for an arm that reads nothing of its records. */
    public long work(byte[] value) {
        if (stalled) {
            begun.countDown();
            Work.standStill();
        }
        return value.length;
    }

    /** Those that were sent at no time are there to tell that the arm has joined its group. */
    private void note(long placedAt) {
        if (placedAt == 0) {
            begun.countDown();
        } else if (handled.get() >= records / LATENCY_WARM_UP) {
            Instant now = Instant.now();
            long micros = TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1000;
            latencies.recordValue(Math.max(0, micros - placedAt));
        }
    }

    /** One record is handled. */
    public void one(Payload payload) {
        add(1, work(payload));
    }

    /** So many records are handled, whose {@link #work} has returned {@code check} in all. */
    public void add(int count, long check) {
        checksum.add(check);
        long before = handled.getAndAdd(count);
        long after = before + count;
        if (before < from && after >= from) {
            first = new Mark(after, Usage.now());
        }
        if (before < to && after >= to) {
            last = new Mark(after, Usage.now());
        }
        if (before < records && after >= records) {
            done.countDown();
        }
    }

    /** Whether all is handled, or the time is up. */
    public boolean isDone() {
        return done.getCount() == 0;
    }

    /** Waits until all is handled, or the time is up. */
    public void awaitDone() throws InterruptedException {
        done.await();
    }

    /** Returns whether the first record has come within the time. */
    boolean awaitBegun(long seconds) throws InterruptedException {
        return begun.await(seconds, TimeUnit.SECONDS);
    }

    /** The time is up: what was handled until now is what counts. */
    void cut() {
        if (!isDone()) {
            if (last == null) {
                last = new Mark(handled.get(), Usage.now());
            }
            done.countDown();
        }
    }

    /** What was found, once it is done. */
    Answer answer() {
        Mark begin = first;
        Mark end = last;
        if (begin == null || end == null || end.handled <= begin.handled) {
            throw new IllegalStateException("Only " + handled.get() + " of " + records + " records were handled");
        }
        double counted = end.handled - begin.handled;
        Answer answer = new Answer()
                .put("handled", handled.get())
                .put("checksum", checksum.sum())
                .put("recordsPerSecond", counted * 1e9 / (end.usage.nanos() - begin.usage.nanos()))
                .put("cpuMicrosPerRecord", (end.usage.cpuNanos() - begin.usage.cpuNanos()) / 1e3 / counted)
                .put("bytesPerRecord", (end.usage.allocatedBytes() - begin.usage.allocatedBytes()) / counted);
        if (timed) {
            answer.put("p50Micros", latencies.getValueAtPercentile(50))
                    .put("p99Micros", latencies.getValueAtPercentile(99))
                    .put("p999Micros", latencies.getValueAtPercentile(99.9))
                    .put("maxMicros", latencies.getMaxValue());
        }
        return answer;
    }
}
