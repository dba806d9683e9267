package dev.barre.kafka.mskiam;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.Provider;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.spi.LoginModule;
import javax.security.sasl.SaslServer;
import javax.security.sasl.SaslServerFactory;

/** The brokers' half of {@code AWS_MSK_IAM}, as far as it can be had without Amazon: takes what a client signs, and keeps it for the test. */
final class IamServer implements SaslServer {
    /** What clients have sent. */
    static final Queue<String> RECEIVED = new ConcurrentLinkedQueue<>();

    private boolean complete;

    static void register() {
        java.security.Security.addProvider(new Mechanism());
    }

    static void unregister() {
        java.security.Security.removeProvider(Mechanism.NAME);
    }

    @Override
    public byte[] evaluateResponse(byte[] response) {
        RECEIVED.add(new String(response, UTF_8));
        complete = true;
        return "{\"version\":\"2020_10_22\",\"request-id\":\"embedded-1\"}".getBytes(UTF_8);
    }

    @Override
    public boolean isComplete() {
        return complete;
    }

    @Override
    public String getMechanismName() {
        return "AWS_MSK_IAM";
    }

    @Override
    public String getAuthorizationID() {
        return "iam";
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

    /** Says where the factory is. */
    private static final class Mechanism extends Provider {
        private static final long serialVersionUID = 1L;
        private static final String NAME = "embedded-iam";

        Mechanism() {
            super(NAME, "1.0", "the brokers' half of AWS_MSK_IAM");
            put("SaslServerFactory.AWS_MSK_IAM", Factory.class.getName());
        }
    }

    /** Made by Java. */
    public static final class Factory implements SaslServerFactory {
        /** Made by Java. */
        public Factory() {}

        @Override
        public SaslServer createSaslServer(
                String mechanism, String protocol, String server, Map<String, ?> properties, CallbackHandler handler) {
            return new IamServer();
        }

        @Override
        public String[] getMechanismNames(Map<String, ?> properties) {
            return new String[] {"AWS_MSK_IAM"};
        }
    }

    /** The login of the brokers, who prove nothing. Made by Java. */
    public static final class BrokerLogin implements LoginModule {
        /** Made by Java. */
        public BrokerLogin() {}

        @Override
        public void initialize(
                Subject subject, CallbackHandler handler, Map<String, ?> sharedState, Map<String, ?> options) {}

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
}
