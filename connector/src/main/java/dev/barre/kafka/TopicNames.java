package dev.barre.kafka;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What Kafka allows in the name of a topic. */
final class TopicNames {
    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private TopicNames() {}

    /** Returns a name that a topic may have. */
    static String checkedTopic(String operation, @Nullable String name) {
        String given = checkedPart(operation, "the topic", name);
        if (given.equals(".") || given.equals("..")) {
            throw ConnectorException.refused(operation, "the topic must not be a dot or two, but is '" + given + "'.");
        }
        return given;
    }

    /** Returns a text that a name may contain. */
    static String checkedPart(String operation, String what, @Nullable String part) {
        String given = Arguments.required(operation, what, part);
        if (!LEGAL.matcher(given).matches()) {
            throw ConnectorException.refused(
                    operation,
                    what + " must have 1 to 249 letters, digits, dots, underscores or hyphens, but is '" + given
                            + "'.");
        }
        return given;
    }
}
