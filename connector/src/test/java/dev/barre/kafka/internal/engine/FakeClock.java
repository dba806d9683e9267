package dev.barre.kafka.internal.engine;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A monotonic clock that a test moves. It begins shortly before it overflows, as the real one may. */
final class FakeClock implements LongSupplier {
    private long now = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

    void advance(Duration time) {
        now += time.toNanos();
    }

    @Override
    public long getAsLong() {
        return now;
    }
}
