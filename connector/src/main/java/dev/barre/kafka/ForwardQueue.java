package dev.barre.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent on of one partition, in order. After a failure it gives nothing out until all that is in flight has ended and a
 * wait is over; what failed then comes first. Owned by the thread of the {@link Forwarder}.
 */
final class ForwardQueue {
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private final List<Entry> failed = new ArrayList<>();
    private int inFlight;
    private int failures;
    private int aside;
    private boolean pausing;

    void add(Entry entry) {
        waiting.add(entry);
    }

    /** Takes one back that was set aside; its place is before those that came later. */
    void addFirst(Entry entry) {
        waiting.addFirst(entry);
    }

    /** The next one to send, which then is in flight; null where none may be sent now. */
    @Nullable
    Entry next() {
        if (pausing || !failed.isEmpty()) {
            return null;
        }
        Entry next = waiting.poll();
        if (next != null) {
            inFlight++;
        }
        return next;
    }

    void acknowledged(Entry entry) {
        inFlight--;
        failures = 0;
        if (entry.aside) {
            entry.aside = false;
            aside--;
        }
    }

    void failed(Entry entry) {
        inFlight--;
        failed.add(entry);
    }

    /** One that was in flight does not hold the others up; it comes back by {@link #addFirst}. */
    void setAside(Entry entry) {
        inFlight--;
        if (!entry.aside) {
            entry.aside = true;
            aside++;
        }
    }

    /** Whether a record waits here that could not be sent. */
    boolean isInTrouble() {
        return pausing || aside > 0 || !failed.isEmpty();
    }

    /** How many waits there were since the last acknowledgement. */
    int failures() {
        return failures;
    }

    /** Puts what failed back in front, once nothing is in flight; returns whether a wait begins. */
    boolean beginWait() {
        if (failed.isEmpty() || inFlight > 0) {
            return false;
        }
        // Acknowledgements of one partition come in order, but failures of records that were not even buffered overtake
        // them.
        failed.sort(
                Comparator.comparingLong((Entry entry) -> entry.record.offset()).reversed());
        failed.forEach(waiting::addFirst);
        failed.clear();
        failures++;
        pausing = true;
        return true;
    }

    void endWait() {
        pausing = false;
    }

    /** One record and who waits for it. */
    static final class Entry {
        final CompletableFuture<Void> done = new CompletableFuture<>();
        Forwarded record;
        private boolean full = true;
        private boolean aside;

        Entry(Forwarded record) {
            this.record = record;
        }

        /** Whether it still has all that was to be sent. */
        boolean isFull() {
            return full;
        }

        /** Leaves out what can be done without. */
        void reduce() {
            full = false;
            record = record.smaller();
        }
    }
}
