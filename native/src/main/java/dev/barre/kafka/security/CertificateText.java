package dev.barre.kafka.security;

import static java.util.Objects.requireNonNull;

/**
 * The certificates that the client trusts, one or more, as PEM text: for configuration that comes from the environment or a vault.
 *
 * @param pem becomes the Kafka property {@code ssl.truststore.certificates}
 */
public record CertificateText(String pem) implements Trust {
    public CertificateText {
        requireNonNull(pem, "pem");
    }
}
