package dev.barre.kafka.binding;

import org.jspecify.annotations.Nullable;

/** Turns a value into bytes that the {@link Decoder} of its type turns back into an equal one. Thread-safe. */
@FunctionalInterface
public interface Encoder {
    /**
     * Encodes one key or value.
     *
     * @param value null for a tombstone
     * @return null for a tombstone; may be the array that was given
     * @throws EncodingException when the value has no such bytes
     */
    byte @Nullable [] encode(@Nullable Object value);
}
