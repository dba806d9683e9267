package dev.barre.kafka.security;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A file with the private key and certificate of the client. A name that ends in {@code .p12} or {@code .pfx} means PKCS12,
 * {@code .jks} means JKS; for another type set {@code ssl.keystore.type} among the additional properties.
 *
 * @param path the file (Kafka property {@code ssl.keystore.location})
 * @param password of the store (Kafka property {@code ssl.keystore.password})
 * @param keyPassword of the key in it, where that differs (Kafka property {@code ssl.key.password})
 */
public record KeyStore(String path, Secret password, Optional<Secret> keyPassword) implements ClientKey {
    public KeyStore {
        requireNonNull(path, "path");
        requireNonNull(password, "password");
        requireNonNull(keyPassword, "keyPassword");
    }

    /** A store whose key has the password of the store. */
    public KeyStore(String path, String password) {
        this(path, Secret.of(password), Optional.empty());
    }

    /** A store whose key has the password of the store, given as an array, which is copied. */
    public KeyStore(String path, char[] password) {
        this(path, Secret.of(password), Optional.empty());
    }

    /** The same store, its key under a password of its own. */
    public KeyStore withKeyPassword(String keyPassword) {
        return new KeyStore(path, password, Optional.of(Secret.of(keyPassword)));
    }

    /** {@link #withKeyPassword(String)} with an array, which is copied. */
    public KeyStore withKeyPassword(char[] keyPassword) {
        return new KeyStore(path, password, Optional.of(Secret.of(keyPassword)));
    }
}
