package dev.barre.kafka.interop;

import java.util.Map;

/**
 * Properties that Kafka does not know and hands on to the classes of this package that it makes: objects of the user. The names begin
 * with {@code sasl.} so that Kafka shares a login only between clients with the same objects.
 */
enum OwnProperties {
    CREDENTIALS("sasl.barre.credentials"),
    TOKEN_PROVIDER("sasl.barre.token.provider"),
    MECHANISM("sasl.barre.mechanism"),
    SOCKET("ssl.barre.socket");

    private final String key;

    OwnProperties(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    static boolean contain(String key) {
        for (OwnProperties property : values()) {
            if (property.key.equals(key)) {
                return true;
            }
        }
        return false;
    }

    /** The object that a client was configured with. */
    <T> T from(Map<String, ?> configs, Class<T> type) {
        Object value = configs.get(key);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(
                    key + " is missing: this class is configured by `auth` or `secureSocket`");
        }
        return type.cast(value);
    }
}
