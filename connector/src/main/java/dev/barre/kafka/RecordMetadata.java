package dev.barre.kafka;

import java.util.OptionalLong;

/**
 * Where a record that was sent now stands.
 *
 * @param topic its topic
 * @param partition its partition
 * @param offset its offset, empty where the broker was not asked for one ({@link Acks#NONE})
 * @param timestamp its timestamp in milliseconds since the epoch, empty where it is not known
 * @param serializedKeySize the size of the key in bytes, -1 for a null key
 * @param serializedValueSize the size of the value in bytes, -1 for a null value
 */
public record RecordMetadata(
        String topic,
        int partition,
        OptionalLong offset,
        OptionalLong timestamp,
        int serializedKeySize,
        int serializedValueSize) {}
