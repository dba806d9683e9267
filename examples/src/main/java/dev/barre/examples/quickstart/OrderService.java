package dev.barre.examples.quickstart;

import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.ConsumerRecord;
import dev.barre.kafka.Service;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adds up the orders that it is given. Safe for use by several threads. */
public final class OrderService implements Service {
    private final Set<String> orderIds = new HashSet<>();
    private final Map<String, BigDecimal> totals = new HashMap<>();
    private final Stopwatch stopwatch = new Stopwatch();
    private long repeated;
    private long errors;

    OrderService() {}

    /** Called by the listener with each batch of orders that are bound and valid. */
    public synchronized void onConsumerRecord(List<ConsumerRecord<String, Order>> records) {
        stopwatch.mark();
        for (ConsumerRecord<String, Order> record : records) {
            Order order = record.value();
            if (order == null) {
                continue; // a tombstone; the file has none
            }
            if (orderIds.add(order.orderId())) {
                totals.merge(order.currency(), order.total(), BigDecimal::add);
            } else {
                repeated++;
            }
        }
        stopwatch.mark();
    }

    /** Called by the listener with what went wrong and is not a bad record. */
    public synchronized void onError(ConnectorException error) {
        errors++;
        System.err.println("listener: " + error.getMessage());
    }

    /** How many different orders arrived. */
    synchronized long delivered() {
        return orderIds.size();
    }

    /** How many orders arrived once more; at-least-once delivery allows it. */
    synchronized long repeated() {
        return repeated;
    }

    synchronized long errors() {
        return errors;
    }

    /** The sum of the orders that arrived, each counted once, for each currency. */
    synchronized Map<String, BigDecimal> totals() {
        return Map.copyOf(totals);
    }

    /** From the first batch to the end of the last. */
    Stopwatch stopwatch() {
        return stopwatch;
    }
}
