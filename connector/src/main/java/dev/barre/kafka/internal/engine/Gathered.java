package dev.barre.kafka.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What polls have brought and lanes do not have yet. Many lanes get a record or two of one poll; handed over together, what several have
 * brought costs less. Nothing of it is kept back longer than a few polls that do not wait, nor in a rebalance. Owned by the thread that polls.
 */
final class Gathered {
    private static final int MOST_POLLS = 8;

    /** A poll that brings fewer has brought what there was. */
    private static final int MANY = 256;

    private final boolean ofSeveralPolls;
    private final Width places;
    private final Partitions<?> partitions;
    private final Consumer<List<Share>> lanes;
    private final List<Share> shares = new ArrayList<>();
    private int polls;
    private int last;

    /**
     * @param ofSeveralPolls whether anything is won by it, and nobody can tell; else each poll is handed over by itself
     * @param lanes takes what is handed over
     */
    Gathered(boolean ofSeveralPolls, Width places, Partitions<?> partitions, Consumer<List<Share>> lanes) {
        this.ofSeveralPolls = ofSeveralPolls;
        this.places = places;
        this.partitions = partitions;
        this.lanes = lanes;
    }

    /** The first poll comes next. */
    void begin() {
        polls = ofSeveralPolls ? 0 : MOST_POLLS;
    }

    /** A poll has brought {@code brought}. */
    void add(List<Share> brought) {
        polls++;
        last = Share.records(brought);
        shares.addAll(brought);
    }

    /** Whether another poll that does not wait is worth it: more seems to be fetched already, there is room for it, and no lane idles meanwhile. */
    boolean wantsMore() {
        return polls < MOST_POLLS && last >= MANY && places.isAtWork() && partitions.hasRoomBeside(shares);
    }

    /** Hands over what there is; a rebalance does so before anything else, and ends the gathering. */
    void handOver() {
        polls = MOST_POLLS;
        if (!shares.isEmpty()) {
            List<Share> all = List.copyOf(shares);
            shares.clear();
            lanes.accept(all);
        }
    }
}
