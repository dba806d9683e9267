package dev.barre.benchmarks.jmh;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.barre.benchmarks.arm.Order;
import dev.barre.kafka.binding.Binder;
import dev.barre.kafka.binding.Binding;
import dev.barre.kafka.binding.Decoder;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/** An order from bytes and into bytes, beside what Jackson alone takes for it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(5)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BinderBenchmark {
    /** About how large the JSON is. */
    @Param({"285", "1024", "10240"})
    public int bytes;

    private final ObjectReader reader = new ObjectMapper().readerFor(Order.class);
    private final ObjectWriter writer = new ObjectMapper().writerFor(Order.class);
    private final Binder binder = Binder.standard();
    private final Decoder<Order> decoder = binder.decoder(Order.class);
    private final Decoder<String> text = binder.decoder(String.class);
    private final byte[] key = "cust-123456".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    private Order order = Order.of(1, 1, 285, new Random(1));
    private byte[] json = {};

    /** Makes the order. */
    @Setup
    public void prepare() throws IOException {
        order = Order.of(1, 1, bytes, new Random(1));
        json = writer.writeValueAsBytes(order);
    }

    @Benchmark
    public Binding<Order> decode() {
        return decoder.decode(json);
    }

    @Benchmark
    public Order decodeWithJacksonAlone() throws IOException {
        return reader.readValue(json);
    }

    @Benchmark
    public Binding<String> decodeKey() {
        return text.decode(key);
    }

    @Benchmark
    public byte @Nullable [] encode() {
        return binder.encoder().encode(order);
    }

    @Benchmark
    public byte[] encodeWithJacksonAlone() throws IOException {
        return writer.writeValueAsBytes(order);
    }
}
