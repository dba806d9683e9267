package dev.barre.kafka.interop;

import org.jspecify.annotations.Nullable;

/**
 * A failed operation, before it has become an exception of the layer above.
 *
 * @param operation the function that failed, in the words of its caller: {@code "poll"}, {@code "commitOffset"}
 * @param disposition what can be done about it
 * @param message a whole sentence that names the operation and says what to check
 * @param cause the exception of kafka-clients, or null where the layer itself refused the call
 */
public record Failure(
        String operation,
        Disposition disposition,
        String message,
        @Nullable Throwable cause) {}
