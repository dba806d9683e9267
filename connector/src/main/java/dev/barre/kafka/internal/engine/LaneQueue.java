package dev.barre.kafka.internal.engine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a lane has before it: the head, which is being handled or waits for a retry, and behind it what was submitted later. The thread
 * that polls appends, whoever runs the lane has the head, and any thread may look at what waits behind it.
 */
final class LaneQueue<R> {
    private final Queue<Delivery<R>> behind = new ConcurrentLinkedQueue<>();

    /** How many were submitted and are not removed yet. */
    private final AtomicInteger pending = new AtomicInteger();

    private final TurnLimit limit;
    private @Nullable Delivery<R> head;

    /** How many of those that were submitted are joined in the head. */
    private int joined;

    LaneQueue(TurnLimit limit) {
        this.limit = limit;
    }

    /** Appends; returns whether there was nothing before. */
    boolean add(Delivery<R> delivery) {
        behind.add(delivery);
        return pending.getAndIncrement() == 0;
    }

    /** Whether all that was submitted is removed. Any thread. */
    boolean isEmpty() {
        return pending.get() == 0;
    }

    /** Whether more was submitted than the head holds. By whoever runs the lane. */
    boolean hasMore() {
        return pending.get() > joined;
    }

    /** What waits behind the head. Any thread. */
    Iterator<Delivery<R>> behind() {
        return behind.iterator();
    }

    /** The head, null where there is nothing; where there was none it is taken from what waits. By whoever runs the lane. */
    @Nullable
    Delivery<R> head() {
        if (head == null) {
            head = behind.poll();
            joined = 1;
            if (head != null && limit.records() > 1) {
                joinBehind(head);
            }
        }
        return head;
    }

    /** As much as one turn may handle is one delivery from now on. */
    private void joinBehind(Delivery<R> first) {
        List<Delivery<R>> more = new ArrayList<>();
        int room = limit.records() - first.records();
        for (Delivery<R> next = behind.peek(); next != null && next.records() <= room; next = behind.peek()) {
            behind.remove();
            more.add(next);
            room -= next.records();
        }
        if (!more.isEmpty()) {
            first.join(more);
            joined += more.size();
        }
    }

    /** The head is done with; returns whether there is more. By whoever runs the lane. */
    boolean removeHead() {
        head = null;
        return pending.addAndGet(-joined) > 0;
    }
}
