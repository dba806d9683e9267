package dev.barre.benchmarks;

import dev.barre.kafka.Admin;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.ProducerRecord;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Fills the topic that a benchmark consumes. */
final class Orders {
    static final String TOPIC = "orders";

    private Orders() {}

    /**
     * Makes the topic and sends so many orders, always the same ones.
     *
     * @param keys how many different keys, each as likely as the others; 0 for those of the customers
     * @return the size of all values, in bytes
     */
    static long fill(String servers, int partitions, int records, int keys) {
        try (Admin admin = Admin.create(servers);
                Producer producer = Producer.create(servers, ProducerConfiguration.durable())) {
            admin.createTopic(TOPIC, partitions);
            Random random = new Random(1);
            AtomicLong bytes = new AtomicLong();
            for (int number = 0; number < records; number++) {
                Order order = Order.of(number, random);
                String key = keys == 0 ? order.customerId() : "key-" + random.nextInt(keys);
                producer.sendAsync(ProducerRecord.of(TOPIC, key, order))
                        .thenAccept(written -> bytes.addAndGet(written.serializedValueSize()));
            }
            producer.flush();
            return bytes.get();
        }
    }
}
