package dev.barre.kafka;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells and logs that records cannot be sent on: at once when it begins, then once a minute. Owned by the thread that sends. */
final class ForwardTroubles {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
    private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

    private final Consumer<ConnectorException> listener;
    private final LongSupplier nanoTime;
    private boolean standing;
    private long toldNanos;

    ForwardTroubles(Consumer<ConnectorException> listener, LongSupplier nanoTime) {
        this.listener = listener;
        this.nanoTime = nanoTime;
    }

    void tell(ConnectorException failure) {
        long now = nanoTime.getAsLong();
        if (standing && now - toldNanos < INTERVAL) {
            return;
        }
        standing = true;
        toldNanos = now;
        LOG.warn("{}", failure.getMessage());
        try {
            listener.accept(failure);
        } catch (RuntimeException thrown) {
            LOG.error("Whoever was told of the failure above has thrown", thrown);
        }
    }

    /** Whether something was told and is not {@linkplain #over over}. */
    boolean areStanding() {
        return standing;
    }

    /** Nothing waits to be sent again. */
    void over() {
        standing = false;
    }
}
