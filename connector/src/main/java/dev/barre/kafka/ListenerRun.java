package dev.barre.kafka;

import dev.barre.kafka.internal.engine.Member;
import dev.barre.kafka.internal.engine.MemberSnapshot;
import dev.barre.kafka.interop.Deadline;
import dev.barre.kafka.interop.NativeConsumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One start of a listener: its members, until all of them have ended. Thread-safe. */
final class ListenerRun {
    /** The run of a listener that was never started. */
    static final ListenerRun NONE = new ListenerRun(List.of(), List::of, () -> {});

    /** How long a member that is replaced may take to leave its group before the other one joins. */
    private static final Duration LEAVE_ALLOWANCE = Duration.ofSeconds(10);

    /** How long the last member with the same instance id may count as alive: brokers allow sessions of a minute unless told otherwise. */
    private static final Duration LONGEST_SESSION = Duration.ofMinutes(2);

    /** Between two attempts to join while it does. */
    private static final Duration JOIN_INTERVAL = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    private final List<Slot> slots;
    private final Supplier<List<String>> troubles;
    private final Runnable release;
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    private Consumer<@Nullable Throwable> onEnd = failure -> {};
    private int running;
    private boolean stopping;
    private boolean suspended;

    /**
     * @param members make the members, again where one is replaced
     * @param troubles says what keeps handlers waiting and records from being sent on at present, each as a sentence
     * @param release called once when the last member has ended
     * @throws ConnectorException where a member cannot be made; those made before are closed
     */
    ListenerRun(List<Supplier<Member<?>>> members, Supplier<List<String>> troubles, Runnable release) {
        this.troubles = troubles;
        this.release = release;
        List<Slot> made = new ArrayList<>();
        try {
            for (Supplier<Member<?>> each : members) {
                made.add(new Slot(each, each.get()));
            }
        } catch (RuntimeException e) {
            made.forEach(slot -> slot.member.discard());
            release.run();
            throw e;
        }
        this.slots = List.copyOf(made);
        this.running = made.size();
        if (made.isEmpty()) {
            end.complete(null);
        }
    }

    /** Starts the members; {@code listener} hears of each that ends, with what it failed for. */
    synchronized void start(Consumer<@Nullable Throwable> listener) {
        onEnd = listener;
        slots.forEach(slot -> watchAndStart(slot, slot.member));
    }

    private void watchAndStart(Slot slot, Member<?> member) {
        slot.started = true;
        member.ended().whenComplete((ended, failure) -> memberEnded(slot, member, failure));
        member.suspend(suspended);
        member.start();
    }

    private void memberEnded(Slot slot, Member<?> member, @Nullable Throwable failure) {
        boolean isLast;
        synchronized (this) {
            if (slot.member != member) {
                LOG.info("{} was replaced and has ended now", member.snapshot().name());
                return;
            }
            if (NativeConsumer.isInstanceInUse(failure) && joinLater(slot)) {
                return;
            }
            running--;
            isLast = running == 0;
        }
        try {
            if (isLast) {
                release.run();
            }
            onEnd.accept(failure);
        } finally {
            if (isLast) {
                end.complete(null);
            }
        }
    }

    synchronized void stop(Deadline deadline, boolean interrupt) {
        stopping = true;
        // One that has not begun is given up when the one before it has gone.
        slots.stream().filter(slot -> slot.started).forEach(slot -> slot.member.stop(deadline, interrupt));
    }

    synchronized void suspend(boolean suspend) {
        suspended = suspend;
        slots.forEach(slot -> slot.member.suspend(suspend));
    }

    /**
     * Puts a new member in the place of the one with this index, which is interrupted and given up; returns whether it did. The new one begins
     * when the old one has left: a static member has the same name in its group, and would be fenced.
     */
    synchronized boolean replace(int index) {
        Slot slot = slots.get(index);
        Member<?> old = slot.member;
        if (stopping || !slot.started || old.ended().isDone()) {
            return false;
        }
        Member<?> fresh = exchange(slot);
        if (fresh == null) {
            return false;
        }
        old.stop(Deadline.after(Duration.ZERO), true);
        old.ended()
                .handle((ended, failure) -> Boolean.TRUE)
                .completeOnTimeout(false, LEAVE_ALLOWANCE.toMillis(), TimeUnit.MILLISECONDS)
                .thenAccept(left -> begin(slot, fresh));
        return true;
    }

    /** Lets another client try to join under the same name, which is still that of one that was killed; false where that has lasted too long. */
    private boolean joinLater(Slot slot) {
        if (stopping || !slot.mayJoinLater()) {
            return false;
        }
        Member<?> fresh = exchange(slot);
        if (fresh == null) {
            return false;
        }
        fresh.isWaitedFor();
        CompletableFuture.delayedExecutor(JOIN_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> begin(slot, fresh));
        return true;
    }

    /** Puts a new member, which has not begun, into the place of the one that was there; null where none can be made. */
    private static @Nullable Member<?> exchange(Slot slot) {
        try {
            Member<?> fresh = slot.factory.get();
            slot.member = fresh;
            slot.started = false;
            return fresh;
        } catch (RuntimeException e) {
            LOG.warn("{} could not be replaced", slot.member.snapshot().name(), e);
            return null;
        }
    }

    private void begin(Slot slot, Member<?> fresh) {
        synchronized (this) {
            if (!stopping) {
                watchAndStart(slot, fresh);
                return;
            }
        }
        try {
            fresh.discard();
        } finally {
            memberEnded(slot, fresh, null);
        }
    }

    /** What keeps handlers waiting and records from being sent on at present, each as a sentence; empty where nothing does. */
    List<String> troubles() {
        List<String> all = new ArrayList<>(troubles.get());
        slots.stream().flatMap(slot -> slot.trouble().stream()).forEach(all::add);
        return all;
    }

    /** How each member stands, by index. */
    synchronized List<MemberSnapshot> snapshots() {
        return slots.stream().map(slot -> slot.member.snapshot()).toList();
    }

    /** Tells the user of {@code failure} through the member with this index. */
    synchronized void tellUser(int index, ConnectorException failure) {
        slots.get(index).member.tellUser(failure);
    }

    /** Whether every member has ended. */
    synchronized boolean hasEnded() {
        return running == 0;
    }

    /** Waits until every member has ended and the listener has heard of it; false where {@code timeout} is over before. */
    boolean awaitEnd(Duration timeout) throws InterruptedException {
        try {
            end.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The place of one member. */
    private static final class Slot {
        private final Supplier<Member<?>> factory;
        private volatile Member<?> member;
        private volatile boolean started;

        /** When the group has refused this member for its instance id; null for never. */
        private volatile @Nullable Refusals refusals;

        Slot(Supplier<Member<?>> factory, Member<?> member) {
            this.factory = factory;
            this.member = member;
        }

        /** The group has refused the member for its instance id; returns whether it is to try again. */
        boolean mayJoinLater() {
            long now = System.nanoTime();
            Refusals before = refusals;
            Refusals all = before == null || now - before.last > LONGEST_SESSION.toNanos()
                    ? new Refusals(now, now)
                    : new Refusals(before.first, now);
            refusals = all;
            return now - all.first < LONGEST_SESSION.toNanos();
        }

        /** What keeps the member out of the group, if anything does. */
        Optional<String> trouble() {
            Refusals all = refusals;
            return all == null || System.nanoTime() - all.last > 3 * JOIN_INTERVAL.toNanos()
                    ? Optional.empty()
                    : Optional.of(member.snapshot().name()
                            + " waits for the session of the last member with its group.instance.id to end.");
        }

        /** By the monotonic clock. */
        private record Refusals(long first, long last) {}
    }
}
