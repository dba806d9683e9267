package dev.barre.kafka.interop;

import dev.barre.kafka.security.SecurityProtocol;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Finds out which security protocol a listener speaks. Kafka cannot tell: whoever speaks the wrong one is disconnected, and all that the client
 * ever reports is that no answer came in time. Sends nothing secret: the question for the versions of the protocol, and one for a login by
 * a mechanism that does not exist. Stateless.
 */
final class ProtocolProbe {
    private static final short API_VERSIONS = 18;
    private static final short SASL_HANDSHAKE = 17;

    /** What a listener with login answers to a mechanism that it does not have. */
    private static final short UNSUPPORTED_SASL_MECHANISM = 33;

    /** What a listener without login answers to any. */
    private static final short ILLEGAL_SASL_STATE = 34;

    private static final String NO_MECHANISM = "BARRE-PROBE";
    private static final int CORRELATION = 1;
    private static final int MOST_BYTES = 64 << 10;

    private final int timeoutMillis;

    /** @param timeout for each of at most two connections, and for each answer on them */
    ProtocolProbe(Duration timeout) {
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
    }

    /**
     * What was found.
     *
     * @param encrypted whether the listener speaks TLS
     * @param authenticated whether it wants a login; empty where it did not say
     */
    record Spoken(boolean encrypted, Optional<Boolean> authenticated) {
        boolean fits(SecurityProtocol protocol) {
            return encrypted == protocol.isEncrypted()
                    && authenticated
                            .map(wanted -> wanted == protocol.isAuthenticated())
                            .orElse(true);
        }

        @Override
        public String toString() {
            String plainly = encrypted ? "SSL" : "PLAINTEXT";
            return authenticated
                    .map(wanted -> wanted ? "SASL_" + plainly : plainly)
                    .orElse(encrypted ? "SSL or SASL_SSL" : plainly);
        }
    }

    /** What is spoken at an address; empty where nobody answers, or not as a Kafka broker does. */
    Optional<Spoken> at(String host, int port) {
        Optional<Boolean> login;
        try (Socket socket = connect(host, port)) {
            login = inPlain(socket);
        } catch (IOException unreachable) {
            return Optional.empty();
        }
        return login.isPresent() ? Optional.of(new Spoken(false, login)) : overTls(host, port);
    }

    /** Empty where it closes the connection, or answers in TLS. */
    private static Optional<Boolean> inPlain(Socket socket) {
        try {
            return wantsLogin(socket);
        } catch (IOException notPlain) {
            return Optional.empty();
        }
    }

    private Optional<Spoken> overTls(String host, int port) {
        try (Socket socket = connect(host, port);
                SSLSocket secure = (SSLSocket) anyTrust().getSocketFactory().createSocket(socket, host, port, false)) {
            secure.setSoTimeout(timeoutMillis);
            secure.startHandshake();
            try {
                return Optional.of(new Spoken(true, wantsLogin(secure)));
            } catch (IOException wantsCertificate) {
                return Optional.of(new Spoken(true, Optional.empty()));
            }
        } catch (SSLException refused) {
            // An alert is TLS as well; what is no TLS at all says so.
            return isAlert(refused) ? Optional.of(new Spoken(true, Optional.empty())) : Optional.empty();
        } catch (IOException | GeneralSecurityException unreachable) {
            return Optional.empty();
        }
    }

    private static boolean isAlert(SSLException refused) {
        String message = refused.getMessage();
        return message != null && message.contains("fatal alert");
    }

    private Socket connect(String host, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), timeoutMillis);
            socket.setSoTimeout(timeoutMillis);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Empty where the answer is not that of a broker. */
    private static Optional<Boolean> wantsLogin(Socket socket) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        DataInputStream in = new DataInputStream(socket.getInputStream());
        send(out, API_VERSIONS, (short) 0, "");
        if (answer(in) != 0) {
            return Optional.empty();
        }
        send(out, SASL_HANDSHAKE, (short) 1, NO_MECHANISM);
        return switch (answer(in)) {
            case UNSUPPORTED_SASL_MECHANISM -> Optional.of(true);
            case ILLEGAL_SASL_STATE -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** A request with header version 1 and no client id. */
    private static void send(DataOutputStream out, short api, short version, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        int body = text.isEmpty() ? 0 : Short.BYTES + bytes.length;
        out.writeInt(Short.BYTES + Short.BYTES + Integer.BYTES + Short.BYTES + body);
        out.writeShort(api);
        out.writeShort(version);
        out.writeInt(CORRELATION);
        out.writeShort(-1);
        if (body > 0) {
            out.writeShort(bytes.length);
            out.write(bytes);
        }
        out.flush();
    }

    /** The error code of an answer. */
    private static int answer(DataInputStream in) throws IOException {
        int size = in.readInt();
        if (size < Integer.BYTES + Short.BYTES || size > MOST_BYTES || in.readInt() != CORRELATION) {
            throw new IOException("not an answer of a Kafka broker");
        }
        int error = in.readShort();
        in.skipNBytes(size - Integer.BYTES - Short.BYTES);
        return error;
    }

    /** Whom it talks to does not matter here: nothing secret is sent, and what is answered is only used in a message. */
    private static SSLContext anyTrust() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new AnyTrust()}, null);
        return context;
    }

    private static final class AnyTrust implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            // Never a server.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            // See anyTrust().
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
