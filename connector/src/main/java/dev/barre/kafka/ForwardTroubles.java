package dev.barre.kafka;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells and logs that records cannot be sent on: at once when it begins, then once a minute. Owned by the thread that sends, but for {@link #standing}. */
final class ForwardTroubles {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
    private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

    private final Consumer<ConnectorException> listener;
    private final LongSupplier nanoTime;
    private volatile @Nullable String standing;
    private long toldNanos;

    ForwardTroubles(Consumer<ConnectorException> listener, LongSupplier nanoTime) {
        this.listener = listener;
        this.nanoTime = nanoTime;
    }

    void tell(ConnectorException failure) {
        long now = nanoTime.getAsLong();
        boolean isNews = standing == null || now - toldNanos >= INTERVAL;
        standing = failure.getMessage();
        if (!isNews) {
            return;
        }
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
        return standing != null;
    }

    /** What was told last and is not {@linkplain #over over}. Any thread. */
    Optional<String> standing() {
        return Optional.ofNullable(standing);
    }

    /** Nothing waits to be sent again. */
    void over() {
        standing = null;
    }
}
