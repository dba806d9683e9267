package dev.barre.kafka.security;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What names and values of SASL extensions may be (RFC 7628, 3.1; KIP-342). */
final class SaslExtensionNames {
    /** The key under which the token itself is sent. */
    private static final String RESERVED = "auth";

    private static final Pattern NAME = Pattern.compile("[A-Za-z]+");
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7E \\t\\r\\n]+");

    private SaslExtensionNames() {}

    /**
     * An unmodifiable copy, in order.
     *
     * @throws IllegalArgumentException if a name or value cannot be sent
     */
    static Map<String, String> checked(Map<String, String> extensions) {
        extensions.forEach(SaslExtensionNames::check);
        return Map.copyOf(extensions);
    }

    static Map<String, String> plus(Map<String, String> extensions, String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(extensions);
        all.put(name, value);
        return all;
    }

    private static void check(String name, String value) {
        if (name.equals(RESERVED)) {
            throw new IllegalArgumentException("the SASL extension name \"auth\" is reserved for the token (KIP-342)");
        }
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a SASL extension name is one or more letters (RFC 7628), not \"" + name + "\"");
        }
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "the value of the SASL extension \"" + name + "\" must be visible ASCII, spaces and line ends");
        }
    }
}
