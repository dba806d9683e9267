package dev.barre.kafka.internal.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Lanes by the hash of the key, many more of them than may be at work at a time, so that few keys wait for each other. Records with equal
 * key bytes share a lane; records without a key share that of their partition.
 */
final class KeyDispatch<R> implements Dispatch<R> {
    private static final int LANES_PER_PLACE = 16;
    private static final int MOST_LANES = 1 << 16;

    private final Supplier<Lane<R>> newLane;
    private final Width places;
    private final @Nullable Lane<R>[] lanes;

    @SuppressWarnings({"unchecked", "rawtypes"}) // there is no array of a generic type
    KeyDispatch(Supplier<Lane<R>> newLane, Width places, int width) {
        this.newLane = newLane;
        this.places = places;
        int wanted = (int) Math.min(MOST_LANES, (long) width * LANES_PER_PLACE);
        this.lanes = new Lane[Integer.highestOneBit(Math.max(1, wanted - 1)) << 1];
    }

    @Override
    public void submit(List<Share> shares, Consumer<Delivery<R>> created) {
        long[] places = placesByLane(shares);
        int from = 0;
        while (from < places.length) {
            int lane = laneAt(places[from]);
            int to = from + 1;
            while (to < places.length && laneAt(places[to]) == lane) {
                to++;
            }
            Delivery<R> delivery = new Delivery<>(selected(shares, places, from, to));
            created.accept(delivery);
            lane(lane).submit(delivery);
            from = to;
        }
    }

    /** For each record its lane in the upper half, and which of all records it is in the lower one; ascending. */
    private long[] placesByLane(List<Share> shares) {
        long[] places = new long[Share.records(shares)];
        int next = 0;
        for (Share share : shares) {
            for (int index = 0; index < share.records(); index++) {
                places[next] = (long) laneOf(share, index) << Integer.SIZE | next;
                next++;
            }
        }
        Arrays.sort(places);
        return places;
    }

    private static int laneAt(long place) {
        return (int) (place >>> Integer.SIZE);
    }

    /** The records at {@code places}, from {@code from} on, up to and without {@code to}. */
    private static List<Share> selected(List<Share> shares, long[] places, int from, int to) {
        List<Share> selected = List.of();
        int next = from;
        int first = 0;
        for (Share share : shares) {
            int end = first + share.records();
            int begin = next;
            while (next < to && (int) places[next] < end) {
                next++;
            }
            if (next > begin) {
                int[] indices = new int[next - begin];
                for (int index = 0; index < indices.length; index++) {
                    indices[index] = (int) places[begin + index] - first;
                }
                selected = appended(selected, share.select(indices));
            }
            if (next == to) {
                break;
            }
            first = end;
        }
        return selected;
    }

    /** Most deliveries have one share. */
    private static List<Share> appended(List<Share> shares, Share share) {
        if (shares.isEmpty()) {
            return List.of(share);
        }
        List<Share> appended = new ArrayList<>(shares);
        appended.add(share);
        return appended;
    }

    private int laneOf(Share share, int index) {
        byte[] key = share.slice().key(index);
        int hash = key == null ? share.state().partition().hashCode() : Arrays.hashCode(key);
        // Spreads all bits over the low ones, which are the lane.
        int mixed = (hash ^ hash >>> 16) * 0x85ebca6b;
        mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae35;
        return (mixed ^ mixed >>> 16) & lanes.length - 1;
    }

    private Lane<R> lane(int index) {
        Lane<R> lane = lanes[index];
        if (lane == null) {
            lane = newLane.get();
            lanes[index] = lane;
        }
        return lane;
    }

    @Override
    public boolean isOccupied(TopicPartition partition) {
        return places.isCrowded();
    }

    @Override
    public void forEach(Consumer<Lane<R>> each) {
        for (Lane<R> lane : lanes) {
            if (lane != null && !lane.isIdle()) {
                each.accept(lane);
            }
        }
    }

    @Override
    public void tidy() {}
}
