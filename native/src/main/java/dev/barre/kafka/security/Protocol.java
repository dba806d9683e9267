package dev.barre.kafka.security;

/** The family of the protocol under a secure connection (Kafka property {@code ssl.protocol}). */
public enum Protocol {
    /** The old name; the JVM speaks TLS under it as well. */
    SSL,
    /** The usual choice. */
    TLS,
    /** TLS over datagrams. Kafka speaks TCP only, so that building a configuration with it fails. */
    DTLS
}
