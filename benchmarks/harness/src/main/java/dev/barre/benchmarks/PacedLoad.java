package dev.barre.benchmarks;

import dev.barre.benchmarks.arm.Order;
import dev.barre.benchmarks.arm.Work;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends orders at a constant rate, each with the time at which it was meant to be sent: when the sender, the broker or the arm falls
 * behind, those that wait for it are late too.
 */
final class PacedLoad {
    private final Case measured;
    private final String topic;
    private final KafkaProducer<String, byte[]> producer;
    private final Random random = new Random(1);
    private long checksum;

    PacedLoad(Case measured, String topic, KafkaProducer<String, byte[]> producer) {
        this.measured = measured;
        this.topic = topic;
        this.producer = producer;
    }

    /** One record for each partition, whose latency is not looked at. */
    void sendFirst() {
        for (int partition = 0; partition < measured.partitions(); partition++) {
            Order order = Order.of(partition, 0, measured.payloadBytes(), random);
            checksum += order.check();
            producer.send(new ProducerRecord<>(topic, partition, "first", Loader.json(order)));
        }
        producer.flush();
    }

    /** All others; returns when they are acknowledged. */
    void sendRest() {
        Keys keys = new Keys(measured.keys(), measured.zipf(), random);
        Instant now = Instant.now();
        long beginMicros = TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1000;
        long begin = System.nanoTime();
        for (int number = 0; number < measured.records(); number++) {
            long afterNanos = number * 1_000_000_000L / measured.rate();
            Order order = Order.of(number, beginMicros + afterNanos / 1000, measured.payloadBytes(), random);
            checksum += order.check();
            var outgoing = new ProducerRecord<>(topic, keys.next(), Loader.json(order));
            Work.block(begin + afterNanos - System.nanoTime());
            producer.send(outgoing);
        }
        producer.flush();
    }

    /** How many records there are in all. */
    static long records(Case measured) {
        return measured.records() + measured.partitions();
    }

    /** Of all that were sent. */
    long checksum() {
        return checksum;
    }
}
