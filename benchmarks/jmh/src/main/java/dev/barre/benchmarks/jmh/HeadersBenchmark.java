package dev.barre.benchmarks.jmh;

import dev.barre.kafka.Headers;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A few headers, or many: making them, and looking for the last one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(5)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HeadersBenchmark {
    /** How many there are. */
    @Param({"3", "20"})
    public int count;

    private Headers headers = Headers.empty();

    /** Makes them. */
    @Setup
    public void prepare() {
        headers = build();
    }

    @Benchmark
    public Headers build() {
        Headers.Builder builder = Headers.builder();
        for (int number = 0; number < count; number++) {
            builder.add("header-" + number, "value");
        }
        return builder.build();
    }

    @Benchmark
    public Optional<String> lookUp() {
        return headers.string("header-" + (count - 1));
    }

    @Benchmark
    public Headers with() {
        return headers.with("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }
}
