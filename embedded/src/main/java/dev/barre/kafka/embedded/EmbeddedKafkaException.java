package dev.barre.kafka.embedded;

import org.jspecify.annotations.Nullable;

/** Says that the embedded cluster could not do what was asked; the message names the step and what to check. */
public final class EmbeddedKafkaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedKafkaException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
