package dev.barre.kafka.security;

import static java.util.Objects.requireNonNull;

/**
 * A mechanism of the user's own.
 *
 * @param mechanism speaks it
 */
public record ConversationAuthentication(SaslMechanism mechanism) implements AuthenticationConfiguration {
    public ConversationAuthentication {
        requireNonNull(mechanism, "mechanism");
    }

    @Override
    public String saslName() {
        return mechanism.name();
    }

    @Override
    public boolean needsTls() {
        return mechanism.needsTls();
    }

    /** Without the user's object, whose text nobody knows. */
    @Override
    public String toString() {
        return "ConversationAuthentication[mechanism=" + saslName() + "]";
    }
}
