package dev.barre.kafka;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Numbers in headers, of which every client may have written anything. Never throws; what is no number is empty. */
final class HeaderNumbers {
    private HeaderNumbers() {}

    /** A number that is not negative, in decimal digits. */
    static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.parseLong(text)).filter(number -> number >= 0);
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    /** The same where it fits an int. */
    static Optional<Integer> smallNumber(String text) {
        return number(text).filter(number -> number <= Integer.MAX_VALUE).map(Long::intValue);
    }

    /** Four bytes, the highest first, that are not a negative number. */
    static Optional<Integer> fourBytes(byte @Nullable [] value) {
        return value == null || value.length != Integer.BYTES
                ? Optional.empty()
                : Optional.of(ByteBuffer.wrap(value).getInt()).filter(number -> number >= 0);
    }

    /** Eight bytes, the highest first, that are not a negative number. */
    static Optional<Long> eightBytes(byte @Nullable [] value) {
        return value == null || value.length != Long.BYTES
                ? Optional.empty()
                : Optional.of(ByteBuffer.wrap(value).getLong()).filter(number -> number >= 0);
    }
}
