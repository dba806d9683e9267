package dev.barre.kafka.interop;

import dev.barre.kafka.security.CertKey;
import dev.barre.kafka.security.CertKeyText;
import dev.barre.kafka.security.CertificateFile;
import dev.barre.kafka.security.CertificateText;
import dev.barre.kafka.security.ClientKey;
import dev.barre.kafka.security.KeyStore;
import dev.barre.kafka.security.Protocol;
import dev.barre.kafka.security.Secret;
import dev.barre.kafka.security.SecureSocket;
import dev.barre.kafka.security.SocketProtocol;
import dev.barre.kafka.security.Trust;
import dev.barre.kafka.security.TrustStore;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;

/**
 * Turns a {@link SecureSocket} into properties of Kafka (specification 2.1). Reads PEM files; what cannot be used becomes a problem. Used
 * by one thread, for one socket.
 */
final class SocketMapping {
    private static final String PEM = "PEM";

    /** Other extensions are left to Kafka's default. */
    private static final Map<String, String> STORE_TYPES = Map.of(".p12", "PKCS12", ".pfx", "PKCS12", ".jks", "JKS");

    private final Map<String, Object> properties = new LinkedHashMap<>();
    private final SecurityFiles files;

    private SocketMapping(List<String> problems) {
        this.files = new SecurityFiles(problems);
    }

    /**
     * The properties of a socket.
     *
     * @param problems where what cannot be used is reported
     */
    static Map<String, Object> map(SecureSocket socket, List<String> problems) {
        SocketMapping mapping = new SocketMapping(problems);
        mapping.mapStores(socket);
        socket.protocol().ifPresent(mapping::mapProtocol);
        if (!socket.ciphers().isEmpty()) {
            mapping.properties.put(SslConfigs.SSL_CIPHER_SUITES_CONFIG, socket.ciphers());
        }
        socket.provider().ifPresent(provider -> mapping.properties.put(SslConfigs.SSL_PROVIDER_CONFIG, provider));
        if (!socket.isHostNameVerified()) {
            mapping.properties.put(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG, "");
        }
        if (socket.isReloaded()) {
            mapping.properties.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, ReloadingSslEngineFactory.class);
            mapping.properties.put(OwnProperties.SOCKET.key(), socket);
        }
        return mapping.properties;
    }

    /** Only what comes from files, as it is now. */
    static Map<String, Object> stores(SecureSocket socket, List<String> problems) {
        SocketMapping mapping = new SocketMapping(problems);
        mapping.mapStores(socket);
        return mapping.properties;
    }

    /** The files that the properties depend on. */
    static List<String> paths(SecureSocket socket) {
        List<String> paths = new ArrayList<>();
        if (socket.cert() instanceof TrustStore store) {
            paths.add(store.path());
        } else if (socket.cert() instanceof CertificateFile file) {
            paths.add(file.path());
        }
        socket.key().ifPresent(key -> {
            if (key instanceof KeyStore store) {
                paths.add(store.path());
            } else if (key instanceof CertKey pair) {
                paths.add(pair.certFile());
                paths.add(pair.keyFile());
            }
        });
        return paths;
    }

    private void mapStores(SecureSocket socket) {
        mapTrust(socket.cert());
        socket.key().ifPresent(this::mapKey);
    }

    private void mapTrust(Trust trust) {
        if (trust instanceof TrustStore store) {
            String field = field("cert", SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG);
            files.check(store.path(), field).ifPresent(file -> refuseEmpty(file, store, field));
            properties.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, store.path());
            properties.put(SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG, password(store.password()));
            putType(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, store.path());
        } else if (trust instanceof CertificateFile file) {
            String field = field("cert", SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG);
            files.read(file.path(), field).ifPresent(pem -> putTrusted(pem, field + ": " + file.path()));
        } else if (trust instanceof CertificateText text) {
            putTrusted(text.pem(), field("cert", SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG) + ": the text");
        }
        // Otherwise the JVM's own: Kafka takes it where no trust store is given.
    }

    /** What Java finds nothing in; where it cannot open the store, Kafka says why. */
    private void refuseEmpty(Path file, TrustStore store, String field) {
        try {
            // Opens both formats, whatever it is called.
            java.security.KeyStore opened = java.security.KeyStore.getInstance(
                    file.toFile(), store.password().reveal().toCharArray());
            if (opened.size() == 0) {
                files.problem(field + ": " + store.path()
                        + " holds no certificate that Java trusts; stores that openssl makes lack the"
                        + " mark for it. Make it with keytool -importcert -alias ca -file ca.pem -keystore "
                        + store.path());
            }
        } catch (GeneralSecurityException | IOException unreadable) {
            // Not ours to explain: Kafka opens it as well.
        }
    }

    private void mapKey(ClientKey key) {
        if (key instanceof KeyStore store) {
            files.check(store.path(), field("key", SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG));
            properties.put(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, store.path());
            properties.put(SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG, password(store.password()));
            store.keyPassword()
                    .ifPresent(secret -> properties.put(SslConfigs.SSL_KEY_PASSWORD_CONFIG, password(secret)));
            putType(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, store.path());
        } else if (key instanceof CertKey pair) {
            String chainField = field("key.certFile", SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG);
            String keyField = field("key.keyFile", SslConfigs.SSL_KEYSTORE_KEY_CONFIG);
            files.read(pair.certFile(), chainField)
                    .ifPresent(pem -> putChain(pem, chainField + ": " + pair.certFile()));
            files.read(pair.keyFile(), keyField)
                    .ifPresent(pem -> putKey(pem, pair.keyPassword(), keyField + ": " + pair.keyFile()));
        } else if (key instanceof CertKeyText pair) {
            putChain(
                    pair.certificates(),
                    field("key.certificates", SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG) + ": the text");
            putKey(
                    pair.key().reveal(),
                    pair.keyPassword(),
                    field("key.key", SslConfigs.SSL_KEYSTORE_KEY_CONFIG) + ": the text");
        }
    }

    private void mapProtocol(SocketProtocol protocol) {
        if (protocol.name() == Protocol.DTLS) {
            files.problem(field("protocol", SslConfigs.SSL_PROTOCOL_CONFIG)
                    + " is DTLS, which is for datagrams, but Kafka speaks TCP: use TLS");
            return;
        }
        properties.put(SslConfigs.SSL_PROTOCOL_CONFIG, protocol.name().name());
        if (!protocol.versions().isEmpty()) {
            properties.put(SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG, protocol.versions());
        }
    }

    private void putTrusted(String pem, String subject) {
        properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, PEM);
        put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, subject, () -> PemText.certificates(pem));
    }

    private void putChain(String pem, String subject) {
        properties.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, PEM);
        put(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, subject, () -> PemText.certificates(pem));
    }

    private void putKey(String pem, Optional<Secret> keyPassword, String subject) {
        put(
                SslConfigs.SSL_KEYSTORE_KEY_CONFIG,
                subject,
                () -> PemText.privateKey(pem, keyPassword.map(Secret::reveal)));
    }

    private interface Text {
        String read() throws PemText.UnusableException;
    }

    private void put(String kafkaName, String subject, Text text) {
        try {
            properties.put(kafkaName, new Password(text.read()));
        } catch (PemText.UnusableException e) {
            files.problem(subject + " " + e.getMessage());
        }
    }

    private void putType(String kafkaName, String path) {
        String name = path.toLowerCase(Locale.ROOT);
        STORE_TYPES.forEach((extension, type) -> {
            if (name.endsWith(extension)) {
                properties.put(kafkaName, type);
            }
        });
    }

    private static String field(String name, String kafkaName) {
        return "secureSocket." + name + " (" + kafkaName + ")";
    }

    private static Password password(Secret secret) {
        return new Password(secret.reveal());
    }
}
