package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.RecordSlice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What was read from some slices: the items for a handler, in order, and how far each partition is settled when the first
 * so many of them are handled. Immutable; readable from any thread.
 *
 * @param <R> what a handler takes for one record
 */
public final class Batch<R> {
    private final List<@Nullable R> items;
    private final List<Part> parts;

    private Batch(List<@Nullable R> items, List<Part> parts) {
        this.items = Collections.unmodifiableList(items);
        this.parts = parts;
    }

    /** Reads {@code slices}; each partition up to its end, or up to the first record that {@code policy} does not skip. */
    public static <R> Batch<R> read(List<RecordSlice> slices, RecordReader<R> reader, RejectionPolicy policy) {
        List<@Nullable R> items = new ArrayList<>(count(slices));
        List<Part> parts = new ArrayList<>(slices.size());
        for (RecordSlice slice : slices) {
            parts.add(readSlice(slice, reader.open(slice), policy, items));
        }
        return new Batch<>(items, parts);
    }

    private static int count(List<RecordSlice> slices) {
        int count = 0;
        for (RecordSlice slice : slices) {
            count += slice.size();
        }
        return count;
    }

    private static <R> Part readSlice(
            RecordSlice slice, SliceReader<R> reader, RejectionPolicy policy, List<@Nullable R> items) {
        int first = items.size();
        List<Integer> skipped = List.of();
        for (int index = 0; index < slice.size(); index++) {
            Rejection rejection = reader.read(index, items);
            if (rejection == null) {
                continue;
            }
            if (!policy.skip(slice.partition(), slice.offset(index), rejection)) {
                Blockage blockage = new Blockage(slice.partition(), slice.offset(index), rejection);
                return new Part(slice, first, items.size(), 0, skipped, blockage);
            }
            if (skipped.isEmpty()) {
                skipped = new ArrayList<>();
            }
            skipped.add(index);
        }
        return new Part(slice, first, items.size(), 0, skipped, null);
    }

    /** The items, in the order of their partitions; null for a tombstone where the item is the bare payload. */
    public List<@Nullable R> items() {
        return items;
    }

    /** One per slice, in order. */
    public List<Part> parts() {
        return parts;
    }

    /** The index of the part that {@code item} belongs to, -1 where there is no such item. */
    int partOf(int item) {
        for (int index = 0; index < parts.size(); index++) {
            if (item < parts.get(index).endItem) {
                return index;
            }
        }
        return -1;
    }

    /** The partitions that could not be read to their end. */
    public List<Blockage> blockages() {
        List<Blockage> blockages = new ArrayList<>();
        for (Part part : parts) {
            if (part.blockage != null) {
                blockages.add(part.blockage);
            }
        }
        return blockages;
    }

    /**
     * What is left when the first {@code handled} items are handled and only some parts go on.
     *
     * @param goesOn by the index of a part: whether it stays
     */
    Batch<R> remaining(int handled, IntPredicate goesOn) {
        List<@Nullable R> left = new ArrayList<>(items.size());
        List<Part> leftParts = new ArrayList<>(parts.size());
        for (int index = 0; index < parts.size(); index++) {
            if (goesOn.test(index)) {
                Part part = parts.get(index);
                int from = Math.min(Math.max(part.firstItem, handled), part.endItem);
                leftParts.add(part.from(from, left.size()));
                left.addAll(items.subList(from, part.endItem));
            }
        }
        return new Batch<>(left, leftParts);
    }

    /** What a batch holds of one slice. */
    public static final class Part {
        private final RecordSlice slice;
        private final int firstItem;
        private final int endItem;
        /** How many items of the slice were handled before this part began. */
        private final int handledBefore;

        private final List<Integer> skipped;
        private final @Nullable Blockage blockage;

        private Part(
                RecordSlice slice,
                int firstItem,
                int endItem,
                int handledBefore,
                List<Integer> skipped,
                @Nullable Blockage blockage) {
            this.slice = slice;
            this.firstItem = firstItem;
            this.endItem = endItem;
            this.handledBefore = handledBefore;
            this.skipped = skipped;
            this.blockage = blockage;
        }

        private Part from(int item, int newFirstItem) {
            return new Part(
                    slice,
                    newFirstItem,
                    newFirstItem + endItem - item,
                    handledBefore + item - firstItem,
                    skipped,
                    blockage);
        }

        /** The partition. */
        public TopicPartition partition() {
            return slice.partition();
        }

        /** Why the slice was not read to its end, null where it was. */
        public @Nullable Blockage blockage() {
            return blockage;
        }

        /** The next offset to read when all items of the part are handled. */
        public long end() {
            return blockage == null ? slice.nextOffset() : blockage.offset();
        }

        /** Whether anything of the part is settled when the first {@code handled} items of the whole batch are handled. */
        boolean isBegunAfter(int handled) {
            return handled > firstItem || firstItem == endItem;
        }

        /** The next offset to read when the first {@code handled} items of the whole batch are handled, and no more. */
        public long settledAfter(int handled) {
            if (handled >= endItem || firstItem == endItem) {
                // Nothing, or nothing more, of this part waits for a handler; also where all of it was skipped.
                return end();
            }
            return slice.offset(indexOf(handledBefore + Math.max(0, handled - firstItem)));
        }

        private int indexOf(int item) {
            int index = item;
            for (int gap : skipped) {
                if (gap <= index) {
                    index++;
                }
            }
            return index;
        }
    }
}
