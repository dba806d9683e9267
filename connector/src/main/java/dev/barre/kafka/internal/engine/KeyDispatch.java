package dev.barre.kafka.internal.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lanes by the hash of the key, many more of them than may be at work at a time, so that few keys wait for each other. Records with equal
 * key bytes share a lane; records without a key share that of their partition.
 */
final class KeyDispatch<R> implements Dispatch<R> {
    private static final int LANES_PER_PLACE = 16;
    private static final int MOST_LANES = 1 << 16;

    private final Supplier<Lane<R>> newLane;
    private final @Nullable Lane<R>[] lanes;

    @SuppressWarnings({"unchecked", "rawtypes"}) // there is no array of a generic type
    KeyDispatch(Supplier<Lane<R>> newLane, int width) {
        this.newLane = newLane;
        int wanted = (int) Math.min(MOST_LANES, (long) width * LANES_PER_PLACE);
        this.lanes = new Lane[Integer.highestOneBit(Math.max(1, wanted - 1)) << 1];
    }

    @Override
    public void submit(List<Share> shares, Consumer<Delivery<R>> created) {
        Map<Integer, List<Share>> byLane = new LinkedHashMap<>();
        for (Share share : shares) {
            Map<Integer, Chosen> chosen = new LinkedHashMap<>();
            for (int index = 0; index < share.records(); index++) {
                chosen.computeIfAbsent(laneOf(share, index), lane -> new Chosen())
                        .add(index);
            }
            chosen.forEach((lane, indices) ->
                    byLane.computeIfAbsent(lane, name -> new ArrayList<>()).add(share.select(indices.toArray())));
        }
        byLane.forEach((lane, together) -> {
            Delivery<R> delivery = new Delivery<>(together);
            created.accept(delivery);
            lane(lane).submit(delivery);
        });
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
    public void forEach(Consumer<Lane<R>> each) {
        for (Lane<R> lane : lanes) {
            if (lane != null && !lane.isIdle()) {
                each.accept(lane);
            }
        }
    }

    @Override
    public void tidy() {}

    /** Indices, collected. */
    private static final class Chosen {
        private int[] indices = new int[4];
        private int count;

        void add(int index) {
            if (count == indices.length) {
                indices = Arrays.copyOf(indices, 2 * count);
            }
            indices[count++] = index;
        }

        int[] toArray() {
            return Arrays.copyOf(indices, count);
        }
    }
}
