package dev.barre.kafka.binding;

/**
 * What became of the bytes of a key or a value: {@link Bound} or {@link Failed}. Immutable when the bound value is.
 *
 * @param <T> the target type
 */
public sealed interface Binding<T> permits Bound, Failed {}
