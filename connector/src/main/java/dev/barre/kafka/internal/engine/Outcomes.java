package dev.barre.kafka.internal.engine;

import java.time.Duration;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a handler has said of single items, before it ends. The last word on an item counts, until it is asked for what is settled: that may be
 * committed then, and cannot be taken back. Thread-safe; takes no more once it is closed.
 */
final class Outcomes {
    private final BitSet accepted = new BitSet();
    private final Map<Integer, Duration> released = new TreeMap<>();
    private final Map<Integer, Throwable> rejected = new TreeMap<>();
    private final BitSet finallySettled = new BitSet();
    private boolean closed;

    synchronized boolean accept(int item) {
        return finallySettled.get(item) ? !closed : note(item, () -> accepted.set(item));
    }

    synchronized boolean release(int item, Duration after) {
        return note(item, () -> released.put(item, after));
    }

    synchronized boolean reject(int item, Throwable cause) {
        return note(item, () -> rejected.put(item, cause));
    }

    private boolean note(int item, Runnable outcome) {
        if (closed || finallySettled.get(item)) {
            return false;
        }
        accepted.clear(item);
        released.remove(item);
        rejected.remove(item);
        outcome.run();
        return true;
    }

    synchronized boolean hasReleased() {
        return !released.isEmpty();
    }

    /** Of the first {@code handled} items and those that were accepted: all that were neither released nor rejected. */
    synchronized BitSet settled(int handled) {
        BitSet settled = new BitSet();
        settled.set(0, handled);
        settled.or(accepted);
        released.keySet().forEach(settled::clear);
        rejected.keySet().forEach(settled::clear);
        finallySettled.or(settled);
        return settled;
    }

    /** The rejected items and why; closes. */
    synchronized Map<Integer, Throwable> close() {
        closed = true;
        return rejected;
    }

    /** For how long the items that were released are to wait: as long as the one that waits longest. */
    synchronized Duration longestWait() {
        return released.values().stream().reduce(Duration.ZERO, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }
}
