package dev.barre.kafka;

import java.io.Serializable;

/**
 * A place in a partition (specification 2.3).
 *
 * @param partition the partition
 * @param offset the offset of a record; where it is committed or sought, the next offset to read
 */
public record PartitionOffset(TopicPartition partition, long offset) implements Serializable {
    /** The place in {@code topic}, {@code partition} at {@code offset}. */
    public static PartitionOffset of(String topic, int partition, long offset) {
        return new PartitionOffset(new TopicPartition(topic, partition), offset);
    }

    /** Returns {@code topic-partition@offset}. */
    @Override
    public String toString() {
        return partition.toString() + '@' + offset;
    }
}
