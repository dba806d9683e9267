package dev.barre.kafka.mskiam;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.spi.LoginModule;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import javax.security.sasl.SaslServerFactory;

/** The broker's half of {@code AWS_MSK_IAM}, as far as a test can be Amazon: it knows a few keys and checks what they have signed. */
final class IamServer implements SaslServer {
    /** Secret by access key id. */
    private static final Map<String, String> KEYS = Map.of(
            "AKIDDEFAULT",
            "secret-of-the-default",
            "AKIDBILLING",
            "secret-of-billing",
            StsServer.ACCESS_KEY_ID,
            StsServer.SECRET_ACCESS_KEY);

    /** All that was asked, by whatever connection. */
    static final BlockingQueue<SignedRequest> REQUESTS = new LinkedBlockingQueue<>();

    private String user = "";

    @Override
    public byte[] evaluateResponse(byte[] response) throws SaslException {
        SignedRequest request = SignedRequest.parse(response);
        REQUESTS.add(request);
        String secret = KEYS.get(request.accessKeyId());
        try {
            if (secret == null || !request.isSignedWith(secret)) {
                throw new SaslException("the signature is wrong");
            }
        } catch (GeneralSecurityException e) {
            throw new SaslException("the signature cannot be checked", e);
        }
        user = request.accessKeyId();
        return "{\"version\":\"2020_10_22\",\"request-id\":\"of-the-test\"}".getBytes(UTF_8);
    }

    @Override
    public String getMechanismName() {
        return MskIam.MECHANISM;
    }

    @Override
    public boolean isComplete() {
        return !user.isEmpty();
    }

    @Override
    public String getAuthorizationID() {
        return user;
    }

    @Override
    public byte[] unwrap(byte[] incoming, int offset, int length) {
        throw new IllegalStateException("there is no security layer");
    }

    @Override
    public byte[] wrap(byte[] outgoing, int offset, int length) {
        throw new IllegalStateException("there is no security layer");
    }

    @Override
    public Object getNegotiatedProperty(String name) {
        return null;
    }

    @Override
    public void dispose() {
        // It holds nothing.
    }

    /** Makes it known to the JVM when the broker logs in. Made by the JVM. */
    public static final class Login implements LoginModule {
        static {
            Security.addProvider(new Known());
        }

        @Override
        public void initialize(
                Subject subject, CallbackHandler handler, Map<String, ?> sharedState, Map<String, ?> options) {
            // The class is loaded, which is all.
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
            return false;
        }

        @Override
        public boolean logout() {
            return true;
        }
    }

    /** Made by the JVM. */
    public static final class Factory implements SaslServerFactory {
        @Override
        public SaslServer createSaslServer(
                String mechanism, String protocol, String server, Map<String, ?> properties, CallbackHandler handler) {
            return new IamServer();
        }

        @Override
        public String[] getMechanismNames(Map<String, ?> properties) {
            return new String[] {MskIam.MECHANISM};
        }
    }

    private static final class Known extends Provider {
        private static final long serialVersionUID = 1L;

        Known() {
            super("IamServer", "1.0", "the broker's half of AWS_MSK_IAM in tests");
            put("SaslServerFactory." + MskIam.MECHANISM, Factory.class.getName());
        }
    }
}
