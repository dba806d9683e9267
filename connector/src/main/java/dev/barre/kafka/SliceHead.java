package dev.barre.kafka;

import dev.barre.kafka.interop.RecordSlice;
import org.jspecify.annotations.Nullable;

/** A view of one record of a slice; makes nothing before it is asked. */
final class SliceHead implements RecordHead {
    private final RecordSlice slice;
    private final int index;

    SliceHead(RecordSlice slice, int index) {
        this.slice = slice;
        this.index = index;
    }

    @Override
    public PartitionOffset offset() {
        return new PartitionOffset(Conversions.ours(slice.partition()), slice.offset(index));
    }

    @Override
    public long timestamp() {
        return slice.timestamp(index);
    }

    @Override
    public byte @Nullable [] key() {
        return slice.key(index);
    }

    @Override
    public Headers headers() {
        return Headers.ofConsumed(slice.headers(index));
    }

    @Override
    public int valueSize() {
        byte[] value = slice.value(index);
        return value == null ? -1 : value.length;
    }

    /** The place alone: the rest may be confidential. */
    @Override
    public String toString() {
        return "RecordHead[" + offset() + "]";
    }
}
