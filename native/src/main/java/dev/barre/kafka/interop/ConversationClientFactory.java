package dev.barre.kafka.interop;

import java.util.Map;
import javax.security.auth.callback.CallbackHandler;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslClientFactory;
import org.jspecify.annotations.Nullable;

/** Begins a conversation for each connection. Made by {@link javax.security.sasl.Sasl}. */
public final class ConversationClientFactory implements SaslClientFactory {
    /** Made by {@link javax.security.sasl.Sasl}. */
    public ConversationClientFactory() {}

    /** Null where this is not a client of ours, so that other factories are asked. */
    @Override
    public @Nullable SaslClient createSaslClient(
            String[] mechanisms,
            @Nullable String authorizationId,
            String protocol,
            String serverName,
            @Nullable Map<String, ?> properties,
            CallbackHandler handler) {
        return handler instanceof ConversationHandler conversation
                ? new ConversationClient(
                        conversation.mechanism().name(),
                        conversation.mechanism().begin(serverName))
                : null;
    }

    /** None: the provider lists them. */
    @Override
    public String[] getMechanismNames(@Nullable Map<String, ?> properties) {
        return new String[0];
    }
}
