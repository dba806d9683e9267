package dev.barre.kafka.interop;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes a JAAS configuration entry in the syntax that Kafka parses ({@code sasl.jaas.config}), every value quoted and
 * escaped so that none can end its own quotes.
 */
final class JaasText {
    private JaasText() {}

    /** An entry of one required login module. */
    static String required(String loginModule, Map<String, String> options) {
        return options.entrySet().stream()
                .map(option -> " " + option.getKey() + "=" + quoted(option.getValue()))
                .collect(Collectors.joining("", loginModule + " required", ";"));
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                // Three octal digits, or a digit that follows would be taken for part of the escape.
                quoted.append(String.format("\\%03o", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
