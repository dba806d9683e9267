package dev.barre.kafka.interop;

import dev.barre.kafka.security.BearerToken;
import dev.barre.kafka.security.TokenProvider;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.auth.SaslExtensions;
import org.apache.kafka.common.security.auth.SaslExtensionsCallback;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;
import org.jspecify.annotations.Nullable;

/**
 * Gives Kafka's login, which keeps a token and renews it before it expires, the tokens of a {@link TokenProvider}. Made by Kafka; used by
 * one thread at a time: that which makes the client, then that which renews.
 */
public final class TokenLoginHandler implements AuthenticateCallbackHandler {
    private @Nullable TokenProvider provider;
    private Map<String, String> extensions = Map.of();

    /** To be followed by {@link #configure}. */
    public TokenLoginHandler() {}

    @Override
    public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
        provider = OwnProperties.TOKEN_PROVIDER.from(configs, TokenProvider.class);
    }

    @Override
    public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (callback instanceof OAuthBearerTokenCallback asked && provider != null) {
                BearerToken token = KafkaToken.from(provider);
                extensions = token.extensions();
                asked.token(new KafkaToken(token));
            } else if (callback instanceof SaslExtensionsCallback asked) {
                // Asked right after the token that they belong to.
                asked.extensions(new SaslExtensions(extensions));
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }

    @Override
    public void close() {
        provider = null;
    }
}
