package dev.barre.kafka.chaos;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * The account of one topic and one group: what was acknowledged, what was handled, what was committed; and the {@link Check}s on it.
 * Producers number the records of each key from 0, without a gap in what they send.
 *
 * <p>A settlement is recorded before the handler returns, so it is known before a commit can follow from it; a commit is read from
 * the broker before it is recorded here. The order in which a record's acknowledgement and its handling are heard of does not
 * matter. Thread-safe.
 */
final class Ledger implements HandlerAccount {
    private final boolean keyOrder;
    private final FaultWindows windows;
    private final long stallNanos;
    private final LongSupplier nanoTime;
    private final Findings findings = new Findings();
    private final Map<String, KeyAccount> keys = new ConcurrentHashMap<>();
    private final List<PartitionAccount> partitions;

    /** When connections break. */
    private volatile FaultWindows breaking;

    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder handled = new LongAdder();
    private final LongAdder deadLettered = new LongAdder();
    private final LongAdder duplicates = new LongAdder();

    /** Acknowledged and not settled. */
    private final AtomicLong waiting = new AtomicLong();

    private final AtomicLong mostWaiting = new AtomicLong();
    private final AtomicLong lastProgress;
    private final AtomicLong longestStandstill = new AtomicLong();

    /**
     * Opens the account.
     *
     * @param partitions how many the topic has
     * @param keyOrder whether the records of a key have to be handled in their order
     * @param windows when a record may be handled again, and when nothing may be handled at all
     * @param stallAfter how long nothing may be handled while records wait
     */
    Ledger(int partitions, boolean keyOrder, FaultWindows windows, Duration stallAfter, LongSupplier nanoTime) {
        this.keyOrder = keyOrder;
        this.windows = windows;
        this.stallNanos = stallAfter.toNanos();
        this.nanoTime = nanoTime;
        this.breaking = new FaultWindows(Duration.ZERO, nanoTime);
        this.partitions = IntStream.range(0, partitions)
                .mapToObj(number -> new PartitionAccount())
                .toList();
        this.lastProgress = new AtomicLong(nanoTime.getAsLong());
    }

    /** The broker has acknowledged a record: from now on it must be handled some day. */
    void acknowledged(String key, long sequence, int partition, long offset) {
        KeyAccount account = account(key);
        int number = Math.toIntExact(sequence);
        acknowledged.increment();
        switch (account.acknowledge(number)) {
            case WAITING -> nowWaiting();
            case OVERTAKEN -> {
                nowWaiting();
                overtaken(account, number, "a later one had been delivered when this one was acknowledged");
            }
            case SETTLED -> {}
        }
        partitions
                .get(partition)
                .place(
                        Math.toIntExact(offset),
                        account,
                        number,
                        (unsettled, unsettledSequence, at, committed) ->
                                committedPast(partition, unsettled, unsettledSequence, at, committed));
    }

    private void nowWaiting() {
        if (waiting.getAndIncrement() == 0) {
            lastProgress.set(nanoTime.getAsLong());
        }
    }

    @Override
    public void delivered(Handling handling) {
        account(handling.key())
                .deliver(
                        Math.toIntExact(handling.sequence()),
                        earlier -> overtaken(
                                account(handling.key()), earlier, "not settled when " + handling + " was delivered"));
    }

    @Override
    public void handled(Handling handling) {
        progress();
        switch (account(handling.key()).settle(Math.toIntExact(handling.sequence()))) {
            case AWAITED -> {
                waiting.decrementAndGet();
                handled.increment();
            }
            case EARLY -> handled.increment();
            case AGAIN -> {
                duplicates.increment();
                if (!windows.explainDuplicates()) {
                    findings.add(Check.DUPLICATE_OUTSIDE_WINDOW, handling + " was handled before");
                }
            }
        }
    }

    @Override
    public void givenUp(Handling handling) {
        account(handling.key()).giveUp(Math.toIntExact(handling.sequence()));
    }

    /** The record was found in the dead letter topic. */
    void deadLettered(String key, long sequence) {
        progress();
        deadLettered.increment();
        if (account(key).settle(Math.toIntExact(sequence)) == KeyAccount.Settled.AWAITED) {
            waiting.decrementAndGet();
        }
    }

    /** The record was found in a retry topic. */
    void moved(String key, long sequence) {
        account(key).move(Math.toIntExact(sequence));
    }

    private void progress() {
        long now = nanoTime.getAsLong();
        long before = lastProgress.getAndSet(now);
        if (waiting.get() > 0) {
            longestStandstill.accumulateAndGet(now - before, Math::max);
        }
    }

    /** The group has committed this offset, the next one to read: the account knows of all that was settled before the commit was read. */
    void committed(int partition, long offset) {
        long before = partitions
                .get(partition)
                .commit(
                        offset,
                        (key, sequence, at, committed) -> committedPast(partition, key, sequence, at, committed));
        if (offset < before && !breaking.explainDuplicates()) {
            findings.add(Check.COMMITTED_BACKWARDS, "partition " + partition + " from " + before + " to " + offset);
        }
    }

    /**
     * Connections break during those faults: a commit that was under way on one of them may reach the broker after a later one on the next.
     * Records come again for that, and none is lost.
     */
    void connectionsBreakIn(FaultWindows faults) {
        breaking = faults;
    }

    /** Whether something was committed in each partition. */
    boolean hasBegun() {
        return partitions.stream().allMatch(partition -> partition.committed() >= 0);
    }

    /** Looks whether records wait and nothing moves; to be called every second or so. */
    void checkProgress() {
        long now = nanoTime.getAsLong();
        long left = waiting.get();
        mostWaiting.accumulateAndGet(left, Math::max);
        if (left <= 0) {
            return;
        }
        long idle = now - lastProgress.get();
        longestStandstill.accumulateAndGet(idle, Math::max);
        if (Math.min(idle, windows.quietNanos(idle)) > stallNanos) {
            lastProgress.set(now);
            findings.add(
                    Check.STALL,
                    left + " records wait and nothing was handled for "
                            + Duration.ofNanos(idle).toSeconds() + " s; of these " + someUnsettled());
        }
    }

    /**
     * Closes the account: everything acknowledged has to be settled by now, and committed.
     *
     * @param stoppedInOrder whether each member had the chance to commit
     */
    void close(boolean stoppedInOrder) {
        keys.values()
                .forEach(account -> account.unsettled().stream()
                        .forEach(sequence ->
                                findings.add(Check.LOST, account.key() + "#" + sequence + " was never settled")));
        if (stoppedInOrder && findings.count(Check.LOST) == 0) {
            IntStream.range(0, partitions.size()).forEach(this::checkCommitted);
        }
    }

    /** Whether each partition is committed to its end. */
    boolean isCommitted() {
        return partitions.stream().allMatch(PartitionAccount::isCommitted);
    }

    private void checkCommitted(int number) {
        PartitionAccount partition = partitions.get(number);
        if (!partition.isCommitted()) {
            findings.add(
                    Check.UNCOMMITTED_AT_END,
                    "partition " + number + " is committed to " + partition.committed() + " of " + partition.end());
        }
    }

    private void overtaken(KeyAccount account, int sequence, String how) {
        if (keyOrder) {
            findings.add(Check.ORDER, account.key() + "#" + sequence + ": " + how);
        }
    }

    private void committedPast(int partition, KeyAccount key, int sequence, int offset, long committed) {
        findings.add(
                Check.COMMITTED_PAST_UNSETTLED,
                key.key() + "#" + sequence + " at " + partition + "@" + offset + " is not settled, and " + committed
                        + " is committed");
    }

    private String someUnsettled() {
        return keys.values().stream()
                .flatMap(account -> {
                    BitSet left = account.unsettled();
                    return left.stream().limit(1).mapToObj(first -> account.key() + "#" + first);
                })
                .limit(5)
                .toList()
                .toString();
    }

    private KeyAccount account(String key) {
        return keys.computeIfAbsent(key, KeyAccount::new);
    }

    Findings findings() {
        return findings;
    }

    /** How many records wait to be settled. */
    long waiting() {
        return waiting.get();
    }

    long acknowledged() {
        return acknowledged.sum();
    }

    /** How many different records were handled. */
    long handled() {
        return handled.sum();
    }

    long deadLettered() {
        return deadLettered.sum();
    }

    /** How often a record was handled again. */
    long duplicates() {
        return duplicates.sum();
    }

    /** The most records that waited at a time. */
    long mostWaiting() {
        return mostWaiting.get();
    }

    /** The longest time without a record handled while some waited, faults or not. */
    Duration longestStandstill() {
        return Duration.ofNanos(longestStandstill.get());
    }
}
