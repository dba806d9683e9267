package dev.barre.kafka.interop;

import java.util.List;
import java.util.Objects;
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
    private final ConsumerRecord<byte[], byte[]>[] records;

    /** Where the first of them stands. */
    private final int first;

    private final int size;
    private final long nextOffset;

    private RecordSlice(
            TopicPartition partition, ConsumerRecord<byte[], byte[]>[] records, int first, int size, long nextOffset) {
        this.partition = partition;
        this.records = records;
        this.first = first;
        this.size = size;
        this.nextOffset = nextOffset;
    }

    /**
     * A slice of {@code records}: of what a poll has returned, of replayed ones, or those of a test.
     *
     * @param records of {@code partition}, by ascending offset; may be empty
     * @param nextOffset where the partition goes on behind them, greater than every offset among them
     */
    public static RecordSlice of(
            TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, long nextOffset) {
        return new RecordSlice(partition, records.toArray(array(0)), 0, records.size(), nextOffset);
    }

    /** The records from {@code from} on, up to and without {@code to}; a view. It ends where the first record behind it begins. */
    public RecordSlice range(int from, int to) {
        Objects.checkFromToIndex(from, to, size);
        return from == 0 && to == size
                ? this
                : new RecordSlice(partition, records, first + from, to - from, to == size ? nextOffset : offset(to));
    }

    /** The records at {@code indices}, which ascend; holds on to no other record. */
    public RecordSlice select(int[] indices) {
        int behindLast = indices.length == 0 ? 0 : indices[indices.length - 1] + 1;
        ConsumerRecord<byte[], byte[]>[] selected = array(indices.length);
        for (int index = 0; index < indices.length; index++) {
            selected[index] = record(indices[index]);
        }
        return new RecordSlice(
                partition, selected, 0, selected.length, behindLast == size ? nextOffset : offset(behindLast));
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // there is no array of a generic type
    private static ConsumerRecord<byte[], byte[]>[] array(int length) {
        return new ConsumerRecord[length];
    }

    private ConsumerRecord<byte[], byte[]> record(int index) {
        return records[first + Objects.checkIndex(index, size)];
    }

    /** The partition of all the records. */
    public TopicPartition partition() {
        return partition;
    }

    /** How many records there are. */
    public int size() {
        return size;
    }

    /** The size of all keys and values, in bytes. */
    public long bytes() {
        long bytes = 0;
        for (int index = 0; index < size; index++) {
            ConsumerRecord<byte[], byte[]> each = record(index);
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
        return record(index).offset();
    }

    /** The timestamp of a record, milliseconds since the epoch. */
    public long timestamp(int index) {
        return record(index).timestamp();
    }

    /** The key of a record, null where it has none; not a copy. */
    public byte @Nullable [] key(int index) {
        return record(index).key();
    }

    /** The value of a record, null for a tombstone; not a copy. */
    public byte @Nullable [] value(int index) {
        return record(index).value();
    }

    /** The headers of a record, null where it has none. */
    public @Nullable RawHeaders headers(int index) {
        Header[] headers = record(index).headers().toArray();
        return headers.length == 0 ? null : new RawHeaders(headers);
    }
}
