package dev.barre.benchmarks.kafka39;

import dev.barre.benchmarks.arm.Arm;
import dev.barre.benchmarks.arm.Order;
import dev.barre.benchmarks.arm.Tally;
import dev.barre.benchmarks.arm.Task;
import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Parallel Consumer, in the order of keys unless said otherwise. */
final class ParallelConsumer {
    static final Map<String, Arm> ARMS = Map.of(
            "parallel-consumer",
            (task, tally) -> consume(task, tally, ProcessingOrder.KEY),
            "parallel-consumer-unordered",
            (task, tally) -> consume(task, tally, ProcessingOrder.UNORDERED));

    private ParallelConsumer() {}

    private static void consume(Task task, Tally tally, ProcessingOrder order) throws InterruptedException {
        Map<String, Object> properties = task.consumerProperties();
        properties.put("enable.auto.commit", false);
        var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
        var options = ParallelConsumerOptions.<String, byte[]>builder()
                .ordering(order)
                .maxConcurrency(task.width())
                .consumer(consumer)
                .build();
        ParallelStreamProcessor<String, byte[]> processor = ParallelStreamProcessor.createEosStreamProcessor(options);
        try {
            processor.subscribe(List.of(task.topic()));
            processor.poll(context -> handle(context.value(), tally));
            tally.awaitDone();
        } finally {
            processor.closeDontDrainFirst();
        }
    }

    private static void handle(byte[] value, Tally tally) {
        Order order = JsonOrders.read(value);
        if (order != null) {
            tally.one(order);
        }
    }
}
