package dev.barre.kafka.security;

import static java.util.Objects.requireNonNull;

/**
 * A file with the certificates that the client trusts. A name that ends in {@code .p12} or {@code .pfx} means PKCS12,
 * {@code .jks} means JKS; for another type set {@code ssl.truststore.type} among the additional properties.
 *
 * @param path the file (Kafka property {@code ssl.truststore.location})
 * @param password of the store (Kafka property {@code ssl.truststore.password})
 */
public record TrustStore(String path, Secret password) implements Trust {
    public TrustStore {
        requireNonNull(path, "path");
        requireNonNull(password, "password");
    }

    /** {@link #TrustStore(String, Secret)} with the password as text. */
    public TrustStore(String path, String password) {
        this(path, Secret.of(password));
    }

    /** {@link #TrustStore(String, Secret)} with the password as an array, which is copied. */
    public TrustStore(String path, char[] password) {
        this(path, Secret.of(password));
    }
}
