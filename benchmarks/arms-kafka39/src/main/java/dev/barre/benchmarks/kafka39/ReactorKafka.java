package dev.barre.benchmarks.kafka39;

import dev.barre.benchmarks.arm.Arm;
import dev.barre.benchmarks.arm.Order;
import dev.barre.benchmarks.arm.OrderSource;
import dev.barre.benchmarks.arm.Tally;
import dev.barre.benchmarks.arm.Task;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.kafka.receiver.KafkaReceiver;
import reactor.kafka.receiver.ReceiverOptions;
import reactor.kafka.sender.KafkaSender;
import reactor.kafka.sender.SenderOptions;
import reactor.kafka.sender.SenderRecord;

/** reactor-kafka with whole batches that are acknowledged by themselves, which its reference recommends for throughput. */
final class ReactorKafka {
    static final Map<String, Arm> ARMS = Map.of("reactor", ReactorKafka::receive, "reactor-sender", ReactorKafka::send);

    private ReactorKafka() {}

    private static void receive(Task task, Tally tally) throws InterruptedException {
        ReceiverOptions<String, byte[]> options = ReceiverOptions.<String, byte[]>create(task.consumerProperties())
                .withKeyDeserializer(new StringDeserializer())
                .withValueDeserializer(new ByteArrayDeserializer())
                .subscription(List.of(task.topic()));
        Disposable receiving = KafkaReceiver.create(options)
                .receiveAutoAck()
                .concatMap(batch -> batch)
                .subscribe(consumed -> handle(consumed, tally));
        try {
            tally.awaitDone();
        } finally {
            receiving.dispose();
        }
    }

    private static void handle(ConsumerRecord<String, byte[]> consumed, Tally tally) {
        Order order = JsonOrders.read(consumed.value());
        if (order != null) {
            tally.one(order);
        }
    }

    private static void send(Task task, Tally tally) {
        SenderOptions<String, byte[]> options = SenderOptions.<String, byte[]>create(task.producerProperties())
                .withKeySerializer(new StringSerializer())
                .withValueSerializer(new ByteArraySerializer());
        KafkaSender<String, byte[]> sender = KafkaSender.create(options);
        try {
            Flux<SenderRecord<String, byte[], Order>> orders = Flux.fromIterable(() -> new OrderSource(task))
                    .takeWhile(order -> !tally.isDone())
                    .map(order -> outgoing(task, order));
            var results =
                    task.isSync() ? orders.concatMap(order -> sender.send(Mono.just(order)), 1) : sender.send(orders);
            results.doOnNext(result -> tally.one(result.correlationMetadata())).blockLast();
        } finally {
            sender.close();
        }
    }

    private static SenderRecord<String, byte[], Order> outgoing(Task task, Order order) {
        return SenderRecord.create(
                new ProducerRecord<>(task.topic(), order.customerId(), JsonOrders.write(order)), order);
    }
}
