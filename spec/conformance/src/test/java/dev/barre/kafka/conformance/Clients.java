package dev.barre.kafka.conformance;

import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.ConsumerRecord;
import dev.barre.kafka.OffsetReset;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.TopicPartition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The clients and calls that most tests begin with. */
final class Clients {
    /** How long a test waits for what must happen. */
    static final Duration PATIENCE = Duration.ofSeconds(30);
    /** One round of a poll loop. */
    static final Duration ROUND = Duration.ofMillis(200);
    /** How long a test watches for what must not happen. */
    static final Duration WATCH = Duration.ofMillis(700);
    /** A port of the loopback address that nobody listens on. */
    static final String CLOSED_PORT = "127.0.0.1:1";
    /** A host that no name server knows (RFC 2606). */
    static final String UNKNOWN_HOST = "no-such-host.invalid:9092";

    private Clients() {}

    static Producer producer(String servers) {
        return Producer.create(servers, ProducerConfiguration.durable());
    }

    /** From the first record on, committing only when told to. */
    static ConsumerConfiguration.Builder reading(String group, String... topics) {
        ConsumerConfiguration.Builder builder = ConsumerConfiguration.builder()
                .groupId(group)
                .offsetReset(OffsetReset.EARLIEST)
                .autoCommit(false);
        return topics.length == 0 ? builder : builder.topics(topics);
    }

    static Consumer consumer(String servers, String group, String... topics) {
        return Consumer.create(servers, reading(group, topics).build());
    }

    /** A consumer without a group, at the beginning of the first {@code partitions} partitions of {@code topic}. */
    static Consumer assigned(String servers, String topic, int partitions) {
        Consumer consumer = Consumer.create(
                servers,
                ConsumerConfiguration.builder()
                        .offsetReset(OffsetReset.EARLIEST)
                        .build());
        consumer.assign(partitions(topic, partitions));
        return consumer;
    }

    static List<TopicPartition> partitions(String topic, int count) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int partition = 0; partition < count; partition++) {
            partitions.add(new TopicPartition(topic, partition));
        }
        return partitions;
    }

    /** Polls until at least {@code count} records are there or {@link #PATIENCE} is over. */
    static <V> List<ConsumerRecord<byte[], V>> pollUntil(Consumer consumer, int count, Class<V> type) {
        return until(count, () -> consumer.poll(ROUND, type));
    }

    /** Polls until at least {@code count} payloads are there or {@link #PATIENCE} is over. */
    static <V> List<V> payloadsUntil(Consumer consumer, int count, Class<V> type) {
        return until(count, () -> consumer.pollPayload(ROUND, type));
    }

    /** Adds up what {@code poll} returns. */
    static <T> List<T> until(int count, Supplier<List<T>> poll) {
        List<T> all = new ArrayList<>();
        Instant end = Instant.now().plus(PATIENCE);
        while (all.size() < count && Instant.now().isBefore(end)) {
            all.addAll(poll.get());
        }
        return all;
    }
}
