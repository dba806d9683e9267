package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.RecordSlice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Settles what batches of some slices come to, a slice of each partition. */
final class Settling {
    private final Map<TopicPartition, Progress> progress = new LinkedHashMap<>();
    private final Map<TopicPartition, SliceProgress> slices = new LinkedHashMap<>();

    Settling(List<RecordSlice> read) {
        for (RecordSlice slice : read) {
            Progress own = new Progress();
            own.restartAt(slice.size() == 0 ? Progress.NOTHING : slice.offset(0));
            progress.put(slice.partition(), own);
            slices.put(slice.partition(), own.add(slice));
        }
    }

    /** What was passed over when {@code batch} was read. */
    Settling skipped(Batch<?> batch) {
        for (Batch.Part part : batch.parts()) {
            part.skipped().forEach(each -> slice(part).settle(each.index(), each.index() + 1));
        }
        return this;
    }

    /** The first so many items of {@code batch}. */
    Settling handled(Batch<?> batch, int items) {
        batch.parts().forEach(part -> part.forEachRun(0, items, slice(part)::settle));
        return this;
    }

    private SliceProgress slice(Batch.Part part) {
        return slices.get(part.partition());
    }

    /** How far each partition is settled. */
    List<Long> settled() {
        return progress.values().stream().map(Progress::settled).toList();
    }
}
