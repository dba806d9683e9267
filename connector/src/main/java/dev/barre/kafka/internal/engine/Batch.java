package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.RecordSlice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What was read from some slices: the items for a handler, in order, and the record that each of them stands for. Immutable; readable
 * from any thread.
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

    /**
     * Reads {@code slices}; each partition up to its end, or up to the first record that {@code policy} does not skip: what comes behind
     * that in a later slice is not read either. Whoever uses what was read calls {@link #tellSkipped}.
     */
    public static <R> Batch<R> read(List<RecordSlice> slices, RecordReader<R> reader, RejectionPolicy policy) {
        return read(slices, reader, policy, false);
    }

    /**
     * The same.
     *
     * @param inOrder whether of no partition anything is read behind the first record that {@code policy} does not skip
     */
    static <R> Batch<R> read(
            List<RecordSlice> slices, RecordReader<R> reader, RejectionPolicy policy, boolean inOrder) {
        List<@Nullable R> items = new ArrayList<>(count(slices));
        List<Part> parts = new ArrayList<>(slices.size());
        List<Blockage> blockages = List.of();
        for (RecordSlice slice : slices) {
            Blockage before =
                    inOrder && !blockages.isEmpty() ? blockages.get(0) : blockageOf(slice.partition(), blockages);
            Part part = before == null
                    ? readSlice(slice, reader.open(slice), policy, items)
                    : Part.behind(before, slice, items.size());
            parts.add(part);
            if (before == null && part.blockage != null) {
                blockages = new ArrayList<>(blockages);
                blockages.add(part.blockage);
            }
        }
        return new Batch<>(items, parts);
    }

    /**
     * What {@link #read} makes of {@code slices}.
     *
     * @param pieces read from ranges of them, one each, in order; those of a slice reach to its end, or to a record that blocks it
     */
    static <R> Batch<R> joined(List<RecordSlice> slices, List<Batch<R>> pieces) {
        List<@Nullable R> items = new ArrayList<>(count(slices));
        List<Part> parts = new ArrayList<>(slices.size());
        int next = 0;
        for (RecordSlice slice : slices) {
            int first = items.size();
            int end = 0;
            Blockage blockage = null;
            List<Skipped> skipped = new ArrayList<>();
            while (end < slice.size() && blockage == null) {
                Batch<R> piece = pieces.get(next++);
                Part part = piece.parts.get(0);
                items.addAll(piece.items);
                for (Skipped each : part.skipped) {
                    skipped.add(new Skipped(end + each.index(), each.rejection()));
                }
                end += part.endIndex;
                blockage = part.blockage;
            }
            parts.add(new Part(slice, first, Indices.without(end, skipped), skipped, end, blockage));
        }
        return new Batch<>(items, parts);
    }

    private static @Nullable Blockage blockageOf(TopicPartition partition, List<Blockage> blockages) {
        for (Blockage blockage : blockages) {
            if (blockage.partition().equals(partition)) {
                return blockage;
            }
        }
        return null;
    }

    /** How many records all of {@code slices} have. */
    static int count(List<RecordSlice> slices) {
        int count = 0;
        for (RecordSlice slice : slices) {
            count += slice.size();
        }
        return count;
    }

    private static <R> Part readSlice(
            RecordSlice slice, SliceReader<R> reader, RejectionPolicy policy, List<@Nullable R> items) {
        int first = items.size();
        List<Skipped> skipped = List.of();
        for (int index = 0; index < slice.size(); index++) {
            Rejection rejection = reader.read(index, items);
            if (rejection == null) {
                continue;
            }
            if (!policy.skips(slice.partition(), slice.offset(index), rejection)) {
                Blockage blockage = new Blockage(slice.partition(), slice.offset(index), rejection);
                return new Part(slice, first, Indices.without(index, skipped), skipped, index, blockage);
            }
            if (skipped.isEmpty()) {
                skipped = new ArrayList<>();
            }
            skipped.add(new Skipped(index, rejection));
        }
        return new Part(slice, first, Indices.without(slice.size(), skipped), skipped, slice.size(), null);
    }

    /** Tells {@code policy} what was skipped. */
    public void tellSkipped(RejectionPolicy policy) {
        for (Part part : parts) {
            for (Skipped skipped : part.skipped) {
                policy.skipped(part.partition(), part.slice.offset(skipped.index()), skipped.rejection());
            }
        }
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
            if (item < parts.get(index).endItem()) {
                return index;
            }
        }
        return -1;
    }

    /** The item that stands for the record at {@code offset}, -1 where none does. */
    int itemAt(TopicPartition partition, long offset) {
        for (Part part : parts) {
            if (part.partition().equals(partition)) {
                int item = part.itemAt(offset);
                if (item >= 0) {
                    return item;
                }
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
     * What is left when only some items and only some parts stay.
     *
     * @param left the items that stay
     * @param goesOn by the index of a part: whether it stays, and its items with it
     */
    Batch<R> remaining(BitSet left, IntPredicate goesOn) {
        List<@Nullable R> leftItems = new ArrayList<>(left.cardinality());
        List<Part> leftParts = new ArrayList<>(parts.size());
        for (int index = 0; index < parts.size(); index++) {
            if (goesOn.test(index)) {
                Part part = parts.get(index);
                leftParts.add(part.remaining(left, leftItems.size()));
                int end = part.endItem();
                for (int item = left.nextSetBit(part.firstItem);
                        item >= 0 && item < end;
                        item = left.nextSetBit(item + 1)) {
                    leftItems.add(items.get(item));
                }
            }
        }
        return new Batch<>(leftItems, leftParts);
    }

    /** A record that was passed over, by its index in the slice. */
    record Skipped(int index, Rejection rejection) {}

    /** Takes the records from one index on, up to and without another. */
    @FunctionalInterface
    interface Run {
        void of(int from, int to);
    }

    /** What a batch holds of one slice. */
    public static final class Part {
        private final RecordSlice slice;
        private final int firstItem;
        private final Indices indices;
        private final List<Skipped> skipped;
        private final int endIndex;
        private final @Nullable Blockage blockage;

        private Part(
                RecordSlice slice,
                int firstItem,
                Indices indices,
                List<Skipped> skipped,
                int endIndex,
                @Nullable Blockage blockage) {
            this.slice = slice;
            this.firstItem = firstItem;
            this.indices = indices;
            this.skipped = skipped;
            this.endIndex = endIndex;
            this.blockage = blockage;
        }

        /** Nothing of {@code slice}, which comes behind the record that blocks its partition or its lane, after {@code items} items. */
        private static Part behind(Blockage blockage, RecordSlice slice, int items) {
            return new Part(slice, items, Indices.without(0, List.of()), List.of(), 0, blockage);
        }

        private Part remaining(BitSet left, int newFirstItem) {
            return new Part(slice, newFirstItem, indices.only(left, firstItem), List.of(), endIndex, blockage);
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

        int firstItem() {
            return firstItem;
        }

        int endItem() {
            return firstItem + indices.size();
        }

        /** Where in the slice the record of {@code item} stands. */
        int index(int item) {
            return indices.at(item - firstItem);
        }

        /** Where the record of {@code item} stands, or that of the last item before it; -1 where the part begins behind it. */
        int lastIndexUpTo(int item) {
            int last = Math.min(item, endItem() - 1);
            return last < firstItem ? -1 : index(last);
        }

        /** The records that were passed over; none once a part was cut. */
        List<Skipped> skipped() {
            return skipped;
        }

        /** How many records of the slice were read. */
        int endIndex() {
            return endIndex;
        }

        /** Calls {@code run} for each unbroken run of records among the items {@code from} to one less than {@code to}. */
        void forEachRun(int from, int to, Run run) {
            int item = Math.max(from, firstItem);
            int end = Math.min(to, endItem());
            while (item < end) {
                int first = index(item);
                int last = first;
                while (++item < end && index(item) == last + 1) {
                    last++;
                }
                run.of(first, last + 1);
            }
        }

        private int itemAt(long offset) {
            int low = 0;
            int high = indices.size() - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                long found = slice.offset(indices.at(middle));
                if (found == offset) {
                    return firstItem + middle;
                }
                if (found < offset) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return -1;
        }
    }

    /** Ascending indices: the first so many, or those listed. Immutable. */
    private record Indices(int size, int @Nullable [] listed) {
        static Indices without(int end, List<Skipped> skipped) {
            if (skipped.isEmpty()) {
                return new Indices(end, null);
            }
            int[] listed = new int[end - skipped.size()];
            int next = 0;
            int gap = 0;
            for (int index = 0; index < end; index++) {
                if (gap < skipped.size() && skipped.get(gap).index() == index) {
                    gap++;
                } else {
                    listed[next++] = index;
                }
            }
            return new Indices(listed.length, listed);
        }

        int at(int place) {
            return listed == null ? place : listed[place];
        }

        /** Those whose place, counted from {@code first}, is in {@code places}. */
        Indices only(BitSet places, int first) {
            int[] only = new int[size];
            int count = 0;
            for (int place = places.nextSetBit(first);
                    place >= 0 && place < first + size;
                    place = places.nextSetBit(place + 1)) {
                only[count++] = at(place - first);
            }
            return new Indices(count, Arrays.copyOf(only, count));
        }
    }
}
