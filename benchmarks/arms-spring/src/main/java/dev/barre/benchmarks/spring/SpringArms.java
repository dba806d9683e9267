package dev.barre.benchmarks.spring;

import dev.barre.benchmarks.arm.Arm;
import dev.barre.benchmarks.arm.ArmProgram;
import dev.barre.benchmarks.arm.Order;
import dev.barre.benchmarks.arm.OrderSource;
import dev.barre.benchmarks.arm.Payload;
import dev.barre.benchmarks.arm.Tally;
import dev.barre.benchmarks.arm.Task;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.GenericMessageListener;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.kafka.support.serializer.JacksonJsonSerializer;

/** The JVM of an arm of this module. Listeners are called directly, without the reflection of annotated methods. */
final class SpringArms {
    private SpringArms() {}

    /** @param arguments see {@link ArmProgram#serve} */
    public static void main(String[] arguments) throws IOException {
        Map<String, Arm> arms = Map.of(
                "spring-record",
                (task, tally) -> listen(task, tally, 1, records(tally)),
                "spring-batch",
                (task, tally) -> listen(task, tally, 1, batches(tally)),
                "spring-record-concurrent",
                (task, tally) -> listen(task, tally, concurrency(task), records(tally)),
                "spring-batch-concurrent",
                (task, tally) -> listen(task, tally, concurrency(task), batches(tally)),
                "spring-template",
                SpringArms::send);
        ArmProgram.serve(arms, arguments);
    }

    /** A consumer for each partition is the most that makes sense. */
    private static int concurrency(Task task) {
        return Math.min(task.partitions(), task.width());
    }

    private static MessageListener<String, Payload> records(Tally tally) {
        return consumed -> tally.one(consumed.value());
    }

    private static BatchMessageListener<String, Payload> batches(Tally tally) {
        return (List<ConsumerRecord<String, Payload>> batch) -> {
            long check = 0;
            int good = 0;
            for (ConsumerRecord<String, Payload> consumed : batch) {
                Payload order = consumed.value();
                // What could not be read is null, and says why in a header.
                if (order != null) {
                    check += tally.work(order);
                    good++;
                }
            }
            tally.add(good, check);
        };
    }

    private static void listen(Task task, Tally tally, int concurrency, GenericMessageListener<?> listener)
            throws InterruptedException {
        var container = Containers.container(task, concurrency, listener);
        container.start();
        try {
            tally.awaitDone();
        } finally {
            container.stop();
        }
    }

    private static void send(Task task, Tally tally) {
        OrderSource orders = new OrderSource(task);
        var factory = new DefaultKafkaProducerFactory<String, Order>(
                task.producerProperties(), new StringSerializer(), new JacksonJsonSerializer<Order>().noTypeInfo());
        try {
            var template = new KafkaTemplate<>(factory);
            while (orders.hasNext() && !tally.isDone()) {
                Order order = orders.next();
                var sent = template.send(task.topic(), order.customerId(), order);
                var unused = sent.thenAccept(at -> tally.one(order));
                if (task.isSync()) {
                    sent.join();
                }
            }
            template.flush();
        } finally {
            factory.destroy();
        }
    }
}
