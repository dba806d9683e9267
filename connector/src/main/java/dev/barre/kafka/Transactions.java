package dev.barre.kafka;

import dev.barre.kafka.interop.Disposition;
import dev.barre.kafka.interop.NativeProducer;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transactions of one producer, one at a time. Thread-safe. */
final class Transactions {
    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    /** Each waits up to {@code maxBlock}. */
    private static final int COMMIT_ATTEMPTS = 3;

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

    /** A commit that timed out may still go through, and Kafka then allows only the same call again. */
    private void commit() {
        for (int attempt = 1; ; attempt++) {
            try {
                client.commitTransaction();
                return;
            } catch (ConnectorException e) {
                if (!e.isRetriable()) {
                    if (!e.isFatal()) {
                        abortAfter(e);
                    }
                    throw e;
                }
                if (attempt == COMMIT_ATTEMPTS || Thread.currentThread().isInterrupted()) {
                    throw new ConnectorException(
                            "transaction",
                            Disposition.FATAL,
                            "transaction failed: the commit was not answered in " + attempt
                                    + " attempts, so it may or may not have happened; close this producer, and read with"
                                    + " isolationLevel READ_COMMITTED what is there.",
                            e);
                }
            }
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
            LOG.warn("A transaction could not be aborted; the broker does it when it times out", e);
        }
    }
}
