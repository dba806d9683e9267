package dev.barre.kafka;

import dev.barre.kafka.interop.Disposition;
import dev.barre.kafka.interop.NativeProducer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transactions of one producer, one at a time. Thread-safe. */
final class Transactions {
    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    /** Each waits up to {@code maxBlock}. */
    private static final int ATTEMPTS = 3;

    private final NativeProducer client;
    private final boolean enabled;
    private final ReentrantLock one = new ReentrantLock();
    private volatile boolean open;
    private volatile @Nullable ConnectorException unseen;

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
            unseen = null;
            open = true;
            try {
                work.run();
            } catch (Throwable thrown) {
                open = false;
                abortFor(thrown);
                throw thrown;
            }
            open = false;
            refuseUnseen();
            commit();
        } finally {
            open = false;
            one.unlock();
        }
    }

    /**
     * A send has failed, and nobody may ever look at its future: the transaction must not commit. Kafka itself aborts only for what it
     * has taken in.
     */
    void sendFailed(ConnectorException failure) {
        if (open) {
            unseen = failure;
        }
    }

    private void refuseUnseen() {
        ConnectorException failure = unseen;
        if (failure != null) {
            ConnectorException refused = new ConnectorException(
                    "transaction",
                    Disposition.NOT_RETRIABLE,
                    "transaction failed and was aborted, for a send in it has failed: " + failure.getMessage(),
                    failure);
            abortAfter(refused);
            throw refused;
        }
    }

    /** Aborts for what the work has thrown; where that shows that the producer is at its end, says so. */
    private void abortFor(Throwable thrown) {
        try {
            abort();
        } catch (ConnectorException e) {
            if (thrown instanceof ConnectorException && e.isFatal()) {
                e.addSuppressed(thrown);
                throw e;
            }
            LOG.warn("A transaction could not be aborted; the broker does it when it times out", e);
        }
    }

    /**
     * A commit that timed out may still go through, and Kafka then allows only the same call again; where it never will, as for a
     * record that expired, the call says so the next time. What fails leaves no transaction open.
     */
    private void commit() {
        for (int attempt = 1; ; attempt++) {
            try {
                client.commitTransaction();
                return;
            } catch (ConnectorException e) {
                if (e.isRetriable()
                        && attempt < ATTEMPTS
                        && !Thread.currentThread().isInterrupted()) {
                    continue;
                }
                abortAfter(e);
                throw e.isRetriable() ? outcomeUnknown(e, attempt) : e;
            }
        }
    }

    private static ConnectorException outcomeUnknown(ConnectorException cause, int attempts) {
        return new ConnectorException(
                "transaction",
                Disposition.FATAL,
                "transaction failed: the commit was not answered in " + attempts
                        + " attempts, so it may or may not have happened; close this producer, and read with"
                        + " isolationLevel READ_COMMITTED what is there.",
                cause);
    }

    /** Where the producer is truly at its end, the abort is refused as well; that is not worth another exception. */
    private void abortAfter(ConnectorException failure) {
        try {
            abort();
        } catch (ConnectorException late) {
            failure.addSuppressed(late);
        }
    }

    private void abort() {
        for (int attempt = 1; ; attempt++) {
            try {
                client.abortTransaction();
                return;
            } catch (ConnectorException e) {
                if (!e.isRetriable()
                        || attempt == ATTEMPTS
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
    }
}
