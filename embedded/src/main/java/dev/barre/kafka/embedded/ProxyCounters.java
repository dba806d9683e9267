package dev.barre.kafka.embedded;

import static java.util.Objects.requireNonNull;

import dev.barre.kafka.embedded.FaultProxy.Direction;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What went through a proxy. Written by its thread, read by any. */
final class ProxyCounters {
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();
    private final Map<Direction, AtomicLong> bytes = new EnumMap<>(Direction.class);

    ProxyCounters() {
        for (Direction direction : Direction.values()) {
            bytes.put(direction, new AtomicLong());
        }
    }

    void oneAccepted() {
        accepted.incrementAndGet();
    }

    void open(int connections) {
        open.set(connections);
    }

    long connections() {
        return accepted.get();
    }

    int open() {
        return open.get();
    }

    AtomicLong bytes(Direction direction) {
        return requireNonNull(bytes.get(direction));
    }
}
