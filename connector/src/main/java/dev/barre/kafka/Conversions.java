package dev.barre.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Our records to Kafka's value types and back; refuses null where a user could have passed it. */
final class Conversions {
    private static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private Conversions() {}

    static TopicPartition ours(org.apache.kafka.common.TopicPartition partition) {
        return new TopicPartition(partition.topic(), partition.partition());
    }

    static org.apache.kafka.common.TopicPartition kafkas(TopicPartition partition) {
        return new org.apache.kafka.common.TopicPartition(partition.topic(), partition.partition());
    }

    /** Sorted by topic and index. */
    static List<TopicPartition> ours(Collection<org.apache.kafka.common.TopicPartition> partitions) {
        return partitions.stream().map(Conversions::ours).sorted(BY_NAME).toList();
    }

    /** In the order given. */
    static List<org.apache.kafka.common.TopicPartition> kafkas(String operation, List<TopicPartition> partitions) {
        List<org.apache.kafka.common.TopicPartition> result = new ArrayList<>(partitions.size());
        for (TopicPartition partition : partitions) {
            Arguments.checkPartition(operation, partition);
            result.add(kafkas(partition));
        }
        return result;
    }

    static Map<org.apache.kafka.common.TopicPartition, Long> kafkas(
            String operation, Collection<PartitionOffset> offsets) {
        Map<org.apache.kafka.common.TopicPartition, Long> result = new HashMap<>();
        for (PartitionOffset offset : offsets) {
            Arguments.checkOffset(operation, offset);
            result.put(kafkas(offset.partition()), offset.offset());
        }
        return result;
    }
}
