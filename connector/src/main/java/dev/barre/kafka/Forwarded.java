package dev.barre.kafka;

import dev.barre.kafka.interop.OutgoingRecord;
import dev.barre.kafka.interop.RecordSlice;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A record that is sent on to another topic: key, value and timestamp as they were read.
 *
 * @param from the partition that it was read from
 * @param offset its offset there
 * @param to the topic that it goes to
 * @param timestamp milliseconds since the epoch, null where it has none
 * @param key its key, null for none
 * @param value its value, null for a tombstone
 * @param headers its headers
 */
record Forwarded(
        TopicPartition from,
        long offset,
        String to,
        @Nullable Long timestamp,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Headers headers) {
    static Forwarded of(RecordSlice slice, int index, String to, Headers headers) {
        long timestamp = slice.timestamp(index);
        return new Forwarded(
                slice.partition(),
                slice.offset(index),
                to,
                timestamp < 0 ? null : (Long) timestamp,
                slice.key(index),
                slice.value(index),
                headers);
    }

    /** The same without the message of the exception. */
    Forwarded smaller() {
        return new Forwarded(from, offset, to, timestamp, key, value, Provenance.withoutMessage(headers));
    }

    /** Goes to the partition of the number that it was read from, where the topic has so many; else by its key. */
    OutgoingRecord outgoingLike(int partitions) {
        return outgoing(from.partition() < partitions ? (Integer) from.partition() : null);
    }

    /** Goes to {@code partition}, or by its key where that is null. */
    OutgoingRecord outgoing(@Nullable Integer partition) {
        List<Map.Entry<String, byte @Nullable []>> entries = new ArrayList<>(headers.size());
        headers.forEach(header -> entries.add(new AbstractMap.SimpleImmutableEntry<>(header.name(), header.value())));
        return new OutgoingRecord(to, partition, timestamp, key, value, entries);
    }

    /** Where it stood, without key and value: they may be confidential. */
    @Override
    public String toString() {
        return from + "@" + offset + " to " + to;
    }
}
