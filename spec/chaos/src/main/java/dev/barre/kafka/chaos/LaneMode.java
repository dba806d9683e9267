package dev.barre.kafka.chaos;

import dev.barre.kafka.Lanes;

/** Which records a member handles at the same time. */
enum LaneMode {
    SEQUENTIAL(Lanes.sequential(), true),
    BY_PARTITION(Lanes.byPartition(), true),
    BY_KEY(Lanes.byKey(8), true),
    UNORDERED(Lanes.unordered(8), false);

    private final Lanes lanes;
    private final boolean keepsKeyOrder;

    LaneMode(Lanes lanes, boolean keepsKeyOrder) {
        this.lanes = lanes;
        this.keepsKeyOrder = keepsKeyOrder;
    }

    Lanes lanes() {
        return lanes;
    }

    /** Whether the records of a key are handled in their order. */
    boolean keepsKeyOrder() {
        return keepsKeyOrder;
    }

    /** Whether a record may be handled before an earlier one of its partition. */
    boolean overtakes() {
        return this == BY_KEY || this == UNORDERED;
    }
}
