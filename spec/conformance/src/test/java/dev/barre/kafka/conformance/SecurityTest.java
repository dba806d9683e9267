package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.CLOSED_PORT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.security.AuthenticationConfiguration;
import dev.barre.kafka.security.CertKey;
import dev.barre.kafka.security.KeyStore;
import dev.barre.kafka.security.Protocol;
import dev.barre.kafka.security.SecureSocket;
import dev.barre.kafka.security.SecurityProtocol;
import dev.barre.kafka.security.TrustStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chapter 2.1: what the security records become inside the Kafka client. Needs no broker. */
class SecurityTest {
    private static final String STORE_SECRET = "store-secret";
    private static final String KEY_SECRET = "key-secret";

    @Test
    @Clause("2.1-1")
    void trustStore_reachesTheClient(@TempDir Path folder) throws Exception {
        Path store = trustStore(folder);
        assertThat(properties(SecureSocket.of(new TrustStore(store.toString(), STORE_SECRET))))
                .containsEntry("ssl.truststore.location", store.toString())
                .containsEntry("ssl.truststore.password", STORE_SECRET);
    }

    @Test
    @Clause("2.1-2")
    void certificateFile_reachesTheClientAsText() throws Exception {
        assertThat(properties(SecureSocket.of(file("client.pem").toString())))
                .containsEntry("ssl.truststore.type", "PEM")
                .containsEntry("ssl.truststore.certificates", Files.readString(file("client.pem")));
    }

    @Test
    @Clause("2.1-3")
    void keyStore_reachesTheClient(@TempDir Path folder) throws Exception {
        Path store = keyStore(folder);
        SecureSocket socket = SecureSocket.of(file("client.pem").toString());
        assertThat(properties(socket.withKey(new KeyStore(store.toString(), STORE_SECRET))))
                .containsEntry("ssl.keystore.location", store.toString())
                .containsEntry("ssl.keystore.password", STORE_SECRET)
                .doesNotContainKey("ssl.key.password");
        assertThat(properties(
                        socket.withKey(new KeyStore(store.toString(), STORE_SECRET).withKeyPassword(STORE_SECRET))))
                .containsEntry("ssl.key.password", STORE_SECRET);
    }

    @Test
    @Clause("2.1-4")
    void certKey_reachesTheClientAsText() throws Exception {
        SecureSocket socket = SecureSocket.of(file("client.pem").toString());
        assertThat(properties(socket.withKey(new CertKey(
                        file("client.pem").toString(), file("client.key").toString()))))
                .containsEntry("ssl.keystore.type", "PEM")
                .containsEntry("ssl.keystore.certificate.chain", Files.readString(file("client.pem")))
                .containsEntry("ssl.keystore.key", Files.readString(file("client.key")))
                .doesNotContainKey("ssl.key.password");
        String key = Files.readString(file("client.key"));
        assertThat(properties(socket.withKey(new CertKey(
                                file("client.pem").toString(),
                                file("client-encrypted.key").toString())
                        .withKeyPassword(KEY_SECRET))))
                .doesNotContainKey("ssl.key.password")
                .hasEntrySatisfying(
                        "ssl.keystore.key",
                        opened -> assertThat(opened)
                                .startsWith("-----BEGIN PRIVATE KEY-----")
                                .isEqualToIgnoringWhitespace(key));
    }

    @Test
    @Clause("2.1-5")
    void protocol_reachesTheClient() throws Exception {
        assertThat(properties(SecureSocket.of(file("client.pem").toString())
                        .withProtocol(Protocol.TLS, "TLSv1.3", "TLSv1.2")))
                .containsEntry("ssl.protocol", "TLS")
                .containsEntry("ssl.enabled.protocols", "TLSv1.3,TLSv1.2");
    }

    @Test
    @Clause("2.1-6")
    void ciphersAndProvider_reachTheClient() throws Exception {
        assertThat(properties(SecureSocket.of(file("client.pem").toString())
                        .withCiphers("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256")
                        .withProvider("SunJSSE")))
                .containsEntry("ssl.cipher.suites", "TLS_AES_256_GCM_SHA384,TLS_AES_128_GCM_SHA256")
                .containsEntry("ssl.provider", "SunJSSE");
    }

    @Test
    @Clause("2.1-7")
    void auth_reachesTheClientByItsMechanism() {
        assertMechanism(AuthenticationConfiguration.plain("user", "secret"), "PLAIN", "PlainLoginModule");
        assertMechanism(AuthenticationConfiguration.scramSha256("user", "secret"), "SCRAM-SHA-256", "ScramLoginModule");
        assertMechanism(AuthenticationConfiguration.scramSha512("user", "secret"), "SCRAM-SHA-512", "ScramLoginModule");
    }

    private static void assertMechanism(AuthenticationConfiguration auth, String mechanism, String module) {
        Map<String, String> properties = properties(b -> b.auth(auth).securityProtocol(SecurityProtocol.SASL_SSL));
        assertThat(properties).containsEntry("sasl.mechanism", mechanism);
        AppConfigurationEntry entry = login(properties);
        assertThat(entry.getLoginModuleName()).endsWith(module);
        assertThat(entry.getControlFlag()).isEqualTo(AppConfigurationEntry.LoginModuleControlFlag.REQUIRED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "with \"quotes\"",
                "back\\slash\\",
                "semi;colon=equals",
                "\" admin=\"true",
                "'single'",
                "tab\tand\nline",
                "grün-пароль-密码"
            })
    @Clause("2.1-8")
    void auth_namesAndPasswordsArriveAsGiven(String text) {
        Map<String, String> properties = properties(
                b -> b.auth(AuthenticationConfiguration.plain(text, text)).securityProtocol(SecurityProtocol.SASL_SSL));
        assertThat(login(properties).getOptions()).isEqualTo(Map.of("username", text, "password", text));
    }

    /** The login module as Kafka itself reads it out of {@code sasl.jaas.config}. */
    private static AppConfigurationEntry login(Map<String, String> properties) {
        List<AppConfigurationEntry> entries = JaasContext.loadClientContext(
                        Map.of("sasl.jaas.config", new Password(properties.get("sasl.jaas.config"))))
                .configurationEntries();
        assertThat(entries).hasSize(1);
        return entries.get(0);
    }

    @Test
    @Clause("2.1-9")
    void unreadableFile_isNamed(@TempDir Path folder) throws Exception {
        String missing = folder.resolve("missing.pem").toString();
        String pem = file("client.pem").toString();
        List<SecureSocket> sockets = List.of(
                SecureSocket.of(missing),
                SecureSocket.of(folder.toString()),
                SecureSocket.of(new TrustStore(missing, STORE_SECRET)),
                SecureSocket.of(pem)
                        .withKey(new CertKey(missing, file("client.key").toString())),
                SecureSocket.of(pem).withKey(new CertKey(pem, missing)),
                SecureSocket.of(pem).withKey(new KeyStore(missing, STORE_SECRET)));
        for (SecureSocket socket : sockets) {
            ConnectorException failure = Failures.of(() -> properties(socket));
            assertThat(failure.getMessage()).containsAnyOf(missing, folder.toString());
        }
    }

    @Test
    @Clause("2.1-10")
    void securityWithoutEffect_isRefused() throws Exception {
        AuthenticationConfiguration auth = AuthenticationConfiguration.plain("user", "secret");
        SecureSocket socket = SecureSocket.of(file("client.pem").toString());
        for (SecurityProtocol protocol : List.of(SecurityProtocol.PLAINTEXT, SecurityProtocol.SSL)) {
            assertThat(Failures.of(() -> properties(b -> b.auth(auth).securityProtocol(protocol))))
                    .hasMessageContaining("auth");
        }
        for (SecurityProtocol protocol : List.of(SecurityProtocol.PLAINTEXT, SecurityProtocol.SASL_PLAINTEXT)) {
            assertThat(Failures.of(() -> properties(b -> b.secureSocket(socket).securityProtocol(protocol))))
                    .hasMessageContaining("secureSocket");
        }
    }

    @Test
    @Clause("2.1-11")
    void passwords_occurInNoTextForm() throws Exception {
        AuthenticationConfiguration auth = AuthenticationConfiguration.plain("user", "auth-secret");
        SecureSocket socket = SecureSocket.of(new TrustStore(file("client.pem").toString(), STORE_SECRET))
                .withKey(new CertKey("a", "b").withKeyPassword(KEY_SECRET));
        ConsumerConfiguration config = ConsumerConfiguration.builder()
                .auth(auth)
                .securityProtocol(SecurityProtocol.SASL_SSL)
                .build();
        for (Object secretive : List.of(
                auth,
                socket,
                new KeyStore("a", STORE_SECRET).withKeyPassword(KEY_SECRET),
                config,
                ProducerConfiguration.builder()
                        .auth(auth)
                        .securityProtocol(SecurityProtocol.SASL_SSL)
                        .build())) {
            assertThat(secretive.toString()).doesNotContain("auth-secret", STORE_SECRET, KEY_SECRET);
        }
    }

    @Test
    @Clause({"2.1-1", "2.1-7"})
    void consumer_getsTheSameProperties() throws Exception {
        String clientId = CapturedProperties.freshClientId();
        ConsumerConfiguration config = ConsumerConfiguration.builder()
                .clientId(clientId)
                .interceptorClasses(CapturedProperties.class.getName())
                .secureSocket(SecureSocket.of(file("client.pem").toString()))
                .auth(AuthenticationConfiguration.scramSha512("user", "secret"))
                .securityProtocol(SecurityProtocol.SASL_SSL)
                .build();
        Consumer.create(CLOSED_PORT, config).close(Duration.ZERO);
        assertThat(CapturedProperties.of(clientId))
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("ssl.truststore.type", "PEM");
    }

    private static Map<String, String> properties(SecureSocket socket) {
        return properties(b -> b.secureSocket(socket).securityProtocol(SecurityProtocol.SSL));
    }

    private static Map<String, String> properties(UnaryOperator<ProducerConfiguration.Builder> set) {
        String clientId = CapturedProperties.freshClientId();
        ProducerConfiguration.Builder builder = ProducerConfiguration.builder()
                .clientId(clientId)
                .interceptorClasses(CapturedProperties.class.getName());
        Producer.create(CLOSED_PORT, set.apply(builder).build()).close(Duration.ZERO);
        return CapturedProperties.of(clientId);
    }

    private static Path file(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(SecurityTest.class.getResource("/security/" + name))
                .toURI());
    }

    private static Path trustStore(Path folder) throws Exception {
        java.security.KeyStore store = emptyStore();
        store.setCertificateEntry("broker", certificate());
        return stored(store, folder.resolve("trust.p12"));
    }

    private static Path keyStore(Path folder) throws Exception {
        java.security.KeyStore store = emptyStore();
        store.setKeyEntry("client", privateKey(), STORE_SECRET.toCharArray(), new Certificate[] {certificate()});
        return stored(store, folder.resolve("client.p12"));
    }

    private static java.security.KeyStore emptyStore() throws GeneralSecurityException, IOException {
        java.security.KeyStore store = java.security.KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Path stored(java.security.KeyStore store, Path file) throws GeneralSecurityException, IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, STORE_SECRET.toCharArray());
        }
        return file;
    }

    private static Certificate certificate() throws Exception {
        try (InputStream in = Files.newInputStream(file("client.pem"))) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static PrivateKey privateKey() throws Exception {
        String base64 = Files.readString(file("client.key")).replaceAll("-----[^-]+-----|\\s", "");
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }
}
