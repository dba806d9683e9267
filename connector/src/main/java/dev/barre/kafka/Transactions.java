package dev.barre.kafka;

import dev.barre.kafka.interop.NativeProducer;
import java.util.concurrent.locks.ReentrantLock;

/** The transactions of one producer, one at a time. Thread-safe. */
final class Transactions {
    private final NativeProducer client;
    private final boolean enabled;
    private final ReentrantLock one = new ReentrantLock();
    private volatile boolean open;

    Transactions(NativeProducer client, boolean enabled) {
        this.client = client;
        this.enabled = enabled;
    }

    void init() {
        if (enabled) {
            client.initTransactions();
        }
    }

    /** Refuses a send that would have no transaction to belong to. */
    void check(String operation) {
        if (enabled && !open) {
            throw ConnectorException.refused(
                    operation, "a producer with a transactionalId sends inside transaction(...) only.");
        }
    }

    void run(Runnable work) {
        if (!enabled) {
            throw ConnectorException.refused(
                    "transaction", "set transactionalId (transactional.id) and enableIdempotence.");
        }
        if (one.isHeldByCurrentThread()) {
            throw ConnectorException.refused("transaction", "transactions cannot be nested.");
        }
        one.lock();
        try {
            client.beginTransaction();
            open = true;
            boolean done = false;
            try {
                work.run();
                done = true;
            } finally {
                open = false;
                if (!done) {
                    abortQuietly();
                }
            }
            commit();
        } finally {
            one.unlock();
        }
    }

    private void commit() {
        try {
            client.commitTransaction();
        } catch (ConnectorException e) {
            // A commit that timed out may still go through: then only the same call again is allowed, and no abort.
            if (!e.isFatal() && !e.isRetriable()) {
                abortAfter(e);
            }
            throw e;
        }
    }

    private void abortAfter(ConnectorException failure) {
        try {
            client.abortTransaction();
        } catch (ConnectorException late) {
            failure.addSuppressed(late);
        }
    }

    private void abortQuietly() {
        try {
            client.abortTransaction();
        } catch (ConnectorException e) {
            org.slf4j.LoggerFactory.getLogger(Transactions.class)
                    .warn("A transaction could not be aborted; the broker does it when it times out", e);
        }
    }
}
