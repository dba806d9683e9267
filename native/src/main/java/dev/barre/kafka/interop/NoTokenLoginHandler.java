package dev.barre.kafka.interop;

import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.auth.SaslExtensions;
import org.apache.kafka.common.security.auth.SaslExtensionsCallback;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;

/** A login without a token, where each connection brings its own ({@link TokenPerConnectionHandler}). Made by Kafka. */
public final class NoTokenLoginHandler implements AuthenticateCallbackHandler {
    /** Made by Kafka. */
    public NoTokenLoginHandler() {}

    @Override
    public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
        // Nothing to know.
    }

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (callback instanceof SaslExtensionsCallback asked) {
                asked.extensions(SaslExtensions.empty());
            } else if (!(callback instanceof OAuthBearerTokenCallback)) {
                throw new UnsupportedCallbackException(callback);
            }
            // A token callback that is left as it is means a login without a token.
        }
    }

    @Override
    public void close() {
        // Nothing to close.
    }
}
