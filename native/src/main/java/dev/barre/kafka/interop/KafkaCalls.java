package dev.barre.kafka.interop;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * The one place where an exception of kafka-clients becomes one of the layer above. Every call of a native client goes
 * through here. Immutable and thread-safe.
 */
public final class KafkaCalls {
    private final String client;
    private final FailureFactory failures;

    /**
     * @param client what the messages call the client: {@code "consumer"}, {@code "producer"}, {@code "admin"}
     * @param failures makes the exceptions
     */
    public KafkaCalls(String client, FailureFactory failures) {
        this.client = client;
        this.failures = failures;
    }

    /** Runs {@code call}; what it throws leaves as an exception of the {@link FailureFactory}, an {@link Error} as it is. */
    public <T extends @Nullable Object> T call(String operation, Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            throw failed(operation, e);
        }
    }

    /** {@link #call} for a call without a result. */
    public void run(String operation, Runnable call) {
        call(operation, () -> {
            call.run();
            return Boolean.TRUE;
        });
    }

    /** The exception for {@code thrown}, whose wrappers of {@code java.util.concurrent} are taken off; restores an interrupt. */
    public RuntimeException failed(String operation, Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof InterruptException || cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        ExceptionTable.Row row = ExceptionTable.rowOf(cause);
        return failures.create(
                new Failure(operation, row.disposition(), message(operation, cause, row.advice()), cause));
    }

    /** The exception for a call that this layer refuses by itself. */
    public RuntimeException refused(String operation, Disposition disposition, String reason) {
        return failures.create(new Failure(operation, disposition, prefix(operation) + sentence(reason), null));
    }

    private String message(String operation, Throwable cause, String advice) {
        String text = sentence(describe(cause));
        return prefix(operation) + (advice.isEmpty() ? text : text + " " + advice);
    }

    private String prefix(String operation) {
        return operation + " failed on the " + client + ": ";
    }

    /** Kafka hides the useful text in the cause of "Failed to construct kafka consumer". */
    private static String describe(Throwable thrown) {
        Throwable cause = thrown.getCause();
        String own = textOf(thrown);
        if (cause == null || cause == thrown || !(cause instanceof KafkaException)) {
            return own;
        }
        return sentence(own) + " " + describe(cause);
    }

    private static String textOf(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null || message.isBlank() ? thrown.getClass().getSimpleName() : message;
    }

    private static String sentence(String text) {
        return text.endsWith(".") || text.endsWith("!") || text.endsWith("?") ? text : text + ".";
    }
}
