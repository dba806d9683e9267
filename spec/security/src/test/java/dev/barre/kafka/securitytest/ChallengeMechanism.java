package dev.barre.kafka.securitytest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.barre.kafka.interop.ConversationLoginModule;
import dev.barre.kafka.security.SaslConversation;
import dev.barre.kafka.security.SaslMechanism;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.callback.CallbackHandler;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import javax.security.sasl.SaslServerFactory;

/**
 * A mechanism of somebody's own, both halves: the client names itself, the broker sends a number, the client sends it back under a key
 * that both know.
 */
final class ChallengeMechanism implements SaslMechanism {
    static final String NAME = "X-CHALLENGE";
    static final String USER = "alice";
    static final byte[] KEY = "a key that both know".getBytes(UTF_8);

    /** The login of the brokers, in the form of JAAS: they prove nothing. */
    static final String BROKER_LOGIN = ConversationLoginModule.class.getName() + " required;";

    private final byte[] key;

    ChallengeMechanism(byte[] key) {
        this.key = key.clone();
    }

    /** Lets the brokers of this JVM have their half. */
    static void register() {
        Security.addProvider(new BrokersHalf());
    }

    static void unregister() {
        Security.removeProvider(BrokersHalf.NAME);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean needsTls() {
        return false;
    }

    @Override
    public SaslConversation begin(String host) {
        return new SaslConversation() {
            private int sent;

            @Override
            public byte[] respond(byte[] challenge) throws GeneralSecurityException {
                return sent++ == 0 ? USER.getBytes(UTF_8) : signed(key, challenge);
            }

            @Override
            public boolean isComplete() {
                return sent == 2;
            }
        };
    }

    private static byte[] signed(byte[] key, byte[] challenge) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(challenge);
    }

    private static final class Server implements SaslServer {
        private final byte[] challenge = new byte[16];
        private String user = "";
        private boolean complete;

        Server() {
            new SecureRandom().nextBytes(challenge);
        }

        @Override
        public byte[] evaluateResponse(byte[] response) throws SaslException {
            if (user.isEmpty()) {
                user = new String(response, UTF_8);
                return challenge.clone();
            }
            try {
                if (!MessageDigest.isEqual(response, signed(KEY, challenge))) {
                    throw new SaslException("the answer to the challenge is wrong");
                }
            } catch (GeneralSecurityException e) {
                throw new SaslException("no such algorithm", e);
            }
            complete = true;
            return new byte[0];
        }

        @Override
        public boolean isComplete() {
            return complete;
        }

        @Override
        public String getMechanismName() {
            return NAME;
        }

        @Override
        public String getAuthorizationID() {
            return user;
        }

        @Override
        public byte[] unwrap(byte[] incoming, int offset, int length) {
            throw new IllegalStateException("no layer of its own");
        }

        @Override
        public byte[] wrap(byte[] outgoing, int offset, int length) {
            throw new IllegalStateException("no layer of its own");
        }

        @Override
        public Object getNegotiatedProperty(String name) {
            return null;
        }

        @Override
        public void dispose() {}
    }

    private static final class BrokersHalf extends Provider {
        private static final long serialVersionUID = 1L;
        private static final String NAME = "brokers-half";

        BrokersHalf() {
            super(NAME, "1.0", "the brokers' half of " + ChallengeMechanism.NAME);
            put("SaslServerFactory." + ChallengeMechanism.NAME, Factory.class.getName());
        }
    }

    /** Made by Java. */
    public static final class Factory implements SaslServerFactory {
        /** Made by Java. */
        public Factory() {}

        @Override
        public SaslServer createSaslServer(
                String mechanism, String protocol, String server, Map<String, ?> properties, CallbackHandler handler) {
            return new Server();
        }

        @Override
        public String[] getMechanismNames(Map<String, ?> properties) {
            return new String[] {NAME};
        }
    }
}
