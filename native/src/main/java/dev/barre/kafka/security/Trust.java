package dev.barre.kafka.security;

/** Whose certificates a client accepts: a {@link TrustStore}, PEM as {@link CertificateFile} or
 * {@link CertificateText}, or those that the JVM trusts. */
public sealed interface Trust permits TrustStore, CertificateFile, CertificateText, JvmTrust {
    /** The authorities that come with the JVM, for brokers with a publicly signed certificate. */
    static Trust jvmDefault() {
        return JvmTrust.INSTANCE;
    }
}
