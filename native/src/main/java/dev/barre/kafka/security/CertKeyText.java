package dev.barre.kafka.security;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The certificate and the private key of the client as PEM text.
 *
 * @param certificates the certificate, followed by those of its issuers (Kafka property {@code ssl.keystore.certificate.chain})
 * @param key the private key in PKCS 8 form (Kafka property {@code ssl.keystore.key})
 * @param keyPassword of the key, if it is encrypted (Kafka property {@code ssl.key.password})
 */
public record CertKeyText(String certificates, Secret key, Optional<Secret> keyPassword) implements ClientKey {
    public CertKeyText {
        requireNonNull(certificates, "certificates");
        requireNonNull(key, "key");
        requireNonNull(keyPassword, "keyPassword");
    }

    /** A pair whose key is not encrypted. */
    public CertKeyText(String certificates, Secret key) {
        this(certificates, key, Optional.empty());
    }

    /** The same pair, its key encrypted. */
    public CertKeyText withKeyPassword(Secret keyPassword) {
        return new CertKeyText(certificates, key, Optional.of(keyPassword));
    }
}
