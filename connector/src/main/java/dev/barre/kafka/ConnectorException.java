package dev.barre.kafka;

import dev.barre.kafka.interop.Disposition;
import dev.barre.kafka.interop.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything that this library throws. It names the {@linkplain #operation operation}, keeps the cause and says
 * what can be done: {@link #isRetriable()}, {@link #isFatal()}, {@link #requiresAbort()}. No exception of kafka-clients
 * escapes.
 */
public class ConnectorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String operation;
    private final Disposition disposition;

    ConnectorException(String operation, Disposition disposition, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.operation = operation;
        this.disposition = disposition;
    }

    static ConnectorException from(Failure failure) {
        return new ConnectorException(failure.operation(), failure.disposition(), failure.message(), failure.cause());
    }

    /** A call that this library refuses as it stands: a wrong argument, a closed object. */
    static ConnectorException refused(String operation, String message) {
        return refused(operation, message, null);
    }

    static ConnectorException refused(String operation, @Nullable String message, @Nullable Throwable cause) {
        return new ConnectorException(operation, Disposition.NOT_RETRIABLE, operation + " failed: " + message, cause);
    }

    /** The function that failed: {@code "poll"}, {@code "commitOffset"}, {@code "onConsumerRecord"}. */
    public String operation() {
        return operation;
    }

    /** Whether the same call may succeed later, unchanged. */
    public boolean isRetriable() {
        return disposition == Disposition.RETRIABLE;
    }

    /** Whether the object that threw cannot go on: close it, mend the cause, make a new one. */
    public boolean isFatal() {
        return disposition == Disposition.FATAL;
    }

    /** Whether the transaction in progress must be aborted first. */
    public boolean requiresAbort() {
        return disposition == Disposition.ABORT_REQUIRED;
    }

    /** The same with the stack trace of the calling thread, for a failure that another thread has made. */
    ConnectorException here() {
        return new ConnectorException(operation, disposition, String.valueOf(getMessage()), getCause());
    }

    Disposition disposition() {
        return disposition;
    }
}
