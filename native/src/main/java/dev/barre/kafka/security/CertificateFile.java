package dev.barre.kafka.security;

import static java.util.Objects.requireNonNull;

/**
 * A PEM file with the certificates that the client trusts, one or more.
 *
 * @param path the file, whose content becomes the Kafka property {@code ssl.truststore.certificates}
 */
public record CertificateFile(String path) implements Trust {
    public CertificateFile {
        requireNonNull(path, "path");
    }
}
