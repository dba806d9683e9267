package dev.barre.kafka.interop;

import java.security.Provider;
import java.security.Security;
import java.util.Enumeration;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClientFactory;

/**
 * Makes mechanisms of users known to the JVM, where Kafka looks for them ({@link Sasl#createSaslClient}). One for the whole JVM, and
 * thread-safe, as security providers are.
 */
final class ConversationProvider extends Provider {
    private static final long serialVersionUID = 1L;
    private static final String NAME = "BarreSasl";

    private ConversationProvider() {
        super(NAME, "1.0", "SASL mechanisms of users of Barre");
    }

    /** Makes one more mechanism known; does nothing if it is. */
    static synchronized void register(String mechanism) {
        Provider provider = Security.getProvider(NAME);
        if (provider == null) {
            provider = new ConversationProvider();
            Security.addProvider(provider);
        }
        provider.putIfAbsent("SaslClientFactory." + mechanism, ConversationClientFactory.class.getName());
    }

    /** Whether Java or Kafka have a mechanism of that name, which would be taken instead. */
    static boolean isTaken(String mechanism) {
        Enumeration<SaslClientFactory> factories = Sasl.getSaslClientFactories();
        while (factories.hasMoreElements()) {
            SaslClientFactory factory = factories.nextElement();
            if (!(factory instanceof ConversationClientFactory)) {
                for (String name : factory.getMechanismNames(null)) {
                    if (name.equals(mechanism)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
