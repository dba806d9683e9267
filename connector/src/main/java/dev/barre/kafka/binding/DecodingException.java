package dev.barre.kafka.binding;

import org.jspecify.annotations.Nullable;

/**
 * Why bytes are no value of the target type. The message names the type, the path of known fields that leads to the fault,
 * and its line, column and byte; it never quotes the payload. The original of the parser, which may quote it, is the cause
 * only when {@link Binder.Builder#withPayloadInMessages} asks for that. Has no stack trace: it is thrown by nobody, and a
 * topic may hold many bad records.
 */
public final class DecodingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DecodingException(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}
