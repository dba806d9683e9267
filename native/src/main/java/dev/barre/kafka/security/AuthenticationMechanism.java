package dev.barre.kafka.security;

/** How a client logs in (Kafka property {@code sasl.mechanism}). */
public enum AuthenticationMechanism {
    /** User name and password as they are (RFC 4616); use it over TLS only. */
    PLAIN("PLAIN"),
    /** A proof of the password under SHA-256; the password itself is not sent (RFC 5802, RFC 7677). */
    SCRAM_SHA_256("SCRAM-SHA-256"),
    /** A proof of the password under SHA-512; the password itself is not sent. */
    SCRAM_SHA_512("SCRAM-SHA-512");

    private final String saslName;

    AuthenticationMechanism(String saslName) {
        this.saslName = saslName;
    }

    /** The name on the wire: {@code SCRAM-SHA-256}. */
    public String saslName() {
        return saslName;
    }
}
