package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.RecordSlice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it takes for each record to know how far a partition is settled. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Polled.RECORDS)
@Fork(5)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SettlementBenchmark {
    private final RecordSlice slice = Polled.slice(0, 100);
    private final int[] shuffled = shuffled();

    private static int[] shuffled() {
        List<Integer> indices = new ArrayList<>();
        for (int index = 0; index < Polled.RECORDS; index++) {
            indices.add(index);
        }
        Collections.shuffle(indices, new Random(1));
        return indices.stream().mapToInt(Integer::intValue).toArray();
    }

    @Benchmark
    public long wholeSlice() {
        Progress progress = new Progress();
        progress.add(slice).settle(0, Polled.RECORDS);
        return progress.settled();
    }

    @Benchmark
    public long oneByOneInOrder() {
        Progress progress = new Progress();
        SliceProgress added = progress.add(slice);
        long settled = 0;
        for (int index = 0; index < Polled.RECORDS; index++) {
            added.settle(index, index + 1);
            settled = progress.settled();
        }
        return settled;
    }

    @Benchmark
    public long oneByOneInAnyOrder() {
        Progress progress = new Progress();
        SliceProgress added = progress.add(slice);
        long settled = 0;
        for (int index : shuffled) {
            added.settle(index, index + 1);
            settled = progress.settled();
        }
        return settled;
    }
}
