package dev.barre.kafka.interop;

import dev.barre.kafka.security.SaslMechanism;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.jspecify.annotations.Nullable;

/** Carries the user's {@link SaslMechanism} to {@link ConversationClientFactory}; asks and answers nothing. Made by Kafka. */
public final class ConversationHandler implements AuthenticateCallbackHandler {
    private @Nullable SaslMechanism mechanism;

    /** To be followed by {@link #configure}. */
    public ConversationHandler() {}

    @Override
    public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
        this.mechanism = OwnProperties.MECHANISM.from(configs, SaslMechanism.class);
    }

    SaslMechanism mechanism() {
        return Objects.requireNonNull(mechanism, "not configured");
    }

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        throw new UnsupportedCallbackException(callbacks[0]);
    }

    @Override
    public void close() {
        // The user's object is the user's to close.
    }
}
