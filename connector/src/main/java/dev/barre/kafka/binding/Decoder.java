package dev.barre.kafka.binding;

import org.jspecify.annotations.Nullable;

/**
 * Turns bytes into a value. Pure and thread-safe: it does not log, block, commit or seek.
 *
 * @param <T> the target type
 */
@FunctionalInterface
public interface Decoder<T> {
    /**
     * Binds one key or value. Throws for no bytes whatever: what does not bind is {@link Failed}.
     *
     * @param bytes null for a tombstone; not changed, though the value may share them
     */
    Binding<T> decode(byte @Nullable [] bytes);
}
