package dev.barre.kafka.internal.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/** A lane for each delivery, so that none waits for another; what a poll brings is split into as many as may be at work at a time. */
final class UnorderedDispatch<R> implements Dispatch<R> {
    private final Supplier<Lane<R>> newLane;
    private final Width places;
    private final int width;
    private final boolean oneRecordEach;
    private final Set<Lane<R>> lanes = new HashSet<>();
    private int tidyAt;

    /** @param oneRecordEach whether the handler takes one record at a time, so that nothing is won by handing over more */
    UnorderedDispatch(Supplier<Lane<R>> newLane, Width places, int width, boolean oneRecordEach) {
        this.newLane = newLane;
        this.places = places;
        this.width = width;
        this.oneRecordEach = oneRecordEach;
    }

    @Override
    public void submit(List<Share> shares, Consumer<Delivery<R>> created) {
        if (lanes.size() > tidyAt) {
            tidy();
            tidyAt = 2 * (lanes.size() + width);
        }
        int records = Share.records(shares);
        int most = oneRecordEach ? 1 : Math.max(1, (records + width - 1) / width);
        List<Share> together = new ArrayList<>();
        int room = most;
        for (Share share : shares) {
            int from = 0;
            while (from < share.records()) {
                int to = Math.min(share.records(), from + room);
                together.add(share.range(from, to));
                room -= to - from;
                from = to;
                if (room == 0) {
                    submitOne(together, created);
                    together = new ArrayList<>();
                    room = most;
                }
            }
        }
        if (!together.isEmpty()) {
            submitOne(together, created);
        }
    }

    private void submitOne(List<Share> shares, Consumer<Delivery<R>> created) {
        Delivery<R> delivery = new Delivery<>(shares);
        created.accept(delivery);
        Lane<R> lane = newLane.get();
        lanes.add(lane);
        lane.submit(delivery);
    }

    @Override
    public boolean isOccupied(TopicPartition partition) {
        return places.isCrowded();
    }

    @Override
    public void forEach(Consumer<Lane<R>> each) {
        lanes.forEach(each);
    }

    @Override
    public void tidy() {
        lanes.removeIf(Lane::isIdle);
    }
}
