package dev.barre.kafka.interop;

import java.time.Duration;

/** The smaller and the larger of two spans, which {@link Duration} of Java 17 does not offer. */
public final class Spans {
    private Spans() {}

    /** The shorter one. */
    public static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** The longer one. */
    public static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
