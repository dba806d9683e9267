package dev.barre.examples.transactions;

import dev.barre.examples.ExampleBroker;
import dev.barre.kafka.Acks;
import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.IsolationLevel;
import dev.barre.kafka.OffsetReset;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.ProducerRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes an order and its invoice, in two topics, together or not at all: work that throws is aborted, and a consumer that
 * reads committed records never sees it.
 */
public final class TransactionalProducer {
    private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(30);

    private TransactionalProducer() {}

    /** What a reader of committed records finds in each topic. */
    public record Result(List<String> orders, List<String> invoices, boolean secondWasRefused) {}

    /** Takes {@code --bootstrap-servers}, or runs on a broker in this JVM. */
    public static void main(String[] args) {
        ExampleBroker.run(args, TransactionalProducer::run);
    }

    /** Commits a first pair, aborts a second, commits a third. */
    public static Result run(String bootstrapServers) {
        String orders = ExampleBroker.newTopic(bootstrapServers, "orders", 1);
        String invoices = ExampleBroker.newTopic(bootstrapServers, "invoices", 1);
        ProducerConfiguration configuration = ProducerConfiguration.builder()
                .acks(Acks.ALL)
                .enableIdempotence(true)
                .transactionalId(orders + "-writer")
                .build();
        boolean refused = false;
        try (Producer producer = Producer.create(bootstrapServers, configuration)) {
            place(producer, orders, invoices, "first", true);
            try {
                place(producer, orders, invoices, "second", false);
            } catch (OutOfStockException e) {
                refused = true;
            }
            place(producer, orders, invoices, "third", true);
        }
        return new Result(
                readCommitted(bootstrapServers, orders, "order third"),
                readCommitted(bootstrapServers, invoices, "invoice third"),
                refused);
    }

    private static void place(Producer producer, String orders, String invoices, String id, boolean inStock) {
        producer.transaction(() -> {
            producer.send(ProducerRecord.of(orders, id, "order " + id));
            if (!inStock) {
                throw new OutOfStockException(id);
            }
            producer.send(ProducerRecord.of(invoices, id, "invoice " + id));
        });
    }

    private static List<String> readCommitted(String bootstrapServers, String topic, String last) {
        ConsumerConfiguration configuration = ConsumerConfiguration.builder()
                .groupId(topic + "-group")
                .topics(topic)
                .offsetReset(OffsetReset.EARLIEST)
                .isolationLevel(IsolationLevel.READ_COMMITTED)
                .build();
        List<String> found = new ArrayList<>();
        try (Consumer consumer = Consumer.create(bootstrapServers, configuration)) {
            long deadline = System.nanoTime() + GIVE_UP_AFTER.toNanos();
            while (!found.contains(last) && System.nanoTime() < deadline) {
                found.addAll(consumer.pollPayload(Duration.ofMillis(500), String.class));
            }
        }
        return found;
    }

    /** The work inside the transaction cannot be done. */
    static final class OutOfStockException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutOfStockException(String id) {
            super("out of stock: order " + id);
        }
    }
}
