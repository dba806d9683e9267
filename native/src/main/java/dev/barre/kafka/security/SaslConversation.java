package dev.barre.kafka.security;

/** The login of one connection by a {@link SaslMechanism}. Used by one thread at a time. */
public interface SaslConversation {
    /**
     * Answers the broker.
     *
     * @param challenge what the broker has sent; empty for the first message, which the client sends
     * @throws Exception if the login cannot go on: it fails, with this as the cause
     */
    byte[] respond(byte[] challenge) throws Exception;

    /** Whether the client has nothing more to send. */
    boolean isComplete();
}
