package dev.barre.kafka.securitytest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.embedded.Identity;
import dev.barre.kafka.security.AuthenticationConfiguration;
import dev.barre.kafka.security.AuthenticationMechanism;
import dev.barre.kafka.security.BearerToken;
import dev.barre.kafka.security.CertKey;
import dev.barre.kafka.security.CertKeyText;
import dev.barre.kafka.security.CertificateText;
import dev.barre.kafka.security.KeyStore;
import dev.barre.kafka.security.ReplaceableCredentials;
import dev.barre.kafka.security.Secret;
import dev.barre.kafka.security.SecureSocket;
import dev.barre.kafka.security.SecurityProtocol;
import dev.barre.kafka.security.TrustStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Uses every kind of login and certificate, right and wrong, with the loggers of clients and of this library at TRACE, and looks for each secret in the
 * logs, in what is thrown, in the texts of configurations and in JMX. The secrets are of this test alone.
 */
@Execution(ExecutionMode.SAME_THREAD)
class LeakTest {
    private static final Path LOG = Path.of("target", "security.log");

    private static final String RIGHT = "right-s3cret-of-the-user";
    private static final String WRONG = "wrong-s3cret-of-the-user";
    private static final String REPLACED = "replaced-s3cret-of-the-user";
    private static final String CLIENT_SECRET = "wrong-s3cret-of-the-client";
    private static final String HMAC = "aG1hYy1zM2NyZXQtb2YtYS10b2tlbg==";
    private static final String TOKEN_VALUE = "bearer-s3cret-that-no-broker-knows";

    private static Secured secured;

    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final List<String> texts = new ArrayList<>();

    @BeforeAll
    static void open() {
        secured = new Secured();
        secured.kafka.setScramPassword(Secured.ALICE, RIGHT);
        secured.kafka.allowGroup(Secured.ALICE, "leak");
    }

    @AfterAll
    static void close() {
        secured.close();
    }

    @Test
    void noSecret_getsOut() throws Exception {
        secrets.put("right password", RIGHT);
        secrets.put("wrong password", WRONG);
        secrets.put("replaced password", REPLACED);
        secrets.put("client secret", CLIENT_SECRET);
        secrets.put("hmac", HMAC);
        secrets.put("token", TOKEN_VALUE);
        secrets.put("store password", Identity.PASSWORD);
        String jwt = secured.tokens.token(Secured.ALICE);
        secrets.put("JWT", jwt);
        secrets.put("signature of the JWT", jwt.substring(jwt.lastIndexOf('.') + 1));
        secrets.put("private key", keyBody(Files.readString(secured.alice.keyPem())));
        secrets.put("encrypted private key", keyBody(Files.readString(secured.alice.encryptedKeyPem())));

        ReplaceableCredentials replaceable = ReplaceableCredentials.of(Secured.ALICE, REPLACED);
        for (AuthenticationConfiguration auth : logins(jwt, replaceable)) {
            List<ClientKind> kinds = List.of(ClientKind.values());
            for (SecureSocket socket : sockets()) {
                Access access = new Access(
                        secured.kafka.bootstrapServers(SecurityProtocol.SASL_SSL),
                        SecurityProtocol.SASL_SSL,
                        Optional.of(socket),
                        Optional.of(auth),
                        Secured.TOPIC,
                        "leak");
                use(access, kinds);
                kinds = List.of(ClientKind.PRODUCER, ClientKind.ADMIN);
            }
        }
        replaceable.replace(Secured.ALICE, RIGHT);
        collectJmx();

        assertThat(texts).hasSizeGreaterThan(50);
        assertThat(Files.size(LOG)).as("the log is written at TRACE").isGreaterThan(1 << 20);
        try (var lines = Files.lines(LOG)) {
            assertThat(lines.filter(line -> line.contains("sasl.jaas.config = [hidden]")))
                    .as("configurations in the log, with their secrets hidden")
                    .isNotEmpty();
        }
        for (Map.Entry<String, String> secret : secrets.entrySet()) {
            assertThat(texts.stream().filter(text -> text.contains(secret.getValue())))
                    .as("texts with the %s", secret.getKey())
                    .isEmpty();
            try (var lines = Files.lines(LOG)) {
                assertThat(lines.filter(line -> line.contains(secret.getValue())))
                        .as("log lines with the %s", secret.getKey())
                        .isEmpty();
            }
        }
    }

    private static List<AuthenticationConfiguration> logins(String jwt, ReplaceableCredentials replaceable) {
        return List.of(
                AuthenticationConfiguration.plain(Secured.ALICE, WRONG),
                AuthenticationConfiguration.scramSha256(Secured.ALICE, RIGHT),
                AuthenticationConfiguration.scramSha512(Secured.ALICE, WRONG),
                AuthenticationConfiguration.of(AuthenticationMechanism.SCRAM_SHA_256, replaceable),
                AuthenticationConfiguration.delegationToken("no-such-token", Secret.of(HMAC)),
                AuthenticationConfiguration.oauthBearer(
                        () -> new BearerToken(jwt, Instant.now().plusSeconds(600), Secured.ALICE)),
                AuthenticationConfiguration.oauthBearer(
                                () -> new BearerToken(TOKEN_VALUE, Instant.now().plusSeconds(600), Secured.ALICE))
                        .tokenPerConnection(),
                AuthenticationConfiguration.oauthBearer(() -> {
                    throw new IllegalStateException("the vault is sealed");
                }),
                AuthenticationConfiguration.clientCredentials(
                        secured.tokens.tokenEndpoint(), "somebody", Secret.of(CLIENT_SECRET)));
    }

    private static List<SecureSocket> sockets() throws IOException {
        var alice = secured.alice;
        Secret storePassword = Secret.of(Identity.PASSWORD);
        String certificates = Files.readString(alice.certificatePem());
        return List.of(
                secured.socket().withKey(Secured.pem(alice)),
                SecureSocket.of(new TrustStore(secured.authority.trustStore().toString(), storePassword))
                        .withKey(new KeyStore(alice.keyStore().toString(), storePassword, Optional.empty()))
                        .withoutHostNameVerification(),
                SecureSocket.of(new CertificateText(Files.readString(secured.authority.certificatePem())))
                        .withKey(new CertKeyText(certificates, Secret.of(Files.readString(alice.keyPem())))),
                secured.socket()
                        .withKey(new CertKey(
                                alice.certificatePem().toString(),
                                alice.encryptedKeyPem().toString(),
                                Optional.of(storePassword)))
                        .withReload());
    }

    private void use(Access access, List<ClientKind> kinds) {
        access.auth().ifPresent(auth -> texts.add(auth.toString()));
        access.socket().ifPresent(socket -> texts.add(socket.toString()));
        for (ClientKind kind : kinds) {
            texts.add(ClientKind.producing(access).toString());
            texts.add(ClientKind.consuming(access).toString());
            kind.refusal(access).ifPresent(thrown -> texts.add(stackTrace(thrown)));
        }
    }

    private void collectJmx() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : server.queryNames(new ObjectName("kafka.*:*"), null)) {
            texts.add(name.toString());
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                texts.add(String.valueOf(server.getAttribute(name, attribute.getName())));
            }
        }
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** A line from the middle of a key. */
    private static String keyBody(String pem) {
        return Arrays.stream(pem.split("\n"))
                .filter(line -> !line.startsWith("-----"))
                .toList()
                .get(1);
    }
}
