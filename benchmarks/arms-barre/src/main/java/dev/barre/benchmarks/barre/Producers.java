package dev.barre.benchmarks.barre;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.barre.benchmarks.arm.Arm;
import dev.barre.benchmarks.arm.Order;
import dev.barre.benchmarks.arm.OrderSource;
import dev.barre.benchmarks.arm.Tally;
import dev.barre.benchmarks.arm.Task;
import dev.barre.kafka.Producer;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Those that send; a record counts when it is acknowledged. */
final class Producers {
    static final Map<String, Arm> ARMS = Map.of("raw-producer", Producers::raw, "barre-producer", Producers::barre);

    private Producers() {}

    private static void raw(Task task, Tally tally) throws Exception {
        OrderSource orders = new OrderSource(task);
        ObjectWriter json = new ObjectMapper().writerFor(Order.class);
        try (var producer =
                new KafkaProducer<>(task.producerProperties(), new StringSerializer(), new ByteArraySerializer())) {
            while (orders.hasNext() && !tally.isDone()) {
                Order order = orders.next();
                var sent = producer.send(
                        new ProducerRecord<>(task.topic(), order.customerId(), json.writeValueAsBytes(order)),
                        (at, failure) -> {
                            if (failure == null) {
                                tally.one(order);
                            }
                        });
                if (task.isSync()) {
                    sent.get();
                }
            }
            producer.flush();
        }
    }

    private static void barre(Task task, Tally tally) {
        OrderSource orders = new OrderSource(task);
        try (Producer producer = Producer.create(task.servers(), Configurations.producer(task))) {
            while (orders.hasNext() && !tally.isDone()) {
                Order order = orders.next();
                var outgoing = dev.barre.kafka.ProducerRecord.of(task.topic(), order.customerId(), order);
                if (task.isSync()) {
                    producer.send(outgoing);
                    tally.one(order);
                } else {
                    var unused = producer.sendAsync(outgoing).thenAccept(at -> tally.one(order));
                }
            }
            producer.flush();
        }
    }
}
