package dev.barre.kafka.binding;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that became a value.
 *
 * @param value null for a tombstone
 * @param <T> the target type
 */
public record Bound<T>(@Nullable T value) implements Binding<T> {}
