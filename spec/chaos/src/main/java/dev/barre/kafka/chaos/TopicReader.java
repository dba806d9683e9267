package dev.barre.kafka.chaos;

import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.PartitionOffset;
import dev.barre.kafka.TopicPartition;
import java.time.Duration;
import java.util.List;

/** Reads a topic to which listeners forward records from its beginning, as it grows. Thread-safe. */
final class TopicReader implements Evidence, AutoCloseable {
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);

    private final Consumer consumer;
    private final Found account;
    private final List<TopicPartition> partitions;

    /** Hears of each record of the topic. */
    @FunctionalInterface
    interface Found {
        void found(String key, long sequence);
    }

    /** Opens the topic, which exists. */
    TopicReader(String servers, String topic, Found account) {
        this.account = account;
        this.consumer = Consumer.create(
                servers, ConsumerConfiguration.builder().autoCommit(false).build());
        this.partitions = consumer.getTopicPartitions(topic);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    @Override
    public synchronized void catchUp() {
        for (PartitionOffset end : consumer.getEndOffsets(partitions)) {
            while (consumer.getPositionOffset(end.partition()) < end.offset()) {
                consumer.pollPayload(POLL_TIMEOUT, Numbered.class)
                        .forEach(record -> account.found(record.key(), record.sequence()));
            }
        }
    }

    @Override
    public synchronized void close() {
        consumer.close();
    }
}
