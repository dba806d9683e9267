package dev.barre.kafka.chaos;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Handlers pass it, or wait before it while it is closed. Thread-safe. */
final class Gate {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private boolean closed;

    void close() {
        set(true);
    }

    void open() {
        set(false);
    }

    private void set(boolean toClosed) {
        lock.lock();
        try {
            closed = toClosed;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void pass() throws InterruptedException {
        lock.lock();
        try {
            while (closed) {
                opened.await();
            }
        } finally {
            lock.unlock();
        }
    }
}
