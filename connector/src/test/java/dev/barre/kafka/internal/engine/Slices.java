package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.RecordSlice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Slices of records whose value is their offset in text, and a reader for them. */
final class Slices {
    static final TopicPartition P0 = new TopicPartition("orders", 0);
    static final TopicPartition P1 = new TopicPartition("orders", 1);
    static final TopicPartition P2 = new TopicPartition("orders", 2);

    private static final AtomicInteger CHANGES = new AtomicInteger();

    private Slices() {}

    /** A partition of the one member that all tests share. */
    static PartitionState state(TopicPartition partition) {
        return new PartitionState(partition, CHANGES);
    }

    /** The records {@code from} to one less than {@code end}. */
    static RecordSlice range(TopicPartition partition, long from, long end) {
        return of(partition, end, LongStream.range(from, end).toArray());
    }

    static RecordSlice of(TopicPartition partition, long nextOffset, long... offsets) {
        List<ConsumerRecord<byte[], byte[]>> records = LongStream.of(offsets)
                .mapToObj(offset -> new ConsumerRecord<byte[], byte[]>(
                        partition.topic(), partition.partition(), offset, null, bytes(offset)))
                .toList();
        return RecordSlice.of(partition, records, nextOffset);
    }

    /** Records with these keys, from offset 0 on. */
    static RecordSlice keyed(TopicPartition partition, @Nullable String... keys) {
        return keyedFrom(partition, 0, keys);
    }

    static RecordSlice keyedFrom(TopicPartition partition, long first, @Nullable String... keys) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (String key : keys) {
            long offset = first + records.size();
            byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
            records.add(new ConsumerRecord<>(partition.topic(), partition.partition(), offset, bytes, bytes(offset)));
        }
        return RecordSlice.of(partition, records, first + keys.length);
    }

    private static byte[] bytes(long offset) {
        return Long.toString(offset).getBytes(StandardCharsets.UTF_8);
    }

    /** Reads each record to {@code partition:offset} and rejects those that {@code rejected} names. */
    static RecordReader<String> reader(String... rejected) {
        List<String> bad = List.of(rejected);
        return slice -> (index, items) -> {
            String item = slice.partition().partition() + ":" + slice.offset(index);
            if (bad.contains(item)) {
                return new Bad(item);
            }
            items.add(item);
            return null;
        };
    }

    /** A rejection that is not retriable. */
    record Bad(String item) implements Rejection {
        @Override
        public boolean isRetriable() {
            return false;
        }

        @Override
        public RuntimeException exception() {
            return new IllegalArgumentException(item);
        }
    }
}
