package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.RecordSlice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a lane handles in one call of the handler. Owned by its lane from the moment it is submitted; its content is replaced as a
 * whole, so that the thread that polls may read it for a commit.
 */
final class Delivery<R> {
    /** Owned by the thread that polls. */
    private List<Share> handedOver;

    /** What keeps it from being finished: its lane, and every recovery of one of its records. */
    private final AtomicInteger holders = new AtomicInteger(1);

    private final FirstReading<R> firstReading = new FirstReading<>();
    private volatile Content<R> content;

    /** The shares whose partitions show that something of them is in hand. */
    private List<Share> shown = List.of();

    private boolean reserved;
    private boolean isolated;
    private int attempts;
    private int attemptsBeforeIsolation;
    private int failures;
    private long firstBeganNanos;

    Delivery(List<Share> shares) {
        this.handedOver = shares;
        this.content = new Content<>(shares, null);
    }

    /** What it was made of; nothing once that was taken. */
    List<Share> handedOver() {
        return handedOver;
    }

    /** The same, and it holds on to nothing any more: a timer may refer to it for a long time still. */
    List<Share> takeHandedOver() {
        List<Share> taken = handedOver;
        handedOver = List.of();
        return taken;
    }

    boolean isWanted() {
        return content.isWanted(share -> true);
    }

    /** Whether it may not be begun at this moment, though it may be soon. */
    boolean isUndecided() {
        for (Share share : content.shares) {
            if (share.state().isUndecided()) {
                return true;
            }
        }
        return false;
    }

    /** Whether it has a record of {@code state} that is to be handled. */
    boolean includes(PartitionState state) {
        return content.isWanted(share -> share.state() == state);
    }

    /**
     * The offset behind the last record of {@code state} that the handler has, {@link Progress#NOTHING} where it has none. Any thread.
     *
     * @param oneAtATime whether it has only the item behind those that it has noted as done
     */
    long begunEnd(PartitionState state, boolean oneAtATime) {
        return content.begunEnd(state, oneAtATime);
    }

    /** A recovery begins that keeps it from being finished. */
    void hold() {
        holders.incrementAndGet();
    }

    /** The lane, or a recovery, has done with it; returns whether that was the last. */
    boolean letGo() {
        return holders.decrementAndGet() == 0;
    }

    /** Shows on its partitions that it is in hand. Comes before the first look at whether it is wanted. */
    void show() {
        hide();
        shown = content.shares;
        shown.forEach(share -> share.state().taken());
    }

    /** Takes back what {@link #show()} has shown. */
    void hide() {
        shown.forEach(share -> share.state().given());
        shown = List.of();
    }

    /** How often what is left has been handled. */
    int attempts() {
        return attempts;
    }

    void attempted() {
        attempts++;
    }

    /** How often in a row handling what is left has failed. */
    int failures() {
        return failures;
    }

    /** An attempt that began then has failed, for the first time if something was done before the failure. */
    void failed(boolean isFirst, long beganNanos) {
        failures = isFirst ? 1 : failures + 1;
        if (failures == 1) {
            firstBeganNanos = beganNanos;
        }
    }

    Duration sinceFirstFailure(long nowNanos) {
        return Duration.ofNanos(nowNanos - firstBeganNanos);
    }

    /** What is left begins anew; its first item may have been tried. */
    void beginAnew(int attemptsOfFirst) {
        attempts = attemptsOfFirst;
        failures = 0;
    }

    /** From now on one item is handled at a time, to find out which of them fails. */
    void isolate() {
        isolated = true;
        attemptsBeforeIsolation = attempts;
    }

    boolean isIsolated() {
        return isolated;
    }

    /** The share of the rate is taken; returns whether it was before. */
    boolean reserve() {
        boolean before = reserved;
        reserved = true;
        return before;
    }

    /** Binds it before its lane comes to it, unless that was begun; returns whether it did. Any thread. */
    boolean readAhead(RecordReader<R> reader, RejectionPolicy policy) {
        List<Share> shares = content.shares;
        return isWanted() && firstReading.readAhead(() -> read(shares, reader, policy));
    }

    /** How many records it is made of. Any thread. */
    int records() {
        int records = 0;
        for (Share share : content.shares) {
            records += share.records();
        }
        return records;
    }

    /** Whether another thread binds it at this moment, and will be waited for. */
    boolean isReadAhead() {
        return firstReading.isUnderWay();
    }

    /** Drops what is no longer wanted and binds the rest, unless that was done before. */
    Batch<R> prepare(RecordReader<R> reader, RejectionPolicy policy) {
        Content<R> now = content;
        if (now.batch == null) {
            Batch<R> ahead = firstReading.take();
            List<Share> begun = now.begun();
            // What could not be read then may be read now.
            Batch<R> read = ahead != null && ahead.blockages().isEmpty() && begun.equals(now.shares)
                    ? ahead
                    : read(begun, reader, policy);
            read.tellSkipped(policy);
            content = new Content<>(begun, read);
            if (!read.items().isEmpty()) {
                // Attempts to read count for nothing any more, nor do those of what was handled before.
                isolated = false;
                beginAnew(0);
            }
            return read;
        }
        List<Share> wanted = now.shares.stream().filter(Share::isWanted).toList();
        BitSet left = now.wantedItems();
        if (wanted.size() < now.shares.size()
                || left.cardinality() < now.batch.items().size()) {
            Batch<R> rest = now.batch.remaining(left, index -> wanted.contains(now.shares.get(index)));
            content = new Content<>(wanted, rest);
            return rest;
        }
        if (now.isSpent()) {
            content = now.again();
        }
        return now.batch;
    }

    private static <R> Batch<R> read(List<Share> shares, RecordReader<R> reader, RejectionPolicy policy) {
        List<RecordSlice> slices = new ArrayList<>(shares.size());
        for (Share share : shares) {
            slices.add(share.slice());
        }
        return Batch.read(slices, reader, policy);
    }

    private static BitSet all(Batch<?> batch) {
        BitSet all = new BitSet();
        all.set(0, batch.items().size());
        return all;
    }

    /** The items that the handler is to be given now. */
    List<@Nullable R> offered() {
        Batch<R> batch = content.batch;
        List<@Nullable R> items = batch == null ? List.of() : batch.items();
        return isolated && items.size() > 1 ? items.subList(0, 1) : items;
    }

    boolean isRead() {
        return content.batch != null;
    }

    /** How many items are left. */
    int items() {
        Batch<R> batch = content.batch;
        return batch == null ? 0 : batch.items().size();
    }

    /** Calls {@code each} for every record that was passed over when it was read; once. */
    void takeSkipped(SkippedConsumer each) {
        Content<R> now = content;
        if (now.batch == null || now.skippedTaken) {
            return;
        }
        now.skippedTaken = true;
        for (int index = 0; index < now.shares.size(); index++) {
            for (Batch.Skipped skipped : now.batch.parts().get(index).skipped()) {
                each.accept(now.shares.get(index), skipped);
            }
        }
    }

    /** Takes a record that was passed over. */
    @FunctionalInterface
    interface SkippedConsumer {
        void accept(Share share, Batch.Skipped skipped);
    }

    /**
     * The handler has ended: takes off what is settled by it.
     *
     * @param handled how many items, from the first on, are handled where nothing else was said of them
     */
    Conclusion conclude(int handled) {
        Content<R> now = content;
        Batch<R> batch = now.batch;
        if (batch == null) {
            return Conclusion.NONE;
        }
        Outcomes outcomes = now.closeOutcomes();
        if (outcomes == null && handled > 0 && handled == batch.items().size()) {
            return concludeAll(now, batch);
        }
        Map<Integer, Throwable> rejected = outcomes == null ? Map.of() : outcomes.close();
        Duration wait = outcomes == null ? Duration.ZERO : outcomes.longestWait();
        BitSet settled = now.settledItems(handled);
        List<Rejected> rejectedRecords = new ArrayList<>(rejected.size());
        BitSet left = all(batch);
        left.andNot(settled);
        rejected.forEach((item, cause) -> {
            int part = batch.partOf(item);
            rejectedRecords.add(
                    new Rejected(now.shares.get(part), batch.parts().get(part).index(item), cause));
            left.clear(item);
        });
        int count = settled.cardinality();
        List<Settled> settledRecords = now.settled(settled);
        if (count > 0 || !rejected.isEmpty()) {
            content = new Content<>(now.shares, batch.remaining(left, part -> true));
            if (isolated) {
                attempts = attemptsBeforeIsolation;
            }
        } else {
            now.spend();
        }
        return new Conclusion(settledRecords, count, rejectedRecords, wait);
    }

    /** All is handled, and nothing was said of single items: as nearly always. */
    private Conclusion concludeAll(Content<R> now, Batch<R> batch) {
        int count = batch.items().size();
        List<Settled> settled = new ArrayList<>(now.shares.size());
        now.addSettled(0, count, settled);
        content = new Content<>(now.shares, batch.remaining(new BitSet(), part -> true));
        if (isolated) {
            attempts = attemptsBeforeIsolation;
        }
        return new Conclusion(settled, count, List.of(), Duration.ZERO);
    }

    /** The first item is not handled any more; takes it off and says which record it stands for. */
    Settled takeFirst() {
        Content<R> now = content;
        Batch<R> batch = Objects.requireNonNull(now.batch);
        int part = batch.partOf(0);
        int index = batch.parts().get(part).index(0);
        BitSet left = all(batch);
        left.clear(0);
        content = new Content<>(now.shares, batch.remaining(left, each -> true));
        if (isolated) {
            attempts = attemptsBeforeIsolation;
        }
        return new Settled(now.shares.get(part), index, index + 1);
    }

    /** What is settled by what the handler has said so far. Any thread. */
    List<Settled> progress() {
        Content<R> now = content;
        return now.settled(now.settledItems(now.handled));
    }

    /** What the handler was given: it counts those items, whatever is cut or dropped later. */
    Given<R> given() {
        return new Given<>(this, content, offered().size(), attempts);
    }

    /** What a handler was given in one attempt. Thread-safe. */
    record Given<R>(Delivery<R> delivery, Content<R> content, int offered, int attempt) {
        /** What is settled when its first {@code handled} items are; nothing once it was handled or tried again. */
        List<Settled> settledAfter(int handled) {
            return isCurrent() ? content.settled(content.settledItems(handled)) : List.of();
        }

        /** Notes the first {@code handled} items as done; returns whether the one behind them may be handled now. */
        boolean goOn(int handled) {
            content.handled = handled;
            Outcomes outcomes = content.outcomes;
            return content.mayBegin(handled) && (outcomes == null || !outcomes.hasReleased());
        }

        /** Accepts the record at {@code offset}; false where it is not among what is being handled. */
        boolean accept(TopicPartition partition, long offset) {
            return note(partition, offset, (outcomes, item) -> outcomes.accept(item));
        }

        /** Releases the record at {@code offset}; false where it is not among what is being handled. */
        boolean release(TopicPartition partition, long offset, Duration after) {
            return note(partition, offset, (outcomes, item) -> outcomes.release(item, after));
        }

        /** Rejects the record at {@code offset}; false where it is not among what is being handled. */
        boolean reject(TopicPartition partition, long offset, Throwable cause) {
            return note(partition, offset, (outcomes, item) -> outcomes.reject(item, cause));
        }

        private boolean note(TopicPartition partition, long offset, BiPredicate<Outcomes, Integer> outcome) {
            int item = itemAt(partition, offset);
            Outcomes outcomes = item < 0 || item >= offered ? null : content.outcomes();
            return outcomes != null && outcome.test(outcomes, item);
        }

        private int itemAt(TopicPartition partition, long offset) {
            Batch<R> batch = content.batch;
            return batch == null || !isCurrent() ? -1 : batch.itemAt(partition, offset);
        }

        @SuppressWarnings("ReferenceEquality") // asks whether it was replaced, were it by an equal one
        private boolean isCurrent() {
            return delivery.content == content && !content.isSpent();
        }
    }

    /** Nothing of it is left. */
    void finish() {
        content = new Content<>(List.of(), null);
    }

    /** The partitions that stand before a record that could not be read. */
    List<Blocked> blocked() {
        Content<R> now = content;
        List<Blocked> blocked = new ArrayList<>();
        if (now.batch != null) {
            for (int index = 0; index < now.shares.size(); index++) {
                Batch.Part part = now.batch.parts().get(index);
                Blockage blockage = part.blockage();
                if (blockage != null) {
                    blocked.add(new Blocked(now.shares.get(index), part.endIndex(), blockage));
                }
            }
        }
        return blocked;
    }

    /** Keeps only the records that were not read: each share from the one that blocks it on. They are read again. */
    void keepUnread() {
        List<Share> unread = new ArrayList<>();
        for (Blocked blocked : blocked()) {
            Share share = blocked.share();
            unread.add(share.range(blocked.index(), share.records()));
        }
        content = new Content<>(unread, null);
    }

    /** The places of what is left, for a message. */
    @Override
    public String toString() {
        return content.shares.stream()
                .map(share -> share.state().partition() + "@"
                        + (share.records() > 0
                                ? share.slice().offset(0)
                                : share.slice().nextOffset()))
                .toList()
                .toString();
    }

    /** Shares and, once they are bound, the batch with a part for each. */
    private static final class Content<R> {
        private final List<Share> shares;
        private final @Nullable Batch<R> batch;
        private boolean skippedTaken;

        /** How many items the handler has noted as done. */
        private volatile int handled;

        /** What the handler has said of single items; null as long as it has said nothing. */
        private volatile @Nullable Outcomes outcomes;

        /** The handler has ended. Guarded by this. */
        private boolean closed;

        /** An attempt has ended without any result; what was said in it does not count for the next. */
        private volatile boolean spent;

        Content(List<Share> shares, @Nullable Batch<R> batch) {
            this.shares = shares;
            this.batch = batch;
        }

        /** The same for another attempt. */
        Content<R> again() {
            Content<R> again = new Content<>(shares, batch);
            again.skippedTaken = skippedTaken;
            return again;
        }

        void spend() {
            spent = true;
            handled = 0;
        }

        boolean isSpent() {
            return spent;
        }

        /** Where to note what is said of single items, null where it comes too late. */
        @Nullable
        Outcomes outcomes() {
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
                batch.parts()
                        .get(index)
                        .forEachRun(from, to, (first, end) -> settled.add(new Settled(share, first, end)));
            }
        }

        /** What may be begun of the shares now; the same list where that is all of them. */
        List<Share> begun() {
            List<Share> begun = new ArrayList<>(shares.size());
            boolean isAll = true;
            for (Share share : shares) {
                Share wanted = share.isWanted() ? share.wanted() : null;
                isAll &= wanted == share;
                if (wanted != null) {
                    begun.add(wanted);
                }
            }
            return isAll ? shares : begun;
        }

        /** Whether any record of those shares is left that is to be handled. */
        boolean isWanted(Predicate<Share> of) {
            if (batch == null || batch.items().isEmpty()) {
                for (Share share : shares) {
                    if (of.test(share) && share.isWanted()) {
                        return true;
                    }
                }
                return false;
            }
            BitSet wanted = wantedItems();
            for (int item = wanted.nextSetBit(0); item >= 0; item = wanted.nextSetBit(item + 1)) {
                if (of.test(shares.get(batch.partOf(item)))) {
                    return true;
                }
            }
            return false;
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

        boolean mayBegin(int item) {
            if (batch == null) {
                return false;
            }
            int part = batch.partOf(item);
            if (part < 0) {
                return true;
            }
            Share share = shares.get(part);
            return share.isWanted(batch.parts().get(part).index(item))
                    && !share.state().isUndecided();
        }

        long begunEnd(PartitionState state, boolean oneAtATime) {
            long end = Progress.NOTHING;
            for (int index = 0; index < shares.size(); index++) {
                Share share = shares.get(index);
                if (share.state() == state && share.records() > 0) {
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

    /** The records of {@code share} from {@code from} on, up to and without {@code to}. */
    record Settled(Share share, int from, int to) {
        /** Settles them. On the thread that polls. */
        void apply() {
            share.settle(from, to);
        }
    }

    /** The record at {@code index} of {@code share}, and why the handler rejects it. */
    record Rejected(Share share, int index, Throwable cause) {}

    /**
     * What a call of the handler came to.
     *
     * @param settled the records that are settled
     * @param count how many they are
     * @param rejected the records that the handler has rejected
     * @param releasedFor how long the records that were released are to wait
     */
    record Conclusion(List<Settled> settled, int count, List<Rejected> rejected, Duration releasedFor) {
        static final Conclusion NONE = new Conclusion(List.of(), 0, List.of(), Duration.ZERO);

        boolean hasResult() {
            return count > 0 || !rejected.isEmpty();
        }
    }

    /** A share that stands before the record at {@code index}, which could not be read. */
    record Blocked(Share share, int index, Blockage blockage) {}
}
