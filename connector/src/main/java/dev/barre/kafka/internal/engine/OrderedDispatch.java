package dev.barre.kafka.internal.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/** One lane for all partitions, or one for each. A partition that comes back queues up behind what its old lane still has. */
final class OrderedDispatch<R, L> implements Dispatch<R> {
    private final Function<TopicPartition, L> nameOfLane;
    private final Supplier<Lane<R>> newLane;
    private final Map<L, Lane<R>> lanes = new HashMap<>();

    private OrderedDispatch(Function<TopicPartition, L> nameOfLane, Supplier<Lane<R>> newLane) {
        this.nameOfLane = nameOfLane;
        this.newLane = newLane;
    }

    static <R> Dispatch<R> oneLane(Supplier<Lane<R>> newLane) {
        return new OrderedDispatch<>(partition -> "all", newLane);
    }

    static <R> Dispatch<R> lanePerPartition(Supplier<Lane<R>> newLane) {
        return new OrderedDispatch<>(partition -> partition, newLane);
    }

    @Override
    public void submit(List<Share> shares, Consumer<Delivery<R>> created) {
        Map<L, List<Share>> byLane = new LinkedHashMap<>();
        for (Share share : shares) {
            byLane.computeIfAbsent(nameOfLane.apply(share.state().partition()), name -> new ArrayList<>())
                    .add(share);
        }
        byLane.forEach((name, together) -> {
            Delivery<R> delivery = Delivery.toReadAhead(together);
            created.accept(delivery);
            lanes.computeIfAbsent(name, added -> newLane.get()).submit(delivery);
        });
    }

    @Override
    public boolean isOccupied(TopicPartition partition) {
        Lane<R> lane = lanes.get(nameOfLane.apply(partition));
        return lane != null && !lane.isIdle();
    }

    @Override
    public void forEach(Consumer<Lane<R>> each) {
        lanes.values().forEach(each);
    }

    @Override
    public void tidy() {
        lanes.values().removeIf(Lane::isIdle);
    }
}
