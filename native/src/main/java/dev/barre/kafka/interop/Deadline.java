package dev.barre.kafka.interop;

import java.time.Duration;

/**
 * An instant on the monotonic clock by which a call returns. Immutable; made once where a call enters the layer, so that a
 * call in several steps shares one span.
 */
public final class Deadline {
    /** Longer spans are cut to this one: 100 years in nanoseconds still fit a long. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final long atNanos;

    private Deadline(long atNanos) {
        this.atNanos = atNanos;
    }

    /** The instant {@code timeout} from now; a negative span counts as none. */
    public static Deadline after(Duration timeout) {
        Duration span = Spans.longer(Duration.ZERO, Spans.shorter(timeout, LONGEST));
        return new Deadline(System.nanoTime() + span.toNanos());
    }

    /** What is left, never negative. */
    public Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    /** What is left in nanoseconds, never negative. */
    public long remainingNanos() {
        return Math.max(0, atNanos - System.nanoTime());
    }

    /** Whether nothing is left. */
    public boolean isOver() {
        return remainingNanos() == 0;
    }
}
