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
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a lane handles in one call of the handler. Owned by its lane from the moment it is submitted; its content is replaced as a
 * whole, so that the thread that polls may read it for a commit.
 */
final class Delivery<R> {
    /** Owned by the thread that polls, but for its lane that joins others to it. */
    private List<Share> handedOver;

    /** What keeps it from being finished: its lane, and every recovery of one of its records. */
    private final AtomicInteger holders = new AtomicInteger(1);

    /** Null where nobody reads it ahead. */
    private final @Nullable FirstReading<R> firstReading;

    private volatile Content<R> content;

    /** The shares whose partitions show that something of them is in hand. */
    private List<Share> shown = List.of();

    private boolean reserved;
    private boolean isolated;
    private int attempts;
    private int attemptsBeforeIsolation;
    private int failures;
    private long firstBeganNanos;

    private Delivery(List<Share> shares, @Nullable FirstReading<R> firstReading) {
        this.handedOver = shares;
        this.content = Content.unread(shares);
        this.firstReading = firstReading;
    }

    /** For a lane that comes to it by itself. */
    Delivery(List<Share> shares) {
        this(shares, null);
    }

    /** For a lane beside which other threads read. */
    static <R> Delivery<R> toReadAhead(List<Share> shares) {
        return new Delivery<>(shares, new FirstReading<>());
    }

    /** Takes over {@code behind}, which come after it and of which nothing was begun: they are handled, and finished, as one. */
    void join(List<Delivery<R>> behind) {
        List<Share> together = new ArrayList<>(handedOver);
        behind.forEach(each -> together.addAll(each.handedOver));
        handedOver = together;
        content = Content.unread(together);
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

    /**
     * Whether an item that is left is wanted; where there is none, whether any record is.
     *
     * @param first whether only the first item counts
     */
    boolean isItemWanted(boolean first) {
        return content.isItemWanted(first);
    }

    /** Whether it may not be begun at this moment, though it may be soon. */
    boolean isUndecided() {
        return !content.isDecided();
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

    /** Shows on its partitions that it is in hand, and on no others any more. Comes before the first look at whether it is wanted. */
    void show() {
        List<Share> before = shown;
        shown = content.shares();
        shown.forEach(share -> share.state().taken());
        before.forEach(share -> share.state().given());
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
        List<Share> shares = content.shares();
        return firstReading != null
                && isWanted()
                && firstReading.readAhead(() -> Batch.read(slices(shares), reader, policy));
    }

    /** How many records it is made of. Any thread. */
    int records() {
        return Share.records(content.shares());
    }

    /** Whether another thread binds it at this moment, and will be waited for. */
    boolean isReadAhead() {
        return firstReading != null && firstReading.isUnderWay();
    }

    /** Drops what is bound and no longer wanted, before another attempt; returns whether the first item was among it. */
    boolean dropUnwanted() {
        Content<R> now = content;
        Content<R> wanted = now.wanted();
        if (wanted == now) {
            return false;
        }
        boolean isFirstGone = !now.isItemWanted(true);
        replaceUnwanted(wanted);
        return isFirstGone;
    }

    /**
     * Binds what is wanted, unless that was done before.
     *
     * @param inOrder whether a record that may not be passed holds up all behind it, and not only its partition
     */
    Batch<R> prepare(RecordReader<R> reader, RejectionPolicy policy, boolean inOrder) {
        Content<R> now = content;
        Batch<R> bound = now.batch();
        if (bound == null) {
            return readFirst(now, reader, policy, inOrder);
        }
        if (now.isSpent()) {
            content = now.again();
        }
        return bound;
    }

    private Batch<R> readFirst(Content<R> now, RecordReader<R> reader, RejectionPolicy policy, boolean inOrder) {
        Batch<R> ahead = firstReading == null ? null : firstReading.take();
        Content<R> begun = now.begun();
        // What could not be read then may be read now.
        Batch<R> read =
                ahead != null && ahead.blockages().isEmpty() && begun.shares().equals(now.shares())
                        ? ahead
                        : Batch.read(slices(begun.shares()), reader, policy, inOrder);
        read.tellSkipped(policy);
        replaceUnwanted(begun.read(read));
        if (!read.items().isEmpty()) {
            // Attempts to read count for nothing any more, nor do those of what was handled before.
            isolated = false;
            beginAnew(0);
        }
        return read;
    }

    /** What is gone of it is not in hand any more: a partition that is given up does not wait for the others. */
    private void replaceUnwanted(Content<R> left) {
        boolean isLess = left.shares().size() < content.shares().size();
        content = left;
        if (isLess && !shown.isEmpty()) {
            show();
        }
    }

    private static List<RecordSlice> slices(List<Share> shares) {
        List<RecordSlice> slices = new ArrayList<>(shares.size());
        for (Share share : shares) {
            slices.add(share.slice());
        }
        return slices;
    }

    private static BitSet all(Batch<?> batch) {
        BitSet all = new BitSet();
        all.set(0, batch.items().size());
        return all;
    }

    /** The items that the handler is to be given now. */
    List<@Nullable R> offered() {
        Batch<R> batch = content.batch();
        List<@Nullable R> items = batch == null ? List.of() : batch.items();
        return isolated && items.size() > 1 ? items.subList(0, 1) : items;
    }

    boolean isRead() {
        return content.batch() != null;
    }

    /** How many items are left. */
    int items() {
        Batch<R> batch = content.batch();
        return batch == null ? 0 : batch.items().size();
    }

    /** Calls {@code each} for every record that was passed over when it was read; once. */
    void takeSkipped(SkippedConsumer each) {
        Content<R> now = content;
        Batch<R> batch = now.batch();
        if (batch == null || !now.takeSkipped()) {
            return;
        }
        for (int index = 0; index < now.shares().size(); index++) {
            for (Batch.Skipped skipped : batch.parts().get(index).skipped()) {
                each.accept(now.shares().get(index), skipped);
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
        Batch<R> batch = now.batch();
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
                    new Rejected(now.shares().get(part), batch.parts().get(part).index(item), cause));
            left.clear(item);
        });
        int count = settled.cardinality();
        List<Settled> settledRecords = now.settled(settled);
        if (count > 0 || !rejected.isEmpty()) {
            content = now.leaving(batch.remaining(left, part -> true));
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
        List<Settled> settled = new ArrayList<>(now.shares().size());
        now.addSettled(0, count, settled);
        content = now.leaving(batch.remaining(new BitSet(), part -> true));
        if (isolated) {
            attempts = attemptsBeforeIsolation;
        }
        return new Conclusion(settled, count, List.of(), Duration.ZERO);
    }

    /** The first item is not handled any more; takes it off and says which record it stands for. */
    Settled takeFirst() {
        Content<R> now = content;
        Batch<R> batch = Objects.requireNonNull(now.batch());
        int part = batch.partOf(0);
        int index = batch.parts().get(part).index(0);
        BitSet left = all(batch);
        left.clear(0);
        content = now.leaving(batch.remaining(left, each -> true));
        if (isolated) {
            attempts = attemptsBeforeIsolation;
        }
        return new Settled(now.shares().get(part), index, index + 1);
    }

    /** What is settled by what the handler has said so far. Any thread. */
    List<Settled> progress() {
        return content.progress();
    }

    /**
     * What the handler was given: it counts those items, whatever is cut or dropped later.
     *
     * @param oneAtATime whether it has only the item behind those that it has noted as done
     */
    Given<R> given(boolean oneAtATime) {
        return new Given<>(this, content, offered().size(), oneAtATime, attempts);
    }

    /** What a handler was given in one attempt. Thread-safe. */
    record Given<R>(Delivery<R> delivery, Content<R> content, int offered, boolean oneAtATime, int attempt) {
        /** What is settled when its first {@code handled} items are; nothing once it was handled or tried again. */
        List<Settled> settledAfter(int handled) {
            return isCurrent() ? content.settled(content.settledItems(handled)) : List.of();
        }

        /** Notes the first {@code handled} items as done; returns whether the one behind them may be handled now. */
        boolean goOn(int handled) {
            return content.goOn(handled);
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
            return item >= 0
                    && item < offered
                    && content.note(item, oneAtATime, outcomes -> outcome.test(outcomes, item));
        }

        private int itemAt(TopicPartition partition, long offset) {
            Batch<R> batch = content.batch();
            return batch == null || !isCurrent() ? -1 : batch.itemAt(partition, offset);
        }

        @SuppressWarnings("ReferenceEquality") // asks whether it was replaced, were it by an equal one
        private boolean isCurrent() {
            return delivery.content == content && !content.isSpent();
        }
    }

    /** Nothing of it is left. */
    void finish() {
        content = Content.unread(List.of());
    }

    /** The partitions that stand before a record that could not be read. */
    List<Blocked> blocked() {
        Content<R> now = content;
        List<Blocked> blocked = new ArrayList<>();
        Batch<R> batch = now.batch();
        if (batch != null) {
            for (int index = 0; index < now.shares().size(); index++) {
                Batch.Part part = batch.parts().get(index);
                Blockage blockage = part.blockage();
                if (blockage != null) {
                    blocked.add(new Blocked(now.shares().get(index), part.endIndex(), blockage));
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
        content = Content.unread(unread);
    }

    /** The places of what is left, for a message. */
    @Override
    public String toString() {
        return content.shares().stream()
                .map(share -> share.state().partition() + "@"
                        + (share.records() > 0
                                ? share.slice().offset(0)
                                : share.slice().nextOffset()))
                .toList()
                .toString();
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
