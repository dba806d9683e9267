package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.RecordSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the slices of a poll, on several threads where there are records enough: the calling thread does its part, and helpers theirs.
 * What comes out does not depend on how many there are, nor on how they are scheduled. Used by one thread at a time.
 */
public final class BatchReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchReader.class);

    /** In one go by one thread: enough that handing over costs little, few enough that nobody waits long for the last. */
    private static final int PIECE = 32;

    /** With fewer records a helper would come too late, in however many slices they are. */
    private static final int LEAST_RECORDS = 101;

    private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    /** At least so long a helper is given for a piece that it has begun. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long IDLE_SECONDS = 10;

    private final int threads;
    private final ThreadPoolExecutor helpers;

    /**
     * @param threads that read at the same time at the most, with the calling one; a helper that has nothing to do for 10 seconds ends
     * @param name of the helpers, which a number follows
     */
    public BatchReader(int threads, String name) {
        this.threads = threads;
        int most = Math.max(1, threads - 1);
        this.helpers = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(most), new DaemonThreads(name));
        helpers.allowCoreThreadTimeOut(true);
    }

    /**
     * As {@link Batch#read}, to the end, which an interrupt does not change. The calling thread waits for no helper that may wait for
     * it: what a helper does not finish within a while it reads itself, and what that helper still does then is for nothing.
     */
    public <R> Batch<R> read(List<RecordSlice> slices, RecordReader<R> reader, RejectionPolicy policy) {
        if (threads == 1 || Batch.count(slices) < LEAST_RECORDS) {
            return Batch.read(slices, reader, policy);
        }
        List<Piece> pieces = pieces(slices);
        Reading<R> reading = new Reading<>(slices.size(), pieces, reader, policy);
        send(reading, Math.min(threads, pieces.size()) - 1);
        return Batch.joined(slices, reading.read());
    }

    private void send(Runnable reading, int count) {
        try {
            for (int helper = 0; helper < count; helper++) {
                helpers.execute(reading);
            }
        } catch (RejectedExecutionException | OutOfMemoryError none) {
            LOG.debug("Closed, or no thread to be had: this one reads with fewer helpers", none);
        }
    }

    private static List<Piece> pieces(List<RecordSlice> slices) {
        List<Piece> pieces = new ArrayList<>();
        for (int number = 0; number < slices.size(); number++) {
            RecordSlice slice = slices.get(number);
            for (int from = 0; from < slice.size(); from += PIECE) {
                pieces.add(new Piece(number, slice.range(from, Math.min(slice.size(), from + PIECE))));
            }
        }
        return pieces;
    }

    /** Lets the helpers go; the calling thread reads alone from now on. */
    @Override
    public void close() {
        helpers.shutdown();
    }

    /** Some records of the slice with that number. */
    private record Piece(int slice, RecordSlice records) {}

    /**
     * What became of a piece.
     *
     * @param batch null where reading it has thrown
     */
    private record Outcome<R>(
            @Nullable Batch<R> batch, @Nullable Throwable thrown) {}

    /** One call: pieces that everybody takes from, one after the other. */
    private static final class Reading<R> implements Runnable {
        private final List<Piece> pieces;
        private final RecordReader<R> reader;
        private final RejectionPolicy policy;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicReferenceArray<@Nullable Outcome<R>> outcomes;

        /** By slice the first piece that is known to block it; of what comes behind, nothing is needed. */
        private final AtomicIntegerArray blockedAt;

        /** The first piece that is known to have thrown; of what comes behind, nothing is needed unless its slice is blocked before. */
        private final AtomicInteger thrownAt = new AtomicInteger(Integer.MAX_VALUE);

        private final CountDownLatch left;

        Reading(int slices, List<Piece> pieces, RecordReader<R> reader, RejectionPolicy policy) {
            this.pieces = pieces;
            this.reader = reader;
            this.policy = policy;
            this.outcomes = new AtomicReferenceArray<>(pieces.size());
            this.blockedAt = new AtomicIntegerArray(slices);
            for (int slice = 0; slice < slices; slice++) {
                blockedAt.set(slice, Integer.MAX_VALUE);
            }
            this.left = new CountDownLatch(pieces.size());
        }

        /**
         * What was read, piece by piece; of a slice that is blocked the last ones are missing. Throws what one thread would have met
         * first.
         */
        List<Batch<R>> read() {
            long longest = readPieces();
            awaitHelpers(Math.max(PATIENCE_NANOS, 2 * longest));
            List<Batch<R>> read = new ArrayList<>(pieces.size());
            int blocked = -1;
            for (int index = 0; index < pieces.size(); index++) {
                if (pieces.get(index).slice != blocked) {
                    Batch<R> batch = batch(index);
                    read.add(batch);
                    blocked = batch.blockages().isEmpty() ? blocked : pieces.get(index).slice;
                }
            }
            return read;
        }

        /** For helpers. One that comes too late finds nothing to do. */
        @Override
        public void run() {
            readPieces();
        }

        /** Reads until no piece is left to begin; returns how long the longest took. */
        private long readPieces() {
            long longest = 0;
            long before = System.nanoTime();
            for (int index = next.getAndIncrement(); index < pieces.size(); index = next.getAndIncrement()) {
                if (isNeeded(index)) {
                    outcomes.compareAndSet(index, null, outcome(index));
                }
                left.countDown();
                long now = System.nanoTime();
                longest = Math.max(longest, now - before);
                before = now;
            }
            return longest;
        }

        private boolean isNeeded(int index) {
            return index <= thrownAt.get() && index <= blockedAt.get(pieces.get(index).slice);
        }

        private Outcome<R> outcome(int index) {
            Piece piece = pieces.get(index);
            try {
                Batch<R> batch = Batch.read(List.of(piece.records), reader, policy);
                if (!batch.blockages().isEmpty()) {
                    blockedAt.accumulateAndGet(piece.slice, index, Math::min);
                }
                return new Outcome<>(batch, null);
            } catch (Throwable thrown) {
                thrownAt.accumulateAndGet(index, Math::min);
                return new Outcome<>(null, thrown);
            }
        }

        /** Reads it now where nobody has. */
        private Batch<R> batch(int index) {
            Outcome<R> known = outcomes.get(index);
            Outcome<R> outcome = known == null ? outcome(index) : known;
            Batch<R> batch = outcome.batch;
            if (batch == null) {
                throw Reading.<RuntimeException>asIs(Objects.requireNonNull(outcome.thrown));
            }
            return batch;
        }

        /** Throws {@code thrown} whatever it is, as it would be thrown without helpers: also what nobody has declared. */
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the type is never looked at
        private static <T extends Throwable> T asIs(Throwable thrown) throws T {
            throw (T) thrown;
        }

        /** At first without parking, for that most often takes longer than a piece. */
        private void awaitHelpers(long patienceNanos) {
            long begin = System.nanoTime();
            while (left.getCount() > 0 && System.nanoTime() - begin < SPIN_NANOS) {
                Thread.onSpinWait();
            }
            try {
                left.await(patienceNanos, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
