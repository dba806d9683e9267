package dev.barre.kafka.securitytest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.ProducerRecord;
import dev.barre.kafka.embedded.Identity;
import dev.barre.kafka.security.AuthenticationConfiguration;
import dev.barre.kafka.security.AuthenticationMechanism;
import dev.barre.kafka.security.BearerToken;
import dev.barre.kafka.security.CertKey;
import dev.barre.kafka.security.ClientKey;
import dev.barre.kafka.security.KeyStore;
import dev.barre.kafka.security.ReplaceableCredentials;
import dev.barre.kafka.security.Secret;
import dev.barre.kafka.security.SecureSocket;
import dev.barre.kafka.security.SecurityProtocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.security.token.delegation.DelegationToken;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What changes while clients live: credentials, tokens and certificates. */
class RuntimeTest {
    private static final String CAROLS_NEW = "another-pa$$word";

    private static Secured secured;

    @BeforeAll
    static void open() {
        secured = new Secured();
    }

    @AfterAll
    static void close() {
        secured.close();
    }

    @Test
    void replacedCredentials_areUsedByTheNextLogin_andConnectionsStay() {
        ReplaceableCredentials credentials = ReplaceableCredentials.of(Secured.CAROL, Secured.PASSWORD);
        Access access = sasl(AuthenticationConfiguration.of(AuthenticationMechanism.SCRAM_SHA_512, credentials));
        try (Producer producer = producer(access)) {
            send(producer);
            secured.kafka.setScramPassword(Secured.CAROL, CAROLS_NEW);
            send(producer);
            assertThat(ClientKind.PRODUCER.refusal(access))
                    .as("the old password")
                    .isPresent();

            credentials.replace(Secured.CAROL, CAROLS_NEW);

            send(producer);
            assertThat(ClientKind.PRODUCER.refusal(access))
                    .as("the new password")
                    .isEmpty();
        }
    }

    @Test
    void tokenPerConnection_isAskedForOncePerConnection_andKeptOtherwise() {
        AtomicInteger asked = new AtomicInteger();
        var auth = AuthenticationConfiguration.oauthBearer(() -> {
            asked.incrementAndGet();
            return token(secured.tokens.token(Secured.ALICE));
        });
        try (Producer producer = producer(sasl(auth))) {
            send(producer);
            send(producer);
        }
        assertThat(asked).as("kept").hasValue(1);

        asked.set(0);
        try (Producer producer = producer(sasl(auth.tokenPerConnection()))) {
            send(producer);
            int connections = asked.get();
            send(producer);
            // One to the address given, one to the node that answers there.
            assertThat(connections).isBetween(1, 2);
            assertThat(asked).hasValue(connections);
        }
    }

    @Test
    void tokenProviderThatFails_isTheCauseOfATypedFailure() {
        for (var auth : new AuthenticationConfiguration[] {
            AuthenticationConfiguration.oauthBearer(RuntimeTest::sealedVault).tokenPerConnection(),
            AuthenticationConfiguration.oauthBearer(() -> token(" ")).tokenPerConnection()
        }) {
            assertThat(ClientKind.PRODUCER.refusal(sasl(auth))).hasValueSatisfying(thrown -> {
                assertThat(thrown).isInstanceOf(ConnectorException.class);
                assertThat(((ConnectorException) thrown).isRetriable()).isFalse();
                assertThat(thrown).hasStackTraceContaining("the token provider has");
            });
        }
        assertThatExceptionOfType(ConnectorException.class)
                .isThrownBy(() -> producer(sasl(AuthenticationConfiguration.oauthBearer(RuntimeTest::sealedVault))))
                .matches(failure -> !failure.isRetriable());
    }

    private static BearerToken sealedVault() {
        throw new IllegalStateException("the vault is sealed");
    }

    @Test
    void delegationToken_standsForItsOwner() throws Exception {
        DelegationToken token = delegationTokenOf(Secured.ALICE);
        Access access = sasl(AuthenticationConfiguration.delegationToken(
                token.tokenInfo().tokenId(), Secret.of(token.hmacAsBase64String())));
        // The controller has made it; the broker learns of it a moment later.
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ClientKind.PRODUCER.refusal(access).isEmpty());
        assertThat(ClientKind.PRODUCER.refusal(sasl(AuthenticationConfiguration.delegationToken(
                        token.tokenInfo().tokenId(), Secret.of("bm90IHRoZSBobWFj")))))
                .isPresent();
    }

    /** By Kafka's own client, for the connector does not make them. */
    private static DelegationToken delegationTokenOf(String user) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of(
                "bootstrap.servers",
                secured.kafka.bootstrapServers(SecurityProtocol.SASL_SSL),
                "security.protocol",
                "SASL_SSL",
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                secured.authority.certificatePem().toString(),
                "sasl.mechanism",
                "SCRAM-SHA-256",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                        + Secured.PASSWORD + "\";"))) {
            return admin.createDelegationToken().delegationToken().get();
        }
    }

    @Test
    void everyFormOfKey_isAccepted() {
        SecureSocket socket = secured.socket();
        var files = secured.alice;
        Secret password = Secret.of(Identity.PASSWORD);
        for (var key : new ClientKey[] {
            Secured.pem(files),
            new CertKey(
                    files.certificatePem().toString(), files.encryptedKeyPem().toString(), Optional.of(password)),
            new KeyStore(files.keyStore().toString(), password, Optional.empty()),
            new KeyStore(files.jksKeyStore().toString(), password, Optional.empty())
        }) {
            assertThat(ClientKind.PRODUCER.refusal(mutual(socket.withKey(key))))
                    .as(key.toString())
                    .isEmpty();
        }
        assertThat(ClientKind.PRODUCER.refusal(mutual(socket.withKey(new CertKey(
                        files.certificatePem().toString(),
                        files.traditionalKeyPem().toString())))))
                .hasValueSatisfying(thrown -> assertThat(thrown).hasMessageContaining("openssl pkcs8"));
    }

    @Test
    void withoutHostNameVerification_acceptsAnotherHost_butNoOtherAuthority() {
        SecureSocket trusting = secured.socket().withoutHostNameVerification();
        Access access = new Access(
                secured.ofAnotherHost.bootstrapServers(SecurityProtocol.SSL),
                SecurityProtocol.SSL,
                Optional.of(trusting),
                Optional.empty(),
                Secured.TOPIC,
                "any");
        assertThat(ClientKind.PRODUCER.refusal(access)).isEmpty();
        Access others = new Access(
                access.servers(),
                access.protocol(),
                Optional.of(
                        SecureSocket.of(secured.otherAuthority.certificatePem().toString())
                                .withoutHostNameVerification()),
                Optional.empty(),
                Secured.TOPIC,
                "any");
        assertThat(ClientKind.PRODUCER.refusal(others)).isPresent();
    }

    @Test
    void changedCertificates_areReadForTheNextConnection_andBrokenOnesAreNot(@TempDir Path folder) throws Exception {
        Path certificate = folder.resolve("client.pem");
        Path key = folder.resolve("client.key");
        put(secured.alice, certificate, key);
        Access access = mutual(secured.socket()
                .withKey(new CertKey(certificate.toString(), key.toString()))
                .withReload());
        ProducerConfiguration restless = ClientKind.producing(access).toBuilder()
                .connectionsMaxIdleTime(Duration.ofMillis(200))
                .linger(Duration.ZERO)
                .additionalProperties(Map.of("delivery.timeout.ms", "5000"))
                .build();
        try (Producer producer = Producer.create(access.servers(), restless)) {
            send(producer);
            Files.writeString(key, "broken");
            // Pauses in which the idle connection is closed, so that each but the first needs another one.
            await().pollInterval(Duration.ofMillis(700))
                    .atMost(Duration.ofSeconds(30))
                    .until(new Counted(3, () -> send(producer)));

            put(secured.authority.expiredClient(Secured.ALICE), certificate, key);

            await().pollInterval(Duration.ofMillis(700))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> isRefused(producer));
        }
    }

    /** True when the work was done so often. */
    private static final class Counted implements Callable<Boolean> {
        private final Runnable work;
        private int left;

        Counted(int times, Runnable work) {
            this.left = times;
            this.work = work;
        }

        @Override
        public Boolean call() {
            work.run();
            return --left == 0;
        }
    }

    private static boolean isRefused(Producer producer) {
        try {
            send(producer);
            return false;
        } catch (ConnectorException refused) {
            return true;
        }
    }

    private static void put(Identity identity, Path certificate, Path key) throws IOException {
        Files.copy(identity.certificatePem(), certificate, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(identity.keyPem(), key, StandardCopyOption.REPLACE_EXISTING);
    }

    private static BearerToken token(String value) {
        return new BearerToken(value, Instant.now().plus(Duration.ofMinutes(10)), Secured.ALICE);
    }

    private static Producer producer(Access access) {
        return Producer.create(access.servers(), ClientKind.producing(access));
    }

    private static void send(Producer producer) {
        producer.send(ProducerRecord.of(Secured.TOPIC, "hello"));
    }

    private static Access sasl(AuthenticationConfiguration auth) {
        return new Access(
                secured.kafka.bootstrapServers(SecurityProtocol.SASL_SSL),
                SecurityProtocol.SASL_SSL,
                Optional.of(secured.socket()),
                Optional.of(auth),
                Secured.TOPIC,
                "any");
    }

    private static Access mutual(SecureSocket socket) {
        return new Access(
                secured.kafka.mutualTlsServers(),
                SecurityProtocol.SSL,
                Optional.of(socket),
                Optional.empty(),
                Secured.TOPIC,
                "any");
    }
}
