package dev.barre.kafka.interop;

import java.util.function.BiConsumer;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** The headers of one record, not yet decoded. Immutable; readable from any thread. */
public final class RawHeaders {
    private final Header[] headers;

    RawHeaders(Header[] headers) {
        this.headers = headers;
    }

    /** How many there are. */
    public int count() {
        return headers.length;
    }

    /** About how large all names and values are, in bytes: a character of a name counts as one. */
    public long bytes() {
        long bytes = 0;
        for (Header header : headers) {
            byte[] value = header.value();
            bytes += header.key().length() + (value == null ? 0 : value.length);
        }
        return bytes;
    }

    /** Calls {@code each} with the name and the value of every header, in the order of the record; a value may be null. */
    public void forEach(BiConsumer<String, byte @Nullable []> each) {
        for (Header header : headers) {
            each.accept(header.key(), header.value());
        }
    }
}
