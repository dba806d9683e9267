package dev.barre.kafka;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What Kafka allows in the name of a topic. */
final class TopicNames {
    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private TopicNames() {}

    /** Returns {@code name}, a topic or a part of one; refuses what no topic may contain. */
    static String checked(String operation, String what, @Nullable String name) {
        String given = Arguments.required(operation, what, name);
        if (!LEGAL.matcher(given).matches()) {
            throw ConnectorException.refused(
                    operation,
                    what + " must have 1 to 249 letters, digits, dots, underscores or hyphens, but is '" + given
                            + "'.");
        }
        return given;
    }
}
