package dev.barre.kafka.securitytest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerRecord;
import dev.barre.kafka.embedded.BrokerSecurity;
import dev.barre.kafka.embedded.CertificateAuthority;
import dev.barre.kafka.embedded.EmbeddedKafka;
import dev.barre.kafka.embedded.Identity;
import dev.barre.kafka.embedded.TokenIssuer;
import dev.barre.kafka.security.AuthenticationConfiguration;
import dev.barre.kafka.security.OidcGrant;
import dev.barre.kafka.security.SecureSocket;
import dev.barre.kafka.security.SecurityProtocol;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Logins that need a counterpart of their own: a key distribution centre, the broker's half of a mechanism, an endpoint that takes assertions. */
class FurtherLoginsTest {
    private static final String ALLOWED_FILES = "org.apache.kafka.sasl.oauthbearer.allowed.files";
    private static final String KRB5_CONF = "java.security.krb5.conf";
    private static final String REALM = "BARRE.TEST";
    private static final String CLIENT = "alice@" + REALM;
    private static final String TOPIC = "orders";

    @TempDir
    static Path folder;

    private static CertificateAuthority authority;
    private static TokenIssuer tokens;
    private static SimpleKdcServer kdc;
    private static EmbeddedKafka kafka;

    @BeforeAll
    static void open() throws Exception {
        authority = CertificateAuthority.create();
        tokens = TokenIssuer.start();
        ChallengeMechanism.register();
        kdc = kdc();
        Path brokers = keytab("brokers.keytab", "kafka/localhost@" + REALM);
        kafka = EmbeddedKafka.builder()
                .security(BrokerSecurity.with(authority)
                        .tokens(tokens)
                        .mechanism(ChallengeMechanism.NAME, ChallengeMechanism.BROKER_LOGIN)
                        .mechanism(
                                "GSSAPI",
                                "com.sun.security.auth.module.Krb5LoginModule required refreshKrb5Config=true useKeyTab=true storeKey=true keyTab=\""
                                        + brokers + "\" principal=\"kafka/localhost@" + REALM + "\";"))
                .brokerProperties(Map.of("sasl.kerberos.service.name", "kafka"))
                .start();
        kafka.createTopic(TOPIC, 1);
        // For those that read.
        try (Producer producer = Producer.create(
                kafka.bootstrapServers(SecurityProtocol.SASL_SSL),
                ClientKind.producing(
                        access(AuthenticationConfiguration.of(new ChallengeMechanism(ChallengeMechanism.KEY)))))) {
            producer.send(ProducerRecord.of(TOPIC, "hello"));
        }
    }

    private static SimpleKdcServer kdc() throws Exception {
        SimpleKdcServer server = new SimpleKdcServer();
        server.setWorkDir(Files.createDirectory(folder.resolve("kdc")).toFile());
        server.setKdcRealm(REALM);
        server.setKdcHost("localhost");
        server.setAllowUdp(false);
        server.setKdcTcpPort(freePort());
        server.init();
        server.start();
        server.createPrincipal("kafka/localhost@" + REALM, "of the brokers");
        server.createPrincipal(CLIENT, "of alice");
        System.setProperty(KRB5_CONF, folder.resolve("kdc").resolve("krb5.conf").toString());
        return server;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Path keytab(String name, String principal) throws Exception {
        Path keytab = folder.resolve(name);
        kdc.exportPrincipal(principal, keytab.toFile());
        return keytab;
    }

    @AfterAll
    static void close() throws Exception {
        kafka.close();
        kdc.stop();
        System.clearProperty(KRB5_CONF);
        System.clearProperty(ALLOWED_FILES);
        ChallengeMechanism.unregister();
        tokens.close();
        authority.close();
    }

    @ParameterizedTest
    @EnumSource(ClientKind.class)
    void ownMechanism_brokerHasItsOtherHalf_letsIn(ClientKind client) {
        assertThat(client.refusal(
                        access(AuthenticationConfiguration.of(new ChallengeMechanism(ChallengeMechanism.KEY)))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ClientKind.class)
    void ownMechanism_wrongKey_isRefusedForGood(ClientKind client) {
        assertRefused(
                client.refusal(
                        access(AuthenticationConfiguration.of(new ChallengeMechanism("another key".getBytes(UTF_8))))),
                ChallengeMechanism.NAME);
    }

    @ParameterizedTest
    @EnumSource(ClientKind.class)
    void kerberos_keytab_letsIn(ClientKind client) throws Exception {
        Path keytab = keytab("alice-" + client + ".keytab", CLIENT);

        assertThat(client.refusal(access(AuthenticationConfiguration.kerberos("kafka", CLIENT, keytab.toString()))))
                .isEmpty();
    }

    @Test
    void kerberos_keytabOfAnotherKey_isRefusedForGood() throws Exception {
        Path old = keytab("old.keytab", "bob@" + REALM, "the first password");
        kdc.getKadmin().changePassword("bob@" + REALM, "the second password");

        assertRefused(
                ClientKind.PRODUCER.refusal(
                        access(AuthenticationConfiguration.kerberos("kafka", "bob@" + REALM, old.toString()))),
                "check the names, files and endpoints of auth");
    }

    /** Kafka tries again as long as it may: a centre may learn of a service later than of a client. */
    @Test
    void kerberos_serviceThatNobodyHas_isATypedFailure() throws Exception {
        Path keytab = keytab("alice-service.keytab", CLIENT);

        assertThat(ClientKind.PRODUCER.refusal(
                        access(AuthenticationConfiguration.kerberos("nobody", CLIENT, keytab.toString()))))
                .hasValueSatisfying(thrown -> assertThat(thrown).isInstanceOf(ConnectorException.class));
    }

    private static Path keytab(String name, String principal, String password) throws Exception {
        kdc.createPrincipal(principal, password);
        return keytab(name, principal);
    }

    @ParameterizedTest
    @EnumSource(ClientKind.class)
    void jwtBearer_keyOfTheClient_letsIn(ClientKind client) throws IOException {
        Path key = allowed(Files.writeString(folder.resolve("right-" + client + ".key"), tokens.signingKeyPem()));

        assertThat(client.refusal(access(jwtBearer(key)))).isEmpty();
    }

    @Test
    void jwtBearer_anotherKey_isRefusedForGood() throws IOException {
        Identity other = authority.client("mallory");
        Path key = allowed(other.keyPem());

        assertRefused(ClientKind.PRODUCER.refusal(access(jwtBearer(key))), "");
    }

    private static AuthenticationConfiguration jwtBearer(Path key) {
        return AuthenticationConfiguration.jwtBearer(
                tokens.tokenEndpoint(),
                OidcGrant.JwtBearer.signedBy(key.toString(), "billing", "alice", TokenIssuer.AUDIENCE));
    }

    private static synchronized Path allowed(Path file) {
        String before = System.getProperty(ALLOWED_FILES);
        System.setProperty(ALLOWED_FILES, before == null ? file.toString() : before + "," + file);
        return file;
    }

    private static void assertRefused(Optional<Exception> refusal, String named) {
        assertThat(refusal).hasValueSatisfying(thrown -> {
            assertThat(thrown).isInstanceOf(ConnectorException.class).hasMessageContaining(named);
            assertThat(((ConnectorException) thrown).isRetriable())
                    .as(String.valueOf(thrown))
                    .isFalse();
        });
    }

    private static Access access(AuthenticationConfiguration auth) {
        return new Access(
                kafka.bootstrapServers(SecurityProtocol.SASL_SSL),
                SecurityProtocol.SASL_SSL,
                Optional.of(SecureSocket.of(authority.certificatePem().toString())),
                Optional.of(auth),
                TOPIC,
                "group-" + UUID.randomUUID());
    }
}
