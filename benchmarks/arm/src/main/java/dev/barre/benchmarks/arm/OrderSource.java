package dev.barre.benchmarks.arm;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Random;

/**
 * The orders that a producer sends: as many as the task says, out of a thousand that were made before, so that making them costs
 * nothing. Not thread-safe.
 */
public final class OrderSource implements Iterator<Order> {
    private static final int DIFFERENT = 1000;

    private final Order[] orders = new Order[DIFFERENT];
    private final long records;
    private long next;

    /** Makes them. */
    public OrderSource(Task task) {
        Random random = new Random(1);
        for (int number = 0; number < DIFFERENT; number++) {
            orders[number] = Order.of(number, number + 1, task.payloadBytes(), random);
        }
        this.records = task.records();
    }

    @Override
    public boolean hasNext() {
        return next < records;
    }

    @Override
    public Order next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return orders[(int) (next++ % DIFFERENT)];
    }
}
