package dev.barre.kafka.interop;

import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.spi.LoginModule;

/** A login that knows nothing: the conversation of each connection says who the client is. Made by JAAS. */
public final class ConversationLoginModule implements LoginModule {
    /** Made by JAAS. */
    public ConversationLoginModule() {}

    @Override
    public void initialize(
            Subject subject, CallbackHandler handler, Map<String, ?> sharedState, Map<String, ?> options) {
        // Nothing to know.
    }

    @Override
    public boolean login() {
        return true;
    }

    @Override
    public boolean commit() {
        return true;
    }

    @Override
    public boolean abort() {
        return true;
    }

    @Override
    public boolean logout() {
        return true;
    }
}
