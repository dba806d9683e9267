package dev.barre.kafka.internal.engine;

import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Spreads records over lanes. Owned by the thread that polls. */
interface Dispatch<R> {
    /** Hands what polls have brought to the lanes; {@code created} hears of each delivery before its lane does. */
    void submit(List<Share> shares, Consumer<Delivery<R>> created);

    /** Whether records of {@code partition}, were they fetched now, are sure to wait for others. */
    boolean isOccupied(TopicPartition partition);

    /** Calls {@code each} for every lane that may have something. */
    void forEach(Consumer<Lane<R>> each);

    /** Partitions were taken away: lanes that have nothing may be given up. */
    void tidy();
}
