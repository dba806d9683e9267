package dev.barre.kafka.chaos;

import java.util.BitSet;
import java.util.function.IntConsumer;

/** What is known of the records of one key, a few bits for each. Thread-safe. */
final class KeyAccount {
    private final String key;
    private final BitSet acknowledged = new BitSet();
    private final BitSet settled = new BitSet();

    /** On their way to the dead letter topic: later ones may be delivered, but nothing may be committed yet. */
    private final BitSet givenUp = new BitSet();

    /** Where they wait in a retry topic: their first place may be committed, and they have to be handled all the same. */
    private final BitSet moved = new BitSet();

    /** The highest sequence that a handler was given; -1 for none. */
    private int highestDelivered = -1;

    /** Every acknowledged sequence before was settled when a later one was delivered, or it was reported. */
    private int ordered;

    KeyAccount(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    /** What became of a record by its acknowledgement. */
    enum Acknowledged {
        /** It is to be handled. */
        WAITING,
        /** It was handled before the producer heard of it. */
        SETTLED,
        /** A later record of its key was delivered before, and this one is not settled. */
        OVERTAKEN
    }

    synchronized Acknowledged acknowledge(int sequence) {
        acknowledged.set(sequence);
        if (settled.get(sequence)) {
            return Acknowledged.SETTLED;
        }
        return sequence < highestDelivered && !givenUp.get(sequence) ? Acknowledged.OVERTAKEN : Acknowledged.WAITING;
    }

    /** A handler is given this record; {@code overtaken} hears of each earlier one that is acknowledged and not settled. */
    synchronized void deliver(int sequence, IntConsumer overtaken) {
        for (int earlier = acknowledged.nextSetBit(ordered);
                earlier >= 0 && earlier < sequence;
                earlier = acknowledged.nextSetBit(earlier + 1)) {
            if (!settled.get(earlier) && !givenUp.get(earlier)) {
                overtaken.accept(earlier);
            }
        }
        ordered = Math.max(ordered, sequence);
        highestDelivered = Math.max(highestDelivered, sequence);
    }

    synchronized void giveUp(int sequence) {
        givenUp.set(sequence);
    }

    /** What became of a record by its settlement. */
    enum Settled {
        /** It is settled for the first time, and was waited for. */
        AWAITED,
        /** It is settled for the first time, before the producer heard of it. */
        EARLY,
        /** It was settled before. */
        AGAIN
    }

    synchronized Settled settle(int sequence) {
        if (settled.get(sequence)) {
            return Settled.AGAIN;
        }
        settled.set(sequence);
        return acknowledged.get(sequence) ? Settled.AWAITED : Settled.EARLY;
    }

    synchronized void move(int sequence) {
        moved.set(sequence);
    }

    /** Whether a commit may go past the record. */
    synchronized boolean isPassable(int sequence) {
        return settled.get(sequence) || moved.get(sequence);
    }

    /** The sequences that were acknowledged and are not settled. */
    synchronized BitSet unsettled() {
        BitSet left = (BitSet) acknowledged.clone();
        left.andNot(settled);
        return left;
    }
}
