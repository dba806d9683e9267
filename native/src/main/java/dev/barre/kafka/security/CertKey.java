package dev.barre.kafka.security;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The certificate and the private key of the client, in a PEM file each.
 *
 * @param certFile the certificate, followed by those of its issuers (Kafka property {@code ssl.keystore.certificate.chain})
 * @param keyFile the private key in PKCS 8 form (Kafka property {@code ssl.keystore.key})
 * @param keyPassword of the key, if it is encrypted (Kafka property {@code ssl.key.password})
 */
public record CertKey(String certFile, String keyFile, Optional<Secret> keyPassword) implements ClientKey {
    public CertKey {
        requireNonNull(certFile, "certFile");
        requireNonNull(keyFile, "keyFile");
        requireNonNull(keyPassword, "keyPassword");
    }

    /** A pair whose key is not encrypted. */
    public CertKey(String certFile, String keyFile) {
        this(certFile, keyFile, Optional.empty());
    }

    /** The same pair, its key encrypted. */
    public CertKey withKeyPassword(String keyPassword) {
        return new CertKey(certFile, keyFile, Optional.of(Secret.of(keyPassword)));
    }

    /** {@link #withKeyPassword(String)} with an array, which is copied. */
    public CertKey withKeyPassword(char[] keyPassword) {
        return new CertKey(certFile, keyFile, Optional.of(Secret.of(keyPassword)));
    }
}
