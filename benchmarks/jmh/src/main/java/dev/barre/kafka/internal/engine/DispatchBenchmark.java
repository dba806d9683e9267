package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.RecordSlice;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it takes for each record to get from a poll through a lane to a handler that does nothing, all on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Polled.RECORDS)
@Fork(5)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DispatchBenchmark {
    /** What stays in order. */
    @Param({"MEMBER", "PARTITION", "KEY", "NOTHING"})
    public LanePlan.Order order = LanePlan.Order.MEMBER;

    /** How many different keys there are. */
    @Param({"50", "5000"})
    public int keys;

    private final IdleHost host = new IdleHost();
    private final AtomicInteger changes = new AtomicInteger();
    private final Width width = new Width(new CallerExecutor(), Integer.MAX_VALUE);
    private Dispatch<Long> dispatch = OrderedDispatch.oneLane(this::lane);
    private RecordSlice slice = Polled.slice(0, 1);

    private Lane<Long> lane() {
        return new Lane<>(host, width);
    }

    /** Makes the records and the lanes. */
    @Setup
    public void prepare() {
        Supplier<Lane<Long>> newLane = this::lane;
        slice = Polled.slice(0, keys);
        dispatch = switch (order) {
            case MEMBER -> OrderedDispatch.oneLane(newLane);
            case PARTITION -> OrderedDispatch.lanePerPartition(newLane);
            case KEY -> new KeyDispatch<>(newLane, width, 64);
            case NOTHING -> new UnorderedDispatch<>(newLane, width, 64, false);
        };
    }

    @Benchmark
    public long dispatch() {
        dispatch.submit(List.of(Share.of(new PartitionState(Polled.PARTITION, changes), slice)), created -> {});
        return host.handledItems();
    }
}
