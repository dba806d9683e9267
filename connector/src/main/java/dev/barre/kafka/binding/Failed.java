package dev.barre.kafka.binding;

/**
 * Bytes that are no value of the target type.
 *
 * @param cause why, as a rule a {@link DecodingException}; says nothing of the content
 * @param retriable whether the same bytes may bind later (a schema registry that does not answer); never for this package's
 *     own decoders
 * @param <T> the target type
 */
public record Failed<T>(Throwable cause, boolean retriable) implements Binding<T> {}
