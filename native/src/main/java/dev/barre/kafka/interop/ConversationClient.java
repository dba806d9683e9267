package dev.barre.kafka.interop;

import dev.barre.kafka.security.SaslConversation;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/** A {@link SaslConversation} in the form of the JDK. The client speaks first. Used by the client's network thread. */
final class ConversationClient implements SaslClient {
    private final String mechanism;
    private final SaslConversation conversation;

    ConversationClient(String mechanism, SaslConversation conversation) {
        this.mechanism = mechanism;
        this.conversation = conversation;
    }

    @Override
    public String getMechanismName() {
        return mechanism;
    }

    @Override
    public boolean hasInitialResponse() {
        return true;
    }

    @Override
    public byte[] evaluateChallenge(byte[] challenge) throws SaslException {
        try {
            return conversation.respond(challenge);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SaslException("The conversation of " + mechanism + " was interrupted", e);
        } catch (Exception e) {
            throw new SaslException(
                    "The conversation of " + mechanism + " has thrown "
                            + e.getClass().getName(),
                    e);
        }
    }

    @Override
    public boolean isComplete() {
        return conversation.isComplete();
    }

    @Override
    public byte[] unwrap(byte[] incoming, int offset, int length) {
        throw new IllegalStateException("Kafka uses no security layer of SASL");
    }

    @Override
    public byte[] wrap(byte[] outgoing, int offset, int length) {
        throw new IllegalStateException("Kafka uses no security layer of SASL");
    }

    @Override
    public @Nullable Object getNegotiatedProperty(String name) {
        return null;
    }

    @Override
    public void dispose() {
        // The conversation holds nothing that this class knows of.
    }
}
