package dev.barre.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.barre.benchmarks.arm.Order;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Fills the topic of a case, with the same records each time. */
final class Loader {
    private static final ObjectWriter JSON = new ObjectMapper().writerFor(Order.class);

    private Loader() {}

    /**
     * What is in the topic.
     *
     * @param good records that can be read
     * @param all records
     * @param checksum of those that can be read
     * @param bytes of all values
     */
    record Loaded(long good, long all, long checksum, long bytes) {}

    static Loaded fill(Broker broker, Case measured, String topic) throws IOException {
        broker.createTopic(topic, measured.partitions());
        Random random = new Random(1);
        Keys keys = new Keys(measured.keys(), measured.zipf(), random);
        AtomicReference<Exception> failure = new AtomicReference<>();
        long good = 0;
        long checksum = 0;
        long bytes = 0;
        try (var producer = producer(broker, 20)) {
            for (int number = 0; number < measured.records(); number++) {
                Order order = Order.of(number, number + 1, measured.payloadBytes(), random);
                byte[] json = json(order);
                if (random.nextInt(100) < measured.poisonPercent()) {
                    // No longer JSON.
                    json[json.length / 2] = '}';
                    json[json.length - 1] = '"';
                } else {
                    good++;
                    checksum += order.check();
                }
                bytes += json.length;
                producer.send(new ProducerRecord<>(topic, keys.next(), json), (at, failed) -> {
                    if (failed != null) {
                        failure.set(failed);
                    }
                });
            }
        }
        if (failure.get() != null) {
            throw new IOException("The topic could not be filled", failure.get());
        }
        return new Loaded(good, measured.records(), checksum, bytes);
    }

    static KafkaProducer<String, byte[]> producer(Broker broker, int lingerMillis) {
        Map<String, Object> properties = new HashMap<>(broker.clientProperties());
        properties.put("linger.ms", lingerMillis);
        properties.put("batch.size", 128 << 10);
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    static byte[] json(Order order) {
        try {
            return JSON.writeValueAsBytes(order);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An order cannot be written", e);
        }
    }
}
