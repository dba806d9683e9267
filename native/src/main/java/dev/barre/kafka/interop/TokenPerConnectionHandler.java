package dev.barre.kafka.interop;

import dev.barre.kafka.security.BearerToken;
import dev.barre.kafka.security.TokenProvider;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.auth.SaslExtensions;
import org.apache.kafka.common.security.auth.SaslExtensionsCallback;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;
import org.jspecify.annotations.Nullable;

/**
 * Asks the {@link TokenProvider} once for each login of a connection. Kafka asks three times: for a token, for its extensions, and, when the
 * broker has answered, for a token again, of which it uses only the name. So the provider is asked with the extensions, and the
 * token that was handed out before them is filled then. Made by Kafka; used by the client's network thread.
 */
public final class TokenPerConnectionHandler implements AuthenticateCallbackHandler {
    private @Nullable TokenProvider provider;
    private Pending pending = new Pending();

    /** To be followed by {@link #configure}. */
    public TokenPerConnectionHandler() {}

    @Override
    public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
        provider = OwnProperties.TOKEN_PROVIDER.from(configs, TokenProvider.class);
    }

    @Override
    public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (callback instanceof OAuthBearerTokenCallback asked) {
                pending = new Pending();
                asked.token(pending);
            } else if (callback instanceof SaslExtensionsCallback asked && provider != null) {
                BearerToken token = KafkaToken.from(provider);
                pending.filled = new KafkaToken(token);
                asked.extensions(new SaslExtensions(token.extensions()));
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }

    @Override
    public void close() {
        provider = null;
    }

    /** A token that is known only when it is sent. */
    private static final class Pending implements OAuthBearerToken {
        private @Nullable KafkaToken filled;

        @Override
        public String value() {
            KafkaToken token = filled;
            if (token == null) {
                throw new IllegalStateException("Kafka has sent a token without asking for its extensions");
            }
            return token.value();
        }

        @Override
        public Set<String> scope() {
            return Set.of();
        }

        @Override
        public long lifetimeMs() {
            KafkaToken token = filled;
            return token == null ? Instant.now().toEpochMilli() : token.lifetimeMs();
        }

        @Override
        public String principalName() {
            KafkaToken token = filled;
            return token == null ? "" : token.principalName();
        }

        @Override
        public @Nullable Long startTimeMs() {
            return null;
        }
    }
}
