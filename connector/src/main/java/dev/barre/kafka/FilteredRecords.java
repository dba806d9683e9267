package dev.barre.kafka;

import dev.barre.kafka.internal.engine.RecordReader;
import dev.barre.kafka.internal.engine.Rejection;
import dev.barre.kafka.internal.engine.SliceReader;
import dev.barre.kafka.interop.RecordSlice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reader that asks a filter before anything is bound. What the filter throws reaches whoever reads. Thread-safe. */
final class FilteredRecords<R> implements RecordReader<R> {
    /** Says of a record that the filter has not accepted it. */
    static final Rejection FILTERED = new Rejection() {
        @Override
        public boolean isRetriable() {
            return false;
        }

        @Override
        public RuntimeException exception() {
            return ConnectorException.refused("poll", "the filter of the listener has not accepted the record.");
        }
    };

    private final RecordReader<R> reader;
    private final RecordFilter filter;

    private FilteredRecords(RecordReader<R> reader, RecordFilter filter) {
        this.reader = reader;
        this.filter = filter;
    }

    /** Reads what {@code filter} accepts by {@code reader}. */
    static <R> RecordReader<R> filtered(RecordReader<R> reader, RecordFilter filter) {
        return new FilteredRecords<>(reader, filter);
    }

    @Override
    public SliceReader<R> open(RecordSlice slice) {
        SliceReader<R> accepted = reader.open(slice);
        return (index, items) -> read(slice, index, accepted, items);
    }

    private @Nullable Rejection read(RecordSlice slice, int index, SliceReader<R> accepted, List<@Nullable R> items) {
        return filter.accepts(new SliceHead(slice, index)) ? accepted.read(index, items) : FILTERED;
    }
}
