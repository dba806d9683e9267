package dev.barre.kafka.interop;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The one place where an exception of kafka-clients becomes one of the layer above. Every call of a native client goes
 * through here. Immutable and thread-safe.
 */
public final class KafkaCalls {
    private final String client;
    private final FailureFactory failures;

    /** Why no answer has come, where there is more to say than that. */
    private final Supplier<Optional<String>> silence;

    /**
     * @param client what the messages call the client: {@code "consumer"}, {@code "producer"}, {@code "admin"}
     * @param failures makes the exceptions
     */
    public KafkaCalls(String client, FailureFactory failures) {
        this(client, failures, Optional::empty);
    }

    /** The calls of a client of these properties; where no answer comes, looks whether the brokers speak another protocol. */
    static KafkaCalls of(String client, FailureFactory failures, Map<String, Object> kafkaProperties) {
        return new KafkaCalls(client, failures, ProtocolCheck.of(kafkaProperties)::mismatch);
    }

    private KafkaCalls(String client, FailureFactory failures, Supplier<Optional<String>> silence) {
        this.client = client;
        this.failures = failures;
        this.silence = silence;
    }

    /**
     * Runs {@code call}; what it throws leaves as an exception of the {@link FailureFactory}, and so does a lack of memory for what a broker
     * has sent; any other {@link Error} as it is.
     */
    public <T extends @Nullable Object> T call(String operation, Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            throw failed(operation, e);
        } catch (OutOfMemoryError e) {
            throw outOfMemory(operation, e);
        }
    }

    /** Fatal: Kafka's client says nothing of the state that it is in then. */
    private RuntimeException outOfMemory(String operation, OutOfMemoryError error) {
        return explained(operation, error)
                .orElseGet(() -> failures.create(new Failure(
                        operation,
                        Disposition.FATAL,
                        prefix(operation) + sentence(textOf(error))
                                + " What a broker has sent does not fit into the heap:"
                                + " a batch that becomes many times its size when it is decompressed, or an answer in a"
                                + " protocol that is not the one configured. Close the client; give the JVM more heap, or"
                                + " set max.decompressed.message.bytes of the topic (brokers from 4.4 on).",
                        error)));
    }

    /** {@link #call} for a call without a result. */
    public void run(String operation, Runnable call) {
        call(operation, () -> {
            call.run();
            return Boolean.TRUE;
        });
    }

    /**
     * The exception for {@code thrown}, whose wrappers of {@code java.util.concurrent} are taken off; restores an interrupt. Where no answer
     * has come in time it may block for a moment to find out why.
     */
    public RuntimeException failed(String operation, Throwable thrown) {
        Throwable cause = unwrapped(thrown);
        if (cause instanceof TimeoutException) {
            Optional<RuntimeException> explained = explained(operation, cause);
            if (explained.isPresent()) {
                return explained.get();
            }
        }
        return classified(operation, cause);
    }

    /** {@link #failed} for threads of Kafka, which must not block. */
    RuntimeException failedMeanwhile(String operation, Throwable thrown) {
        return classified(operation, unwrapped(thrown));
    }

    /** Whether it is known why no answer comes; may block for a moment to find out. */
    boolean isSilenceExplained() {
        return silence.get().isPresent();
    }

    /** Throws what explains that no answer comes, where something does; may block for a moment to find out. */
    void throwIfSilenceExplained(String operation) {
        Optional<RuntimeException> explained = explained(operation, null);
        if (explained.isPresent()) {
            throw explained.get();
        }
    }

    /** The exception where nothing has been heard of the brokers. */
    RuntimeException unheard(String operation, String reason) {
        return explained(operation, null).orElseGet(() -> refused(operation, Disposition.RETRIABLE, reason));
    }

    private Optional<RuntimeException> explained(String operation, @Nullable Throwable cause) {
        return silence.get()
                .map(text -> failures.create(
                        new Failure(operation, Disposition.FATAL, prefix(operation) + sentence(text), cause)));
    }

    private RuntimeException classified(String operation, Throwable cause) {
        ExceptionTable.Row row = ExceptionTable.rowOf(cause);
        return failures.create(new Failure(
                operation,
                row.disposition(),
                message(operation, cause, row.advice().apply(cause)),
                cause));
    }

    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof InterruptException || cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return cause;
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
