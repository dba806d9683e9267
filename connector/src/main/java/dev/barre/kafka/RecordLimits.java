package dev.barre.kafka;

import dev.barre.kafka.interop.RawHeaders;
import org.jspecify.annotations.Nullable;

/**
 * How large the parts of a record may be that is bound. Immutable.
 *
 * @param keyBytes of a key
 * @param valueBytes of a value
 * @param headers how many of them
 * @param headerBytes of all names and values of the headers
 */
record RecordLimits(int keyBytes, int valueBytes, int headers, int headerBytes) {
    static RecordLimits of(ConsumerConfiguration config) {
        return new RecordLimits(
                config.maxKeyBytes(), config.maxValueBytes(), config.maxHeaders(), config.maxHeaderBytes());
    }

    /** What is wrong with a key, or null. */
    @Nullable
    PayloadLimitException exceededByKey(byte @Nullable [] key) {
        return key == null || key.length <= keyBytes
                ? null
                : new PayloadLimitException("its bytes are", key.length, "maxKeyBytes", keyBytes);
    }

    /** What is wrong with a value, or null. */
    @Nullable
    PayloadLimitException exceededByValue(byte @Nullable [] value) {
        return value == null || value.length <= valueBytes
                ? null
                : new PayloadLimitException("its bytes are", value.length, "maxValueBytes", valueBytes);
    }

    /** What is wrong with the headers, or null. */
    @Nullable
    PayloadLimitException exceededBy(@Nullable RawHeaders raw) {
        if (raw == null) {
            return null;
        }
        if (raw.count() > headers) {
            return new PayloadLimitException("their number is", raw.count(), "maxHeaders", headers);
        }
        long bytes = raw.bytes();
        return bytes <= headerBytes
                ? null
                : new PayloadLimitException("their bytes are", bytes, "maxHeaderBytes", headerBytes);
    }
}
