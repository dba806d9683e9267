package dev.barre.kafka.security;

/**
 * A SASL mechanism of the user's own (RFC 4422), for brokers that have its other half. Thread-safe: every connection of every client that
 * uses it begins a conversation.
 */
public interface SaslMechanism {
    /**
     * The name on the wire: 1 to 20 upper-case letters, digits, hyphens and underscores. The names of mechanisms that Java or Kafka
     * bring, such as {@code PLAIN}, are refused.
     */
    String name();

    /**
     * Begins the login of one connection.
     *
     * @param host the broker, as it is connected to
     */
    SaslConversation begin(String host);

    /** Whether it sends a secret readable, so that it is refused without TLS. Unless overridden, it does. */
    default boolean needsTls() {
        return true;
    }
}
