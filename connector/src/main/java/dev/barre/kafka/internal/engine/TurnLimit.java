package dev.barre.kafka.internal.engine;

import java.util.concurrent.TimeUnit;

/**
 * How many records of a lane are handled in one turn: as many as take about a millisecond, as the last turn went. Where handlers return
 * at once, most of the time would go into taking turns; where they take longer, each delivery has a turn of its own, so that a busy lane
 * keeps no place from the others. Owned by whoever runs the lane.
 */
final class TurnLimit {
    private static final long SPAN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final int most;
    private int records = 1;
    private int handled;
    private long beganNanos;

    /** @param most records, however quick the handler is */
    TurnLimit(int most) {
        this.most = most;
    }

    /** One at first. */
    int records() {
        return records;
    }

    /** Whether there is anything to find out. */
    boolean isVariable() {
        return most > 1;
    }

    /** A turn begins with so many records. */
    void began(int count, long nowNanos) {
        handled = count;
        beganNanos = nowNanos;
    }

    /** It has handled them. */
    void ended(long nowNanos) {
        long nanos = Math.max(1, nowNanos - beganNanos);
        records = (int) Math.max(1, Math.min(most, SPAN_NANOS * handled / nanos));
    }
}
