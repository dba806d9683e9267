package dev.barre.kafka;

import org.jspecify.annotations.Nullable;

/**
 * A record that was consumed (specification 4.1). Immutable, as far as key and value are.
 *
 * @param key its key, null where it has none
 * @param value its value, null for a tombstone
 * @param timestamp milliseconds since the epoch, as the topic is configured: when it was sent or when it was appended
 * @param offset where it stands
 * @param headers its headers
 * @param <K> the type of the key
 * @param <V> the type of the value
 */
public record ConsumerRecord<K, V>(
        @Nullable K key, @Nullable V value, long timestamp, PartitionOffset offset, Headers headers) {
    /** The topic it came from. */
    public String topic() {
        return offset.partition().topic();
    }

    /** The partition it came from. */
    public int partition() {
        return offset.partition().partition();
    }

    /** Where it stands, without key and value: they may be confidential. */
    @Override
    public String toString() {
        return "ConsumerRecord[" + offset + "]";
    }
}
