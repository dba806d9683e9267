package dev.barre.kafka.internal.engine;

import static dev.barre.kafka.internal.engine.Slices.P0;
import static dev.barre.kafka.internal.engine.Slices.P1;
import static dev.barre.kafka.internal.engine.Slices.range;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.interop.RecordSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReadAheadTest {
    private final LaneProbe host = new LaneProbe();
    private final ManualExecutor executor = new ManualExecutor();
    private final Width width = new Width(executor, Integer.MAX_VALUE);
    private final Lane<String> lane = Lane.readingAhead(host, width, 2);
    private final PartitionState zero = Slices.state(P0);
    private final PartitionState one = Slices.state(P1);
    private final List<Long> opened = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    @Test
    void whileTheHandlerIsBusy_whatWaitsIsBoundOnceAndHandledInOrder() {
        noteReads(Slices.reader());
        host.then(items -> {
            executor.runAll();
            assertThat(opened).as("bound while the first is handled").containsExactly(0L, 2L, 4L);
            assertThat(host.handled).as("one after the other").hasSize(1);
            return null;
        });
        submit(zero, range(P0, 0, 2));
        submit(zero, range(P0, 2, 4));
        submit(zero, range(P0, 4, 5));
        executor.runOne(0);
        executor.runAll();

        assertThat(host.handled).containsExactly(List.of("0:0", "0:1"), List.of("0:2", "0:3"), List.of("0:4"));
        assertThat(opened).as("nothing is bound twice").containsExactly(0L, 2L, 4L);
        assertThat(zero.settled()).isEqualTo(5);
    }

    @Test
    void boundAhead_partitionSoughtMeanwhile_isNeitherHandledNorCounted() {
        noteReads(Slices.reader("0:2"));
        noteSkipped();
        host.then(items -> {
            executor.runAll();
            zero.sought(100);
            return null;
        });
        submit(zero, range(P0, 0, 2));
        submit(zero, range(P0, 2, 4));
        submit(one, range(P1, 7, 8));
        executor.runOne(0);
        executor.runAll();

        assertThat(opened).containsExactly(0L, 2L, 7L);
        assertThat(host.handled).containsExactly(List.of("0:0", "0:1"), List.of("1:7"));
        assertThat(skipped).isEmpty();
    }

    @Test
    void boundAhead_recordsThatAreSkipped_areToldOnceInTheirTurn() {
        noteReads(Slices.reader("0:0", "0:2"));
        noteSkipped();
        host.then(items -> {
            executor.runAll();
            assertThat(skipped).as("of what is handled").containsExactly("0:0");
            return null;
        });
        submit(zero, range(P0, 0, 2));
        submit(zero, range(P0, 2, 4));
        executor.runOne(0);
        executor.runAll();

        assertThat(skipped).containsExactly("0:0", "0:2");
        assertThat(zero.settled()).isEqualTo(4);
    }

    @Test
    void bindingAheadFails_theLaneBindsInItsTurn() {
        RecordReader<String> reader = Slices.reader();
        host.reader = slice -> {
            opened.add(slice.offset(0));
            if (slice.offset(0) == 2 && host.handled.size() == 1 && opened.size() == 2) {
                throw new IllegalStateException("not now");
            }
            return reader.open(slice);
        };
        handleTwo();

        assertThat(opened).containsExactly(0L, 2L, 2L);
        assertThat(host.handled).containsExactly(List.of("0:0", "0:1"), List.of("0:2", "0:3"));
        assertThat(host.events).doesNotContain("failed not now");
    }

    @Test
    void boundAhead_recordThatMayNotBePassed_isReadAgainInItsTurn() {
        RecordReader<String> good = Slices.reader();
        RecordReader<String> bad = Slices.reader("0:3");
        host.reader = slice -> {
            opened.add(slice.offset(0));
            return (opened.size() == 2 ? bad : good).open(slice);
        };
        handleTwo();

        assertThat(host.handled).containsExactly(List.of("0:0", "0:1"), List.of("0:2", "0:3"));
        assertThat(host.events).noneMatch(event -> event.startsWith("blocked"));
    }

    @Test
    void noMoreIsBoundAhead_thanAFewPollsBring() {
        noteReads(Slices.reader());
        host.then(items -> {
            executor.runAll();
            assertThat(opened).containsExactly(0L, 1_000L, 2_000L, 3_000L);
            return null;
        });
        for (int from = 0; from < 10_000; from += 1_000) {
            submit(zero, range(P0, from, from + 1_000));
        }
        executor.runOne(0);
        executor.runAll();

        assertThat(host.handled).hasSize(10);
        assertThat(zero.settled()).isEqualTo(10_000);
    }

    @Test
    void oneCore_bindsNothingAhead() {
        noteReads(Slices.reader());
        Lane<String> alone = Lane.readingAhead(host, width, 1);
        host.then(items -> {
            executor.runAll();
            assertThat(opened).containsExactly(0L);
            return null;
        });
        alone.submit(Delivery.toReadAhead(List.of(Share.of(zero, range(P0, 0, 2)))));
        alone.submit(Delivery.toReadAhead(List.of(Share.of(zero, range(P0, 2, 4)))));
        executor.runOne(0);
        executor.runAll();

        assertThat(host.handled).hasSize(2);
    }

    @Test
    void take_whileAnotherThreadReads_waitsForItAndKeepsAnInterrupt() throws Exception {
        FirstReading<String> reading = new FirstReading<>();
        Batch<String> batch = Batch.read(List.of(range(P0, 0, 2)), Slices.reader(), host.policy);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        CompletableFuture<Boolean> ahead = CompletableFuture.supplyAsync(() -> reading.readAhead(() -> {
            begun.countDown();
            mayEnd.await();
            return batch;
        }));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(reading.isUnderWay()).isTrue();

        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        CompletableFuture<Batch<String>> taken = new CompletableFuture<>();
        Thread taker = new Thread(() -> {
            Thread.currentThread().interrupt();
            taken.complete(reading.take());
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        taker.start();
        mayEnd.countDown();

        assertThat(taken.get(10, TimeUnit.SECONDS)).isSameAs(batch);
        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ahead.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(reading.take()).as("once").isNull();
        assertThat(reading.readAhead(() -> batch))
                .as("after the lane has come to it")
                .isFalse();
    }

    private void noteReads(RecordReader<String> reader) {
        host.reader = slice -> {
            opened.add(slice.offset(0));
            return reader.open(slice);
        };
    }

    private void noteSkipped() {
        host.policy = new RejectionPolicy() {
            @Override
            public boolean skips(TopicPartition partition, long offset, Rejection rejection) {
                return true;
            }

            @Override
            public void skipped(TopicPartition partition, long offset, Rejection rejection) {
                skipped.add(partition.partition() + ":" + offset);
            }
        };
    }

    /** Two deliveries of two records; the second may be bound while the first is handled. */
    private void handleTwo() {
        host.then(items -> {
            executor.runAll();
            return null;
        });
        submit(zero, range(P0, 0, 2));
        submit(zero, range(P0, 2, 4));
        executor.runOne(0);
        executor.runAll();
    }

    private void submit(PartitionState state, RecordSlice slice) {
        lane.submit(Delivery.toReadAhead(List.of(Share.of(state, slice))));
    }
}
