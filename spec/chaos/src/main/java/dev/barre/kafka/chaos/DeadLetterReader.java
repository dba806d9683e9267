package dev.barre.kafka.chaos;

import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.PartitionOffset;
import dev.barre.kafka.TopicPartition;
import java.time.Duration;
import java.util.List;

/** Reads a dead letter topic from its beginning, as it grows. Thread-safe. */
final class DeadLetterReader implements Evidence, AutoCloseable {
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);

    private final Consumer consumer;
    private final Ledger ledger;
    private final List<TopicPartition> partitions;

    /** Opens the topic, which exists. */
    DeadLetterReader(String servers, String topic, Ledger ledger) {
        this.ledger = ledger;
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
                        .forEach(record -> ledger.deadLettered(record.key(), record.sequence()));
            }
        }
    }

    @Override
    public synchronized void close() {
        consumer.close();
    }
}
