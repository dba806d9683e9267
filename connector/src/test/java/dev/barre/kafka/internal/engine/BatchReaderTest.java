package dev.barre.kafka.internal.engine;

import static dev.barre.kafka.internal.engine.Slices.P0;
import static dev.barre.kafka.internal.engine.Slices.P1;
import static dev.barre.kafka.internal.engine.Slices.P2;
import static dev.barre.kafka.internal.engine.Slices.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.barre.kafka.interop.RecordSlice;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What several threads read of a poll is what one would have read. */
class BatchReaderTest {
    private static final RejectionPolicy SKIPS_ALL = (partition, offset, rejection) -> true;
    private static final RejectionPolicy SKIPS_NONE = (partition, offset, rejection) -> false;

    @Property(tries = 100)
    void severalThreads_readWhatOneReads(
            @ForAll @Size(min = 3, max = 3) List<@IntRange(max = 200) Integer> sizes,
            @ForAll @Size(max = 4) List<@IntRange(max = 199) Integer> bad,
            @ForAll @IntRange(min = 2, max = 4) int threads,
            @ForAll boolean skips) {
        List<RecordSlice> slices =
                List.of(range(P0, 10, 10 + sizes.get(0)), range(P1, 20, 20 + sizes.get(1)), range(P2, 0, sizes.get(2)));
        RecordReader<String> reader = Slices.reader(
                bad.stream().map(offset -> offset % 3 + ":" + offset).toArray(String[]::new));
        RejectionPolicy policy = skips ? SKIPS_ALL : SKIPS_NONE;

        try (BatchReader batches = new BatchReader(threads, "bind-")) {
            assertEqual(batches.read(slices, reader, policy), Batch.read(slices, reader, policy));
        }
    }

    private static void assertEqual(Batch<String> found, Batch<String> expected) {
        assertThat(found.items()).isEqualTo(expected.items());
        assertThat(found.blockages()).isEqualTo(expected.blockages());
        assertThat(found.parts()).hasSameSizeAs(expected.parts());
        for (int index = 0; index < expected.parts().size(); index++) {
            Batch.Part part = found.parts().get(index);
            Batch.Part other = expected.parts().get(index);
            assertThat(part.partition()).isEqualTo(other.partition());
            assertThat(part.firstItem()).isEqualTo(other.firstItem());
            assertThat(part.endItem()).isEqualTo(other.endItem());
            assertThat(part.endIndex()).isEqualTo(other.endIndex());
            assertThat(part.end()).isEqualTo(other.end());
            assertThat(part.skipped()).isEqualTo(other.skipped());
            IntStream.range(part.firstItem(), part.endItem())
                    .forEach(item -> assertThat(part.index(item)).isEqualTo(other.index(item)));
        }
    }

    @Test
    void manyRecords_areReadAtTheSameTime() throws Exception {
        Set<Thread> readers = ConcurrentHashMap.newKeySet();
        CountDownLatch both = new CountDownLatch(2);
        RecordReader<String> reader = slice -> {
            if (readers.add(Thread.currentThread())) {
                both.countDown();
                awaitQuietly(both);
            }
            return Slices.reader().open(slice);
        };
        try (BatchReader batches = new BatchReader(2, "bind-")) {
            assertThat(batches.read(List.of(range(P0, 0, 500)), reader, SKIPS_NONE)
                            .items())
                    .hasSize(500);
        }
        assertThat(readers).hasSize(2).contains(Thread.currentThread());
    }

    @Test
    void fewRecordsOrOneThread_areReadByTheCaller() {
        Set<Thread> readers = ConcurrentHashMap.newKeySet();
        RecordReader<String> reader = slice -> {
            readers.add(Thread.currentThread());
            return Slices.reader().open(slice);
        };
        try (BatchReader several = new BatchReader(4, "bind-");
                BatchReader alone = new BatchReader(1, "bind-")) {
            several.read(List.of(range(P0, 0, 100)), reader, SKIPS_NONE);
            several.read(
                    IntStream.range(0, 50)
                            .mapToObj(partition -> range(new TopicPartition("orders", partition), 0, 2))
                            .toList(),
                    reader,
                    SKIPS_NONE);
            alone.read(List.of(range(P0, 0, 500)), reader, SKIPS_NONE);
        }
        assertThat(readers).containsExactly(Thread.currentThread());
    }

    @Test
    void closed_theCallerReadsAlone() {
        BatchReader batches = new BatchReader(4, "bind-");
        batches.close();

        assertThat(batches.read(List.of(range(P0, 0, 500)), Slices.reader(), SKIPS_NONE)
                        .items())
                .hasSize(500);
    }

    @Property(tries = 100)
    void severalThreads_throwWhatOneThrows(
            @ForAll @Size(min = 1, max = 3) List<@IntRange(max = 299) Integer> bad,
            @ForAll @Size(min = 1, max = 3) List<@IntRange(max = 299) Integer> failing,
            @ForAll @IntRange(min = 2, max = 4) int threads) {
        List<RecordSlice> slices = List.of(range(P0, 0, 300), range(P1, 0, 300));
        RecordReader<String> reader = slice -> (index, items) -> {
            long offset = slice.offset(index);
            boolean isFirst = slice.partition().equals(P0);
            if (failing.contains((int) offset) && (isFirst || offset % 2 == 0)) {
                throw asIs(new IOException(slice.partition() + " at " + offset));
            }
            return bad.contains((int) offset) && isFirst ? new Slices.Bad("0:" + offset) : null;
        };
        Throwable expected = catchThrowable(() -> Batch.read(slices, reader, SKIPS_NONE));

        try (BatchReader batches = new BatchReader(threads, "bind-")) {
            if (expected == null) {
                assertEqual(batches.read(slices, reader, SKIPS_NONE), Batch.read(slices, reader, SKIPS_NONE));
            } else {
                assertThatThrownBy(() -> batches.read(slices, reader, SKIPS_NONE))
                        .isInstanceOf(IOException.class)
                        .hasMessage(expected.getMessage());
            }
        }
    }

    /** Throws what no method has declared, as code in other languages does. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T asIs(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void helperHangs_theCallerReadsItsPieceItself() throws Exception {
        Thread caller = Thread.currentThread();
        CountDownLatch helperHas = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        RecordReader<String> reader = slice -> {
            if (Thread.currentThread() != caller) {
                helperHas.countDown();
                awaitQuietly(end);
            } else {
                awaitQuietly(helperHas);
            }
            return Slices.reader("0:450").open(slice);
        };
        try (BatchReader batches = new BatchReader(2, "bind-")) {
            for (int poll = 0; poll < 5; poll++) {
                Batch<String> batch = batches.read(List.of(range(P0, 0, 500)), reader, SKIPS_NONE);

                assertThat(batch.items()).hasSize(450);
                assertThat(batch.blockages()).extracting(Blockage::offset).containsExactly(450L);
            }
        } finally {
            end.countDown();
        }
    }

    @Test
    void helperWantsALockOfTheCaller_nobodyWaitsForEver() {
        ReentrantLock lock = new ReentrantLock();
        RecordReader<String> reader = slice -> {
            lock.lock();
            try {
                return Slices.reader().open(slice);
            } finally {
                lock.unlock();
            }
        };
        lock.lock();
        try (BatchReader batches = new BatchReader(4, "bind-")) {
            assertThat(batches.read(List.of(range(P0, 0, 500)), reader, SKIPS_NONE)
                            .items())
                    .hasSize(500);
        } finally {
            lock.unlock();
        }
    }

    @Test
    void blocked_whatComesBehindIsNotBegun_butForOtherPartitions() {
        AtomicInteger read = new AtomicInteger();
        RecordReader<String> reader = slice -> (index, items) -> {
            read.incrementAndGet();
            return slice.partition().equals(P0) && slice.offset(index) == 3 ? new Slices.Bad("0:3") : null;
        };
        BatchReader batches = new BatchReader(2, "bind-");
        // Without helpers, which may be at something behind it.
        batches.close();
        Batch<String> batch = batches.read(List.of(range(P0, 0, 500), range(P1, 0, 100)), reader, SKIPS_NONE);

        assertThat(batch.blockages()).extracting(Blockage::offset).containsExactly(3L);
        assertThat(read).hasValue(4 + 100);
    }

    @Test
    void interrupted_readsToTheEnd_andIsInterruptedStill() {
        try (BatchReader batches = new BatchReader(2, "bind-")) {
            Thread.currentThread().interrupt();
            Batch<String> batch = batches.read(List.of(range(P0, 0, 500)), Slices.reader(), SKIPS_NONE);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(batch.items()).hasSize(500);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
