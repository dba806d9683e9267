package dev.barre.kafka.chaos;

import java.time.Duration;

/**
 * What came of a trial.
 *
 * @param produced records that the broker has acknowledged
 * @param notAcknowledged records that the producer has given up
 * @param handled different records that were handled
 * @param duplicates how often a record was handled again
 * @param faults faults that were injected
 * @param rebalances how often a member of this process was assigned partitions
 * @param mostWaiting the most records that were acknowledged and not settled at a time
 * @param longestStandstill the longest time without a record handled while some waited
 */
record TrialResult(
        String scenario,
        Variant variant,
        long produced,
        long notAcknowledged,
        long handled,
        long deadLettered,
        long duplicates,
        int faults,
        int rebalances,
        long mostWaiting,
        Duration longestStandstill,
        Findings findings) {
    boolean isGood() {
        return findings.isEmpty();
    }
}
