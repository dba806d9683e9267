package dev.barre.kafka.binding;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.barre.kafka.binding.Targets.Colour;
import dev.barre.kafka.binding.Targets.Line;
import dev.barre.kafka.binding.Targets.Order;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Prints what binding costs next to bare Jackson, what bad records cost, and what looking for duplicate fields would cost. */
public final class BindingSpeed {
    private static final int RECORDS = 300_000;
    private static final int ROUNDS = 6;

    // CPU time, so that a busy machine does not count.
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private interface Work {
        Object on(byte[] bytes) throws IOException;
    }

    private BindingSpeed() {}

    /** Takes no arguments. */
    public static void main(String[] args) throws IOException {
        Binder binder = Binder.standard();
        Order order = new Order(
                "order-1",
                1L << 40,
                true,
                12.5,
                LocalDate.of(2024, 2, 29),
                Instant.parse("2024-02-29T10:15:30.5Z"),
                Colour.RED,
                Optional.of("leave at the door"),
                List.of(new Line("a", 1, new BigDecimal("1.00")), new Line("b", 2, new BigDecimal("2.50"))),
                Map.of("a", 1));
        byte[] good = binder.encoder().encode(order);
        String text = new String(good, UTF_8);
        byte[] unfit = text.replace("true", "\"yes\"").getBytes(UTF_8);
        byte[] malformed = text.substring(0, text.length() / 2).getBytes(UTF_8);
        byte[] unknown = text.replace("\"weight\"", "\"height\"").getBytes(UTF_8);

        Decoder<Order> decoder = binder.decoder(Order.class);
        ObjectMapper mapper = JsonSetup.standard(ReadLimits.defaults());
        ObjectReader jackson = mapper.readerFor(Order.class);
        ObjectReader strict = jackson.with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
        for (int round = 0; round < ROUNDS; round++) {
            System.out.printf(
                    "round %d, %d bytes, ns/record: Jackson %d, binder %d, duplicates refused %d, 10%% unfit %d, "
                            + "10%% malformed %d, 10%% unknown field %d, encode %d%n",
                    round,
                    good.length,
                    time(jackson::readValue, good, good),
                    time(decoder::decode, good, good),
                    time(strict::readValue, good, good),
                    time(decoder::decode, good, unfit),
                    time(decoder::decode, good, malformed),
                    time(decoder::decode, good, unknown),
                    time(bytes -> binder.encoder().encode(order), good, good));
        }
    }

    private static long time(Work work, byte[] most, byte[] tenth) throws IOException {
        int seen = 0;
        long start = CPU.getCurrentThreadCpuTime();
        for (int i = 0; i < RECORDS; i++) {
            seen += work.on(i % 10 == 0 ? tenth : most) == null ? 0 : 1;
        }
        long nanos = CPU.getCurrentThreadCpuTime() - start;
        if (seen != RECORDS) {
            throw new IllegalStateException("a record was lost");
        }
        return nanos / RECORDS;
    }
}
