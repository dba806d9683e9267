package dev.barre.kafka.security;

/** What protects the connection to the brokers (Kafka property {@code security.protocol}). */
public enum SecurityProtocol {
    /** Nothing: no encryption, no authentication. */
    PLAINTEXT(false, false),
    /** TLS; the client proves itself by its certificate, if at all. */
    SSL(true, false),
    /** SASL authentication, no encryption: the password can be read on the way. */
    SASL_PLAINTEXT(false, true),
    /** SASL authentication over TLS. */
    SASL_SSL(true, true);

    private final boolean encrypted;
    private final boolean authenticated;

    SecurityProtocol(boolean encrypted, boolean authenticated) {
        this.encrypted = encrypted;
        this.authenticated = authenticated;
    }

    /** Whether connections use TLS, so that {@link SecureSocket} has a meaning. */
    public boolean isEncrypted() {
        return encrypted;
    }

    /** Whether clients log in by SASL, so that {@link AuthenticationConfiguration} has a meaning. */
    public boolean isAuthenticated() {
        return authenticated;
    }
}
