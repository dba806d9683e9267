package dev.barre.kafka;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A record to send (specification 3.1). Immutable, as far as key and value are.
 *
 * @param topic its topic
 * @param partition its partition; empty lets the partitioner choose, by key where there is one
 * @param timestamp milliseconds since the epoch; empty for the time of the send
 * @param key its key, null for none
 * @param value its value, null for a tombstone
 * @param headers its headers
 * @param <K> the type of the key
 * @param <V> the type of the value
 */
public record ProducerRecord<K, V>(
        String topic,
        OptionalInt partition,
        OptionalLong timestamp,
        @Nullable K key,
        @Nullable V value,
        Headers headers) {
    /** A record without a key. */
    public static <V> ProducerRecord<Void, V> of(String topic, @Nullable V value) {
        return new ProducerRecord<>(topic, OptionalInt.empty(), OptionalLong.empty(), null, value, Headers.empty());
    }

    /** A record with a key; records with equal keys keep their order, in one partition. */
    public static <K, V> ProducerRecord<K, V> of(String topic, @Nullable K key, @Nullable V value) {
        return new ProducerRecord<>(topic, OptionalInt.empty(), OptionalLong.empty(), key, value, Headers.empty());
    }

    /** The same for this partition. */
    public ProducerRecord<K, V> withPartition(int partition) {
        return new ProducerRecord<>(topic, OptionalInt.of(partition), timestamp, key, value, headers);
    }

    /** The same at this time, in milliseconds since the epoch. */
    public ProducerRecord<K, V> withTimestamp(long timestamp) {
        return new ProducerRecord<>(topic, partition, OptionalLong.of(timestamp), key, value, headers);
    }

    /** The same with these headers instead of what it has. */
    public ProducerRecord<K, V> withHeaders(Headers headers) {
        return new ProducerRecord<>(topic, partition, timestamp, key, value, headers);
    }

    /** The same with one header more, its value in UTF-8. */
    public ProducerRecord<K, V> withHeader(String name, @Nullable String value) {
        return withHeaders(headers.with(name, value));
    }

    /** Where it goes, without key and value: they may be confidential. */
    @Override
    public String toString() {
        return "ProducerRecord[" + topic + (partition.isPresent() ? "-" + partition.getAsInt() : "") + "]";
    }
}
