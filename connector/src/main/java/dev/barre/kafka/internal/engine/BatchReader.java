package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.RecordSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the slices of a poll, on several threads where there are records enough: the calling thread does its part, and helpers theirs.
 * What comes out does not depend on how many there are. Used by one thread at a time.
 */
public final class BatchReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchReader.class);

    /** In one go by one thread: enough that handing over costs little, few enough that nobody waits long for the last. */
    private static final int PIECE = 32;

    /** With fewer records a helper would come too late, in however many slices they are. */
    private static final int LEAST_RECORDS = 101;

    private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
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
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new DaemonThreads(name));
        helpers.allowCoreThreadTimeOut(true);
    }

    /**
     * As {@link Batch#read}. Waits until all is read, which an interrupt does not end; throws what the reader has thrown on whatever
     * thread.
     */
    public <R> Batch<R> read(List<RecordSlice> slices, RecordReader<R> reader, RejectionPolicy policy) {
        if (threads == 1 || Batch.count(slices) < LEAST_RECORDS) {
            return Batch.read(slices, reader, policy);
        }
        List<Piece> pieces = pieces(slices);
        Reading<R> reading = new Reading<>(slices.size(), pieces, reader, policy);
        reading.readWith(helpers, Math.min(threads, pieces.size()) - 1);
        return Batch.joined(slices, reading.read());
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

    /** One call: pieces that everybody takes from, one after the other. */
    private static final class Reading<R> implements Runnable {
        private final List<Piece> pieces;
        private final RecordReader<R> reader;
        private final RejectionPolicy policy;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicReferenceArray<@Nullable Batch<R>> batches;

        /** By slice: 1 where it is blocked, so that nothing further of it is begun. */
        private final AtomicIntegerArray blocked;

        private final AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        private final CountDownLatch left;

        Reading(int slices, List<Piece> pieces, RecordReader<R> reader, RejectionPolicy policy) {
            this.pieces = pieces;
            this.reader = reader;
            this.policy = policy;
            this.batches = new AtomicReferenceArray<>(pieces.size());
            this.blocked = new AtomicIntegerArray(slices);
            this.left = new CountDownLatch(pieces.size());
        }

        void readWith(Executor helpers, int count) {
            try {
                for (int helper = 0; helper < count; helper++) {
                    helpers.execute(this);
                }
            } catch (RejectedExecutionException closed) {
                LOG.debug("Closed meanwhile: this thread reads alone", closed);
            }
            run();
            awaitAll();
            if (thrown.get() instanceof RuntimeException failure) {
                throw failure;
            }
            if (thrown.get() instanceof Error error) {
                throw error;
            }
        }

        /** What was read, piece by piece; of a slice that is blocked the last ones may be missing. */
        List<Batch<R>> read() {
            List<Batch<R>> read = new ArrayList<>(pieces.size());
            for (int index = 0; index < pieces.size(); index++) {
                Batch<R> batch = batches.get(index);
                if (batch != null) {
                    read.add(batch);
                }
            }
            return read;
        }

        /** Reads until no piece is left to begin. A helper that comes too late finds none. */
        @Override
        public void run() {
            for (int index = next.getAndIncrement(); index < pieces.size(); index = next.getAndIncrement()) {
                try {
                    readPiece(index);
                } catch (Throwable failure) {
                    thrown.compareAndSet(null, failure);
                } finally {
                    left.countDown();
                }
            }
        }

        private void readPiece(int index) {
            Piece piece = pieces.get(index);
            if (thrown.get() == null && blocked.get(piece.slice) == 0) {
                Batch<R> batch = Batch.read(List.of(piece.records), reader, policy);
                if (!batch.blockages().isEmpty()) {
                    blocked.set(piece.slice, 1);
                }
                batches.set(index, batch);
            }
        }

        /** A helper that has begun a piece is waited for: at first without parking, for that most often takes longer than the piece. */
        private void awaitAll() {
            long begin = System.nanoTime();
            while (left.getCount() > 0 && System.nanoTime() - begin < SPIN_NANOS) {
                Thread.onSpinWait();
            }
            boolean interrupted = false;
            while (left.getCount() > 0) {
                try {
                    left.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
