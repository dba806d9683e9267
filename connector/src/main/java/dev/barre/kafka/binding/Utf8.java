package dev.barre.kafka.binding;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import org.jspecify.annotations.Nullable;

/** Text as strict UTF-8. Stateless. */
final class Utf8 {
    private static final char REPLACEMENT = '\uFFFD';

    Binding<String> decode(byte @Nullable [] bytes) {
        if (bytes == null) {
            return new Bound<>(null);
        }
        // The JDK decodes whole arrays far faster than a CharsetDecoder; only a replacement character leaves a doubt.
        String text = new String(bytes, UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) {
            return new Bound<>(text);
        }
        int malformed = firstMalformed(bytes);
        return malformed < 0
                ? new Bound<>(text)
                : new Failed<>(
                        new DecodingException("Not a String: malformed UTF-8 at byte " + malformed, null), false);
    }

    byte[] encode(Object value) {
        String text = (String) value;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new EncodingException("Cannot encode a String: unpaired surrogate at index " + i, null);
                }
                i++;
            }
        }
        return text.getBytes(UTF_8);
    }

    private static int firstMalformed(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CoderResult result = UTF_8.newDecoder().decode(in, CharBuffer.allocate(bytes.length), true);
        return result.isError() ? in.position() : -1;
    }
}
