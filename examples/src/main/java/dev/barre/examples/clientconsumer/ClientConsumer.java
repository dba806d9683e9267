package dev.barre.examples.clientconsumer;

import dev.barre.examples.ExampleBroker;
import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.ConsumerRecord;
import dev.barre.kafka.OffsetReset;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.ProducerRecord;
import dev.barre.kafka.TopicPartition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Polls records by itself, typed keys and values, and commits when it has worked through each batch. */
public final class ClientConsumer {
    private static final int READINGS = 300;
    private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(30);

    private ClientConsumer() {}

    /** What a thermometer says. */
    public record Reading(String room, double celsius) {}

    /** The warmest reading of each room, and where the group stands. */
    public record Result(int readings, Map<String, Double> warmest, Optional<Long> committed) {}

    /** Takes {@code --bootstrap-servers}, or runs on a broker in this JVM. */
    public static void main(String[] args) {
        ExampleBroker.run(args, ClientConsumer::run);
    }

    /** Produces readings and consumes them. */
    public static Result run(String bootstrapServers) {
        String topic = ExampleBroker.newTopic(bootstrapServers, "readings", 1);
        produce(bootstrapServers, topic);

        ConsumerConfiguration configuration = ConsumerConfiguration.builder()
                .groupId(topic + "-group")
                .topics(topic)
                .offsetReset(OffsetReset.EARLIEST)
                .autoCommit(false)
                .build();
        Map<String, Double> warmest = new TreeMap<>();
        int readings = 0;
        try (Consumer consumer = Consumer.create(bootstrapServers, configuration)) {
            long deadline = System.nanoTime() + GIVE_UP_AFTER.toNanos();
            while (readings < READINGS && System.nanoTime() < deadline) {
                List<ConsumerRecord<String, Reading>> records =
                        consumer.poll(Duration.ofMillis(500), String.class, Reading.class);
                for (ConsumerRecord<String, Reading> record : records) {
                    Reading reading = record.value();
                    if (reading != null) {
                        warmest.merge(reading.room(), reading.celsius(), Math::max);
                        readings++;
                    }
                }
                consumer.commit();
            }
            return new Result(
                    readings,
                    warmest,
                    consumer.getCommittedOffset(new TopicPartition(topic, 0)).map(committed -> committed.offset()));
        }
    }

    private static void produce(String bootstrapServers, String topic) {
        List<ProducerRecord<String, Reading>> records = IntStream.range(0, READINGS)
                .mapToObj(i -> new Reading("room-" + i % 3, 18 + i % 70 / 10.0))
                .map(reading -> ProducerRecord.of(topic, reading.room(), reading))
                .toList();
        try (Producer producer = Producer.create(bootstrapServers, ProducerConfiguration.durable())) {
            producer.sendAll(records).throwIfFailed();
        }
    }
}
