package dev.barre.kafka.interop;

import dev.barre.kafka.security.ReplaceableCredentials;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.jspecify.annotations.Nullable;

/**
 * Answers PLAIN and SCRAM with what {@link ReplaceableCredentials} hold at that moment. A mechanism asks for the name first and for the
 * password after it; both come from the same moment. Made by Kafka; used by the client's network thread.
 */
public final class CredentialsHandler implements AuthenticateCallbackHandler {
    private @Nullable ReplaceableCredentials credentials;
    private char[] password = {};

    /** To be followed by {@link #configure}. */
    public CredentialsHandler() {}

    @Override
    public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
        credentials = OwnProperties.CREDENTIALS.from(configs, ReplaceableCredentials.class);
    }

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name && credentials != null) {
                name.setName(credentials.use((username, secret) -> {
                    password = secret.reveal().toCharArray();
                    return username;
                }));
            } else if (callback instanceof PasswordCallback asked) {
                asked.setPassword(password);
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }

    @Override
    public void close() {
        password = new char[0];
    }
}
