package dev.barre.kafka.interop;

import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The partitions of one topic, as the clients tell them. */
final class Partitions {
    private Partitions() {}

    /** By index; an unknown topic has none. */
    static List<TopicPartition> sorted(@Nullable List<PartitionInfo> partitions) {
        if (partitions == null) {
            return List.of();
        }
        return partitions.stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .sorted(Comparator.comparingInt(TopicPartition::partition))
                .toList();
    }
}
