package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.PATIENCE;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Where handlers of a test wait until the test lets them go on. Thread-safe. */
final class Gate {
    private final CountDownLatch open = new CountDownLatch(1);
    private final AtomicInteger arrived = new AtomicInteger();

    /** Waits until the gate is open; throws where the thread is interrupted, as a handler does that was not done. */
    void pass() {
        arrived.incrementAndGet();
        try {
            open.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at the gate", e);
        }
    }

    /** Waits until so many have come to the gate. */
    void awaitArrived(int count) {
        await().atMost(PATIENCE).until(() -> arrived.get() >= count);
    }

    int arrived() {
        return arrived.get();
    }

    void open() {
        open.countDown();
    }
}
