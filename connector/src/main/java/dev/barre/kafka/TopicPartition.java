package dev.barre.kafka;

import java.io.Serializable;

/**
 * One partition of a topic (specification 2.2).
 *
 * @param topic the name of the topic
 * @param partition the index of the partition, from 0
 */
public record TopicPartition(String topic, int partition) implements Serializable {
    /** Returns {@code topic-partition}, as Kafka's tools write it. */
    @Override
    public String toString() {
        return topic + '-' + partition;
    }
}
