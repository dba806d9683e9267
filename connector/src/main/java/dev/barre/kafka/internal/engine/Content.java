package dev.barre.kafka.internal.engine;

import dev.barre.kafka.internal.engine.Delivery.Settled;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a delivery has left to handle: shares and, once they are bound, the batch with a part for each. What the handler says of it is
 * written by its threads; the rest never changes.
 */
final class Content<R> {
    private final List<Share> shares;
    private final @Nullable Batch<R> batch;

    /** {@link #changesSoFar()}, before all of this was found to be wanted; one less where that was not decided. */
    private final int changes;

    private boolean skippedTaken;

    /** How many items the handler has noted as done. */
    private volatile int handled;

    /** What the handler has said of single items; null as long as it has said nothing. */
    private volatile @Nullable Outcomes outcomes;

    /** The handler has ended. Guarded by this. */
    private boolean closed;

    /** An attempt has ended without any result; what was said in it does not count for the next. */
    private volatile boolean spent;

    private Content(List<Share> shares, @Nullable Batch<R> batch, int changes) {
        this.shares = shares;
        this.batch = batch;
        this.changes = changes;
    }

    /** Nothing of it is bound. */
    static <R> Content<R> unread(List<Share> shares) {
        return new Content<>(shares, null, 0);
    }

    /** The same, bound. */
    Content<R> read(Batch<R> bound) {
        return new Content<>(shares, bound, changes);
    }

    /** How often it has changed so far what is wanted of the member's records. */
    private int changesSoFar() {
        return shares.isEmpty() ? 0 : shares.get(0).state().changes();
    }

    /** To be asked before a look at what is wanted: {@link #changes} of what is found wanted then. */
    private int looksFrom() {
        int before = changesSoFar();
        return isDecided() ? before : before - 1;
    }

    /** What {@code rest} has left of it. */
    Content<R> leaving(Batch<R> rest) {
        return new Content<>(shares, rest, changes);
    }

    /** The same for another attempt. */
    Content<R> again() {
        return again(changes);
    }

    private Content<R> again(int wantedAt) {
        Content<R> again = new Content<>(shares, batch, wantedAt);
        again.skippedTaken = skippedTaken;
        return again;
    }

    List<Share> shares() {
        return shares;
    }

    /** Null as long as it is not bound. */
    @Nullable
    Batch<R> batch() {
        return batch;
    }

    /** Whether the records that were passed over have not been asked for before. */
    boolean takeSkipped() {
        boolean isFirst = !skippedTaken;
        skippedTaken = true;
        return isFirst;
    }

    void spend() {
        spent = true;
        handled = 0;
    }

    boolean isSpent() {
        return spent;
    }

    /**
     * Notes what the handler says of {@code item}; false where that comes too late, or where it has another one.
     *
     * @param oneAtATime whether it has only the item behind those that it has noted as done
     */
    boolean note(int item, boolean oneAtATime, Predicate<Outcomes> outcome) {
        Outcomes now = outcomes();
        if (now == null) {
            return false;
        }
        // Whoever goes on to the next item writes that first, and then asks these outcomes.
        synchronized (now) {
            return (!oneAtATime || item == handled) && outcome.test(now);
        }
    }

    private @Nullable Outcomes outcomes() {
        synchronized (this) {
            if (outcomes == null && !closed) {
                outcomes = new Outcomes();
            }
            return outcomes;
        }
    }

    /** What the handler has said, null where that is nothing; what comes from now on is refused. */
    @Nullable
    Outcomes closeOutcomes() {
        synchronized (this) {
            closed = true;
            return outcomes;
        }
    }

    BitSet settledItems(int items) {
        Outcomes now = outcomes;
        if (now != null) {
            return now.settled(items);
        }
        BitSet settled = new BitSet();
        settled.set(0, items);
        return settled;
    }

    List<Settled> settled(BitSet items) {
        List<Settled> settled = new ArrayList<>();
        if (batch == null) {
            return settled;
        }
        for (int from = items.nextSetBit(0); from >= 0; from = items.nextSetBit(from)) {
            int to = items.nextClearBit(from);
            addSettled(from, to, settled);
            from = to;
        }
        return settled;
    }

    /** Adds the records of the items from {@code from} on, up to and without {@code to}. */
    void addSettled(int from, int to, List<Settled> settled) {
        for (int index = 0; batch != null && index < shares.size(); index++) {
            Share share = shares.get(index);
            batch.parts().get(index).forEachRun(from, to, (first, end) -> settled.add(new Settled(share, first, end)));
        }
    }

    /** What may be begun of the shares now. */
    Content<R> begun() {
        int before = looksFrom();
        List<Share> begun = new ArrayList<>(shares.size());
        boolean isAll = true;
        for (Share share : shares) {
            Share wanted = share.isWanted() ? share.wanted() : null;
            isAll &= wanted == share;
            if (wanted != null) {
                begun.add(wanted);
            }
        }
        return new Content<>(isAll ? shares : begun, null, before);
    }

    /**
     * For another attempt: what is wanted still of the items, and the shares that have some or are blocked; the same content where nothing
     * has changed.
     */
    Content<R> wanted() {
        if (batch == null || changesSoFar() == changes) {
            return this;
        }
        int before = looksFrom();
        BitSet items = wantedItems();
        BitSet parts = new BitSet();
        List<Share> wanted = new ArrayList<>(shares.size());
        for (int index = 0; index < shares.size(); index++) {
            if (isPartWanted(batch, index, items)) {
                parts.set(index);
                wanted.add(shares.get(index));
            }
        }
        boolean isAll = wanted.size() == shares.size()
                && items.cardinality() == batch.items().size();
        return isAll ? again(before) : new Content<>(wanted, batch.remaining(items, parts::get), before);
    }

    /** Whether it is known of all of it whether it may be begun. */
    boolean isDecided() {
        for (Share share : shares) {
            if (share.state().isUndecided()) {
                return false;
            }
        }
        return true;
    }

    /** Whether any record of those shares is left that is to be handled, or read again. */
    boolean isWanted(Predicate<Share> of) {
        BitSet items = wantedItems();
        for (int index = 0; index < shares.size(); index++) {
            Share share = shares.get(index);
            if (of.test(share)
                    && (batch == null || batch.items().isEmpty()
                            ? share.isWanted()
                            : isPartWanted(batch, index, items))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a part has any of {@code items}, or is blocked by a record that is wanted. */
    private boolean isPartWanted(Batch<R> bound, int index, BitSet items) {
        Batch.Part part = bound.parts().get(index);
        int next = items.nextSetBit(part.firstItem());
        if (next >= 0 && next < part.endItem()) {
            return true;
        }
        Share share = shares.get(index);
        return part.blockage() != null
                && (part.endIndex() < share.records() ? share.isWanted(part.endIndex()) : share.isWanted());
    }

    /**
     * Whether an item is wanted; where there is none, whether any record is.
     *
     * @param first whether only the first item counts
     */
    boolean isItemWanted(boolean first) {
        if (batch == null || batch.items().isEmpty()) {
            return isWanted(share -> true);
        }
        BitSet wanted = wantedItems();
        return first ? wanted.get(0) : !wanted.isEmpty();
    }

    BitSet wantedItems() {
        BitSet wanted = new BitSet();
        if (batch != null) {
            for (int index = 0; index < shares.size(); index++) {
                Batch.Part part = batch.parts().get(index);
                for (int item = part.firstItem(); item < part.endItem(); item++) {
                    wanted.set(item, shares.get(index).isWanted(part.index(item)));
                }
            }
        }
        return wanted;
    }

    /** Notes the first {@code items} as done; returns whether the handler may begin the one behind them. */
    boolean goOn(int items) {
        handled = items;
        Outcomes now = outcomes;
        return mayBegin(items) && (now == null || !now.hasReleased());
    }

    /**
     * Nothing is begun where anything of what is left is not wanted any more, or where a partition leaves: that is taken off first, so
     * that a partition is not held up by the others beside it.
     */
    private boolean mayBegin(int item) {
        if (batch == null) {
            return false;
        }
        if (changesSoFar() == changes) {
            return true;
        }
        for (int index = 0; index < shares.size(); index++) {
            Share share = shares.get(index);
            Batch.Part part = batch.parts().get(index);
            int first = Math.max(item, part.firstItem());
            boolean isLeft = first < part.endItem();
            if (!share.isOpen() && (!isLeft || share.state().isUndecided() || !share.isWanted(part.index(first)))) {
                return false;
            }
        }
        return true;
    }

    /** What is settled by what the handler has noted so far. */
    List<Settled> progress() {
        return settled(settledItems(handled));
    }

    long begunEnd(PartitionState state, boolean oneAtATime) {
        long end = Progress.NOTHING;
        for (int index = 0; index < shares.size(); index++) {
            Share share = shares.get(index);
            // What was sought away stands somewhere else, and is never settled.
            if (share.state() == state && share.isCurrent() && share.records() > 0) {
                int last = share.records() - 1;
                if (oneAtATime) {
                    last = batch == null ? 0 : batch.parts().get(index).lastIndexUpTo(handled);
                }
                end = last < 0 ? end : Math.max(end, share.slice().offset(last) + 1);
            }
        }
        return end;
    }
}
