package dev.barre.benchmarks.smallrye;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.barre.benchmarks.arm.Order;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** What an application gives to SmallRye to read its values. */
public final class OrderDeserializer implements Deserializer<Order> {
    private static final ObjectReader READER = new ObjectMapper().readerFor(Order.class);

    @Override
    public Order deserialize(String topic, byte[] data) {
        try {
            return READER.readValue(data);
        } catch (IOException e) {
            throw new SerializationException("Not an order", e);
        }
    }
}
