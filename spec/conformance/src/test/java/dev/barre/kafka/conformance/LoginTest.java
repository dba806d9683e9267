package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.CLOSED_PORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.security.AuthenticationConfiguration;
import dev.barre.kafka.security.BearerToken;
import dev.barre.kafka.security.CertKey;
import dev.barre.kafka.security.CertKeyText;
import dev.barre.kafka.security.CertificateText;
import dev.barre.kafka.security.OidcGrant;
import dev.barre.kafka.security.SaslConversation;
import dev.barre.kafka.security.SaslMechanism;
import dev.barre.kafka.security.Secret;
import dev.barre.kafka.security.SecureSocket;
import dev.barre.kafka.security.SecurityProtocol;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chapter 2.1: forms of certificates and ways to log in, as far as they need no broker; {@code spec/security} has the rest. */
class LoginTest {
    private static final BearerToken TOKEN = new BearerToken("token", Instant.MAX, "me");
    private static final String ENDPOINT = "https://idp.invalid/token";

    @Test
    @Clause("2.1-13")
    void pemTexts_haveTheEffectOfFiles() throws Exception {
        String certificate = Files.readString(file("client.pem"));
        Map<String, String> properties = tls(SecureSocket.of(new CertificateText(certificate))
                .withKey(new CertKeyText(certificate, Secret.of(Files.readString(file("client.key"))))));
        assertThat(properties)
                .isEqualTo(tls(SecureSocket.of(file("client.pem").toString())
                        .withKey(new CertKey(
                                file("client.pem").toString(),
                                file("client.key").toString()))));
    }

    @Test
    @Clause("2.1-14")
    void keysThatCannotBeUsed_areRefusedWithWhatToDo(@TempDir Path folder) throws Exception {
        Path traditional = folder.resolve("old.key");
        Files.writeString(traditional, "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        Path encrypted = file("client-encrypted.key");
        assertThat(problem(traditional, null)).contains("openssl pkcs8 -topk8");
        assertThat(problem(encrypted, null)).contains("is encrypted", "withKeyPassword");
        assertThat(problem(encrypted, "wrong-s3cret"))
                .contains("keyPassword is wrong")
                .doesNotContain("wrong-s3cret");
        assertThat(problem(file("client.key"), "s3cret")).contains("is not encrypted");
        assertThat(problem(file("client.pem"), null)).contains("holds no private key, but CERTIFICATE");
    }

    private static String problem(Path key, @Nullable String password) throws Exception {
        CertKey pair = new CertKey(file("client.pem").toString(), key.toString());
        SecureSocket socket = SecureSocket.of(file("client.pem").toString())
                .withKey(password == null ? pair : pair.withKeyPassword(password));
        return refusal(b -> b.securityProtocol(SecurityProtocol.SSL).secureSocket(socket));
    }

    @Test
    @Clause("2.1-15")
    void hostNameVerification_isOnUnlessSwitchedOffByName() throws Exception {
        SecureSocket socket = SecureSocket.of(file("client.pem").toString());
        assertThat(tls(socket)).doesNotContainKey("ssl.endpoint.identification.algorithm");
        assertThat(tls(socket.withoutHostNameVerification()))
                .containsEntry("ssl.endpoint.identification.algorithm", "");
    }

    @Test
    @Clause("2.1-16")
    void readableSecret_withoutTls_isRefusedUnlessAllowed() {
        var plain = AuthenticationConfiguration.plain("user", "secret");
        var bearer = AuthenticationConfiguration.oauthBearer(() -> TOKEN);
        var scram = AuthenticationConfiguration.scramSha256("user", "secret");
        for (AuthenticationConfiguration auth : List.of(plain, bearer)) {
            assertThat(refusal(b ->
                            b.securityProtocol(SecurityProtocol.SASL_PLAINTEXT).auth(auth)))
                    .contains(auth.saslName(), "SASL_SSL", "allowedWithoutTls()");
        }
        for (AuthenticationConfiguration auth : List.of(plain.allowedWithoutTls(), bearer.allowedWithoutTls(), scram)) {
            assertThat(login(auth, SecurityProtocol.SASL_PLAINTEXT)).containsEntry("sasl.mechanism", auth.saslName());
        }
    }

    @Test
    @Clause("2.1-17")
    void furtherLogins_reachTheClient() {
        assertThat(login(
                        AuthenticationConfiguration.delegationToken("id-1", Secret.of("hmac")),
                        SecurityProtocol.SASL_SSL))
                .containsEntry("sasl.mechanism", "SCRAM-SHA-256")
                .hasEntrySatisfying(
                        "sasl.jaas.config",
                        text -> assertThat(text)
                                .contains(
                                        "ScramLoginModule",
                                        "username=\"id-1\"",
                                        "password=\"hmac\"",
                                        "tokenauth=\"true\""));
        assertThat(login(
                        AuthenticationConfiguration.loginModule(
                                        "EXTERNAL-ONE", "org.apache.kafka.common.security.plain.PlainLoginModule")
                                .withOption("region", Secret.of("eu")),
                        SecurityProtocol.SASL_SSL))
                .containsEntry("sasl.mechanism", "EXTERNAL-ONE")
                .hasEntrySatisfying("sasl.jaas.config", text -> assertThat(text).contains("region=\"eu\""));
        assertThat(login(AuthenticationConfiguration.of(named("MY-OWN")), SecurityProtocol.SASL_SSL))
                .containsEntry("sasl.mechanism", "MY-OWN");
        assertThat(login(AuthenticationConfiguration.oauthBearer(() -> TOKEN), SecurityProtocol.SASL_SSL))
                .containsEntry("sasl.mechanism", "OAUTHBEARER");
    }

    @Test
    @Clause("2.1-18")
    void extensionsThatCannotBeSent_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TOKEN.withExtension("auth", "x"))
                .withMessageContaining("reserved");
        assertThatIllegalArgumentException().isThrownBy(() -> TOKEN.withExtension("trace-id", "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> TOKEN.withExtension("trace", "\u0001"));
        assertThat(TOKEN.withExtension("trace", "17").extensions()).isEqualTo(Map.of("trace", "17"));
    }

    @Test
    @Clause({"2.1-19", "2.1-17"})
    void loginsThatCannotWork_areRefusedWithWhatToDo() {
        URI endpoint = URI.create(ENDPOINT);
        assertThat(refused(AuthenticationConfiguration.clientCredentials(endpoint, "id", Secret.of("s3cret"))))
                .contains("-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=", ENDPOINT)
                .doesNotContain("s3cret");
        assertThat(refused(AuthenticationConfiguration.jwtBearer(
                        endpoint, OidcGrant.JwtBearer.signedBy("key.pem", "me", "me", "them"))))
                .contains("allowed.urls");
        assertThat(refused(AuthenticationConfiguration.loginModule("AWS_MSK_IAM", "no.such.Module")))
                .contains("no.such.Module", "class path");
        assertThat(refused(AuthenticationConfiguration.kerberos("kafka", "me@EXAMPLE.COM", "no/such.keytab")))
                .contains("no/such.keytab");
        assertThat(refused(AuthenticationConfiguration.of(named("PLAIN")))).contains("PLAIN", "already");
    }

    private static SaslMechanism named(String name) {
        return new SaslMechanism() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public SaslConversation begin(String host) {
                throw new IllegalStateException("no connection is made here");
            }
        };
    }

    private static String refused(AuthenticationConfiguration auth) {
        return refusal(b -> b.securityProtocol(SecurityProtocol.SASL_SSL).auth(auth));
    }

    private static String refusal(UnaryOperator<ProducerConfiguration.Builder> set) {
        return Failures.of(() -> set.apply(ProducerConfiguration.builder()).build())
                .getMessage();
    }

    private static Map<String, String> tls(SecureSocket socket) {
        return properties(b -> b.securityProtocol(SecurityProtocol.SSL).secureSocket(socket));
    }

    private static Map<String, String> login(AuthenticationConfiguration auth, SecurityProtocol protocol) {
        return properties(b -> b.securityProtocol(protocol).auth(auth));
    }

    private static Map<String, String> properties(UnaryOperator<ProducerConfiguration.Builder> set) {
        String clientId = CapturedProperties.freshClientId();
        ProducerConfiguration config = set.apply(ProducerConfiguration.builder()
                        .clientId(clientId)
                        .interceptorClasses(CapturedProperties.class.getName()))
                .build();
        Producer.create(CLOSED_PORT, config).close();
        Map<String, String> all = new HashMap<>(CapturedProperties.of(clientId));
        all.remove("client.id");
        return all;
    }

    private static Path file(String name) throws URISyntaxException, IOException {
        return Path.of(Objects.requireNonNull(LoginTest.class.getResource("/security/" + name))
                .toURI());
    }
}
