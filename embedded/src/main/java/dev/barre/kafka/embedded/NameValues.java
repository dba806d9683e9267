package dev.barre.kafka.embedded;

import java.util.HashMap;
import java.util.Map;

/** Reads the {@code "name=value"} pairs of an annotation. */
final class NameValues {
    private NameValues() {}

    /** @param attribute the annotation's attribute, for the message about a pair that is none */
    static Map<String, String> parse(String attribute, String... pairs) {
        Map<String, String> parsed = new HashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new EmbeddedKafkaException(
                        attribute + " must be \"name=value\", which \"" + pair + "\" is not.", null);
            }
            parsed.put(
                    pair.substring(0, equals).strip(),
                    pair.substring(equals + 1).strip());
        }
        return parsed;
    }
}
