package dev.barre.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text cut to a number of bytes in UTF-8. */
final class Utf8Cut {
    private Utf8Cut() {}

    /** The text in UTF-8, or as many whole characters of its beginning as fit into {@code most} bytes. */
    static byte[] cut(String text, int most) {
        byte[] bytes = beginning(text, most).getBytes(StandardCharsets.UTF_8);
        int end = Math.min(most, bytes.length);
        // 10xxxxxx goes on with a character: what is cut off must not begin so.
        while (end > 0 && end < bytes.length && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }

    /** No char takes less than a byte, so what stands behind the first {@code most} of them cannot fit. */
    private static String beginning(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        boolean splitsPair = most > 0 && Character.isHighSurrogate(text.charAt(most - 1));
        return text.substring(0, splitsPair ? most - 1 : most);
    }
}
