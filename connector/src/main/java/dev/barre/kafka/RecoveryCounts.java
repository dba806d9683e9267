package dev.barre.kafka;

import java.util.concurrent.atomic.LongAdder;

/**
 * How many records were not handled in the end, by what became of them. Thread-safe.
 *
 * @param deadLettered acknowledged in a dead letter topic
 * @param retried acknowledged in a retry topic
 * @param skipped passed over
 */
record RecoveryCounts(LongAdder deadLettered, LongAdder retried, LongAdder skipped) {
    RecoveryCounts() {
        this(new LongAdder(), new LongAdder(), new LongAdder());
    }
}
