package dev.barre.kafka.binding;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes as they are, as a {@link ByteBuffer}. */
final class RawBytes {
    private RawBytes() {}

    /** A read-only view, so that a handler which writes into it cannot change what a dead letter topic gets. */
    static Binding<ByteBuffer> decodeBuffer(byte @Nullable [] bytes) {
        return new Bound<>(bytes == null ? null : ByteBuffer.wrap(bytes).asReadOnlyBuffer());
    }

    static byte[] encodeBuffer(Object value) {
        ByteBuffer buffer = ((ByteBuffer) value).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
