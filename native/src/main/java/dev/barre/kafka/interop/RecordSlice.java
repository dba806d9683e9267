package dev.barre.kafka.interop;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive records of one partition as one poll returned them: a view by index, so that no object is made per record.
 * Immutable; readable from any thread. May hold no record at all, where the position moved over control records or aborted
 * transactions.
 */
public final class RecordSlice {
    private final TopicPartition partition;
    private final List<ConsumerRecord<byte[], byte[]>> records;
    private final long nextOffset;

    RecordSlice(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, long nextOffset) {
        this.partition = partition;
        this.records = records;
        this.nextOffset = nextOffset;
    }

    /**
     * A slice of records that did not come from a poll: replayed ones, or those of a test.
     *
     * @param records of {@code partition}, by ascending offset; may be empty
     * @param nextOffset where the partition goes on behind them, greater than every offset among them
     */
    public static RecordSlice of(
            TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, long nextOffset) {
        return new RecordSlice(partition, List.copyOf(records), nextOffset);
    }

    /** The records from {@code from} on, up to and without {@code to}; a view. It ends where the first record behind it begins. */
    public RecordSlice range(int from, int to) {
        return from == 0 && to == size()
                ? this
                : new RecordSlice(partition, records.subList(from, to), to == size() ? nextOffset : offset(to));
    }

    /** The records at {@code indices}, which ascend; holds on to no other record. */
    public RecordSlice select(int[] indices) {
        int behindLast = indices.length == 0 ? 0 : indices[indices.length - 1] + 1;
        return new RecordSlice(partition, at(indices), behindLast == size() ? nextOffset : offset(behindLast));
    }

    private List<ConsumerRecord<byte[], byte[]>> at(int[] indices) {
        if (indices.length == 1) {
            return List.of(records.get(indices[0]));
        }
        List<ConsumerRecord<byte[], byte[]>> selected = new ArrayList<>(indices.length);
        for (int index : indices) {
            selected.add(records.get(index));
        }
        return selected;
    }

    /** The partition of all the records. */
    public TopicPartition partition() {
        return partition;
    }

    /** How many records there are. */
    public int size() {
        return records.size();
    }

    /** The size of all keys and values, in bytes. */
    public long bytes() {
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> each : records) {
            // A null has the size -1.
            bytes += Math.max(0, each.serializedKeySize()) + (long) Math.max(0, each.serializedValueSize());
        }
        return bytes;
    }

    /** Where the partition goes on after this slice; past control records, so not always the last offset + 1. */
    public long nextOffset() {
        return nextOffset;
    }

    /** The offset of a record. */
    public long offset(int index) {
        return records.get(index).offset();
    }

    /** The timestamp of a record, milliseconds since the epoch. */
    public long timestamp(int index) {
        return records.get(index).timestamp();
    }

    /** The key of a record, null where it has none; not a copy. */
    public byte @Nullable [] key(int index) {
        return records.get(index).key();
    }

    /** The value of a record, null for a tombstone; not a copy. */
    public byte @Nullable [] value(int index) {
        return records.get(index).value();
    }

    /** The headers of a record, null where it has none. */
    public @Nullable RawHeaders headers(int index) {
        Header[] headers = records.get(index).headers().toArray();
        return headers.length == 0 ? null : new RawHeaders(headers);
    }
}
