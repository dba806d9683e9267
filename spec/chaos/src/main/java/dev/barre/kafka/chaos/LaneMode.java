package dev.barre.kafka.chaos;

import dev.barre.kafka.ConsumerConfiguration;

/** Which records a member handles at the same time. */
enum LaneMode {
    SEQUENTIAL(false),
    BY_PARTITION(true);

    private final boolean lanePerPartition;

    LaneMode(boolean lanePerPartition) {
        this.lanePerPartition = lanePerPartition;
    }

    void configure(ConsumerConfiguration.Builder config) {
        config.decoupleProcessing(lanePerPartition);
    }

    /** Whether the records of a key are handled in their order. */
    boolean keepsKeyOrder() {
        return true;
    }
}
