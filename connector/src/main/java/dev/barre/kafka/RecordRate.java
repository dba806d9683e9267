package dev.barre.kafka;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * So many records in a second: each booking begins when the one before it is through. Thread-safe; never blocks. Records that were
 * not booked while there was time are made up for, by those of one second at most.
 */
final class RecordRate {
    private static final double SECOND = 1e9;

    private final double nanosPerRecord;
    private final LongSupplier nanoTime;
    private final AtomicReference<Booked> booked;

    /** @param nanoTime the monotonic clock */
    RecordRate(double recordsPerSecond, LongSupplier nanoTime) {
        this.nanosPerRecord = SECOND / recordsPerSecond;
        this.nanoTime = nanoTime;
        this.booked = new AtomicReference<>(new Booked(nanoTime.getAsLong(), 0));
    }

    /** Books {@code records} behind all that is booked; returns how long to wait until it is their turn, in nanoseconds. */
    long reserve(int records) {
        long now = nanoTime.getAsLong();
        Booked before = booked.getAndUpdate(last -> last.at(now).plus(records * nanosPerRecord));
        return (long) Math.max(0, before.at(now).ahead);
    }

    /**
     * What is booked, as seen at a time.
     *
     * @param seen on the monotonic clock
     * @param ahead the nanoseconds after that in which all is through; less than 0 where there was time left
     */
    private record Booked(long seen, double ahead) {
        /** The same as seen {@code now}; the threads that book may have read the clock in another order. */
        Booked at(long now) {
            long passed = Math.max(0, now - seen);
            return new Booked(seen + passed, Math.max(-SECOND, ahead - passed));
        }

        Booked plus(double nanos) {
            return new Booked(seen, ahead + nanos);
        }
    }
}
