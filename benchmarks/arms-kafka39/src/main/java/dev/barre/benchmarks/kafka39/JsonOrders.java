package dev.barre.benchmarks.kafka39;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.barre.benchmarks.arm.Order;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Reads and writes orders by hand: neither peer does so. */
final class JsonOrders {
    private static final ObjectReader READER = new ObjectMapper().readerFor(Order.class);
    private static final ObjectWriter WRITER = new ObjectMapper().writerFor(Order.class);

    private JsonOrders() {}

    /** Null where it cannot be read. */
    static @Nullable Order read(byte[] json) {
        try {
            return READER.readValue(json);
        } catch (JacksonException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] write(Order order) {
        try {
            return WRITER.writeValueAsBytes(order);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
