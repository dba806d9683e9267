package dev.barre.kafka;

import java.util.Set;

/** The names of the headers that say where a dead letter came from. All values are text in UTF-8. */
final class ProvenanceHeaders {
    static final String TOPIC = "barre-original-topic";
    static final String PARTITION = "barre-original-partition";
    static final String OFFSET = "barre-original-offset";

    /** Milliseconds since the epoch. */
    static final String TIMESTAMP = "barre-original-timestamp";

    static final String GROUP = "barre-group";

    /** {@code unreadable}, {@code rejected} or {@code exhausted}; only in a dead letter topic. */
    static final String REASON = "barre-reason";

    static final String EXCEPTION_CLASS = "barre-exception-class";
    static final String EXCEPTION_MESSAGE = "barre-exception-message";
    static final String ATTEMPTS = "barre-attempts";

    /** How often the record was replayed. */
    static final String REPLAYS = "barre-replays";

    /** Attempts in all topics so far; only in a retry topic. */
    static final String RETRY_ATTEMPTS = "barre-retry-attempts";

    /** When it may be handled again, in milliseconds since the epoch; only in a retry topic. */
    static final String RETRY_DUE = "barre-retry-due";

    private static final Set<String> ALL = Set.of(
            TOPIC,
            PARTITION,
            OFFSET,
            TIMESTAMP,
            GROUP,
            REASON,
            EXCEPTION_CLASS,
            EXCEPTION_MESSAGE,
            ATTEMPTS,
            REPLAYS,
            RETRY_ATTEMPTS,
            RETRY_DUE);

    private ProvenanceHeaders() {}

    static boolean isOurs(String name) {
        return ALL.contains(name);
    }

    /** Whether some client has put the header there because the record became a dead letter: ours, spring-kafka's, SmallRye's. */
    static boolean isOfDeadLetter(String name) {
        return isOurs(name)
                || name.startsWith("kafka_dlt-")
                || name.startsWith("dead-letter-")
                || name.startsWith("deserialization-failure-");
    }
}
