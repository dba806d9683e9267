package dev.barre.kafka.binding;

import org.jspecify.annotations.Nullable;

/** A value that cannot be encoded. Names its class and the place in it, never its content. */
public final class EncodingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EncodingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
