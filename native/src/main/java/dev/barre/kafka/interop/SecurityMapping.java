package dev.barre.kafka.interop;

import dev.barre.kafka.security.AuthenticationConfiguration;
import dev.barre.kafka.security.AuthenticationMechanism;
import dev.barre.kafka.security.CertKey;
import dev.barre.kafka.security.CertificateFile;
import dev.barre.kafka.security.ClientKey;
import dev.barre.kafka.security.KeyStore;
import dev.barre.kafka.security.Protocol;
import dev.barre.kafka.security.Secret;
import dev.barre.kafka.security.SecureSocket;
import dev.barre.kafka.security.SocketProtocol;
import dev.barre.kafka.security.Trust;
import dev.barre.kafka.security.TrustStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/**
 * Turns the security fields into properties of Kafka (specification 2.1). Reads PEM files; what it cannot read becomes a
 * problem. Used by one thread, for one configuration.
 */
final class SecurityMapping {
    private static final String PEM = "PEM";

    private static final Map<AuthenticationMechanism, String> LOGIN_MODULES = Map.of(
            AuthenticationMechanism.PLAIN, PlainLoginModule.class.getName(),
            AuthenticationMechanism.SCRAM_SHA_256, ScramLoginModule.class.getName(),
            AuthenticationMechanism.SCRAM_SHA_512, ScramLoginModule.class.getName());

    /** Other extensions are left to Kafka's default. */
    private static final Map<String, String> STORE_TYPES = Map.of(".p12", "PKCS12", ".pfx", "PKCS12", ".jks", "JKS");

    private final Map<String, Object> properties = new LinkedHashMap<>();
    private final SecurityFiles files;

    /** @param problems where unreadable files are reported */
    SecurityMapping(List<String> problems) {
        this.files = new SecurityFiles(problems);
    }

    /** Everything that was mapped. */
    Map<String, Object> properties() {
        return properties;
    }

    void map(SecureSocket socket) {
        mapTrust(socket.cert());
        socket.key().ifPresent(this::mapKey);
        socket.protocol().ifPresent(this::mapProtocol);
        if (!socket.ciphers().isEmpty()) {
            properties.put(SslConfigs.SSL_CIPHER_SUITES_CONFIG, socket.ciphers());
        }
        socket.provider().ifPresent(provider -> properties.put(SslConfigs.SSL_PROVIDER_CONFIG, provider));
    }

    void map(AuthenticationConfiguration auth) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("username", auth.username());
        options.put("password", auth.password().reveal());
        String loginModule =
                Optional.ofNullable(LOGIN_MODULES.get(auth.mechanism())).orElseThrow();
        properties.put(SaslConfigs.SASL_MECHANISM, auth.mechanism().saslName());
        properties.put(SaslConfigs.SASL_JAAS_CONFIG, new Password(JaasText.required(loginModule, options)));
    }

    private void mapTrust(Trust trust) {
        if (trust instanceof TrustStore store) {
            files.check(store.path(), "secureSocket.cert (" + SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG + ")");
            properties.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, store.path());
            properties.put(SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG, password(store.password()));
            putType(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, store.path());
        } else if (trust instanceof CertificateFile file) {
            properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, PEM);
            putText(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, file.path(), "secureSocket.cert");
        }
        // Otherwise the JVM's own: Kafka takes it where no trust store is given.
    }

    private void mapKey(ClientKey key) {
        if (key instanceof KeyStore store) {
            files.check(store.path(), "secureSocket.key (" + SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG + ")");
            properties.put(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, store.path());
            properties.put(SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG, password(store.password()));
            putKeyPassword(store.keyPassword());
            putType(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, store.path());
        } else if (key instanceof CertKey pair) {
            properties.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, PEM);
            putText(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, pair.certFile(), "secureSocket.key.certFile");
            putText(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, pair.keyFile(), "secureSocket.key.keyFile");
            putKeyPassword(pair.keyPassword());
        }
    }

    private void mapProtocol(SocketProtocol protocol) {
        if (protocol.name() == Protocol.DTLS) {
            files.problem("secureSocket.protocol (" + SslConfigs.SSL_PROTOCOL_CONFIG
                    + ") is DTLS, which is for datagrams, but Kafka speaks TCP: use TLS");
            return;
        }
        properties.put(SslConfigs.SSL_PROTOCOL_CONFIG, protocol.name().name());
        if (!protocol.versions().isEmpty()) {
            properties.put(SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG, protocol.versions());
        }
    }

    private void putKeyPassword(Optional<Secret> keyPassword) {
        keyPassword.ifPresent(secret -> properties.put(SslConfigs.SSL_KEY_PASSWORD_CONFIG, password(secret)));
    }

    private void putText(String kafkaName, String path, String field) {
        files.read(path, field + " (" + kafkaName + ")")
                .ifPresent(text -> properties.put(kafkaName, new Password(text)));
    }

    private void putType(String kafkaName, String path) {
        String name = path.toLowerCase(Locale.ROOT);
        STORE_TYPES.forEach((extension, type) -> {
            if (name.endsWith(extension)) {
                properties.put(kafkaName, type);
            }
        });
    }

    private static Password password(Secret secret) {
        return new Password(secret.reveal());
    }
}
