package dev.barre.kafka.chaos;

import dev.barre.kafka.Lanes;

/** Which records a member handles at the same time. */
enum LaneMode {
    SEQUENTIAL(Lanes.sequential(), true, false),
    BY_PARTITION(Lanes.byPartition(), true, false),
    BY_KEY(Lanes.byKey(8), true, true),
    UNORDERED(Lanes.unordered(8), false, true);

    private final Lanes lanes;
    private final boolean keepsKeyOrder;
    private final boolean leavesGaps;

    LaneMode(Lanes lanes, boolean keepsKeyOrder, boolean leavesGaps) {
        this.lanes = lanes;
        this.keepsKeyOrder = keepsKeyOrder;
        this.leavesGaps = leavesGaps;
    }

    Lanes lanes() {
        return lanes;
    }

    /** Whether the records of a key are handled in their order. */
    boolean keepsKeyOrder() {
        return keepsKeyOrder;
    }

    /** Whether records of a partition may be handled before an earlier one: those are handled again when the partition moves. */
    boolean leavesGaps() {
        return leavesGaps;
    }
}
