package dev.barre.kafka.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.security.AuthenticationConfiguration;
import dev.barre.kafka.security.CertKey;
import dev.barre.kafka.security.ClientKey;
import dev.barre.kafka.security.KeyStore;
import dev.barre.kafka.security.Protocol;
import dev.barre.kafka.security.SecureSocket;
import dev.barre.kafka.security.SecurityProtocol;
import dev.barre.kafka.security.Trust;
import dev.barre.kafka.security.TrustStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecurityMappingTest {
    private static final String PASSWORD = TestCertificates.PASSWORD;

    @TempDir
    private static Path folder;

    private static TestCertificates certificates;
    private static TrustStore trustStore;
    private static KeyStore keyStore;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new TestCertificates(folder);
        trustStore = new TrustStore(certificates.keyStore.toString(), PASSWORD);
        keyStore = new KeyStore(certificates.keyStore.toString(), PASSWORD);
    }

    @Test
    void stores_becomeLocationsPasswordsAndTypes() {
        String jks = certificates.jksKeyStore.toString();
        assertThat(properties(
                        SecureSocket.of(trustStore).withKey(new KeyStore(jks, PASSWORD).withKeyPassword(PASSWORD))))
                .containsEntry("ssl.truststore.location", certificates.keyStore.toString())
                .containsEntry("ssl.truststore.password", new Password(PASSWORD))
                .containsEntry("ssl.truststore.type", "PKCS12")
                .containsEntry("ssl.keystore.location", jks)
                .containsEntry("ssl.keystore.password", new Password(PASSWORD))
                .containsEntry("ssl.key.password", new Password(PASSWORD))
                .containsEntry("ssl.keystore.type", "JKS");
    }

    @Test
    void storeWithoutKeyPassword_leavesItToKafka() {
        assertThat(properties(SecureSocket.of(trustStore).withKey(keyStore))).doesNotContainKey("ssl.key.password");
    }

    @Test
    void storeWithAnotherExtension_leavesTheTypeToKafka() throws IOException {
        Path unnamed = Files.copy(certificates.keyStore, folder.resolve("store"));
        assertThat(properties(SecureSocket.of(new TrustStore(unnamed.toString(), PASSWORD))))
                .doesNotContainKey("ssl.truststore.type");
    }

    @Test
    void pemFiles_becomeTheirContent() throws IOException {
        Map<String, Object> properties = properties(SecureSocket.of(certificates.certificatePem.toString())
                .withKey(new CertKey(certificates.certificatePem.toString(), certificates.keyPem.toString())));
        assertThat(properties)
                .containsEntry("ssl.truststore.type", "PEM")
                .containsEntry("ssl.truststore.certificates", text(certificates.certificatePem))
                .containsEntry("ssl.keystore.type", "PEM")
                .containsEntry("ssl.keystore.certificate.chain", text(certificates.certificatePem))
                .containsEntry("ssl.keystore.key", text(certificates.keyPem))
                .doesNotContainKeys("ssl.key.password", "ssl.truststore.location", "ssl.keystore.location");
    }

    @Test
    void protocolCiphersAndProvider_reachKafka() {
        assertThat(properties(SecureSocket.of(trustStore)
                        .withProtocol(Protocol.TLS, "TLSv1.3", "TLSv1.2")
                        .withCiphers("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384")
                        .withProvider("SunJSSE")))
                .containsEntry("ssl.protocol", "TLS")
                .containsEntry("ssl.enabled.protocols", List.of("TLSv1.3", "TLSv1.2"))
                .containsEntry("ssl.cipher.suites", List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"))
                .containsEntry("ssl.provider", "SunJSSE");
    }

    @Test
    void trustOfTheJvm_setsNothing() {
        assertThat(properties(SecureSocket.of(Trust.jvmDefault()).withKey(keyStore))
                        .keySet())
                .noneMatch(name -> name.startsWith("ssl.truststore"));
    }

    @Test
    void hostNameVerification_staysOn() {
        assertThat(properties(SecureSocket.of(trustStore))).doesNotContainKey("ssl.endpoint.identification.algorithm");
    }

    @Test
    void login_becomesMechanismAndModule() {
        assertThat(login(AuthenticationConfiguration.plain("u", "p")))
                .containsEntry("sasl.mechanism", "PLAIN")
                .containsEntry(
                        "sasl.jaas.config",
                        new Password("org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" "
                                + "password=\"p\";"));
        String scram =
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"u\" password=\"p\";";
        assertThat(login(AuthenticationConfiguration.scramSha256("u", "p")))
                .containsEntry("sasl.mechanism", "SCRAM-SHA-256")
                .containsEntry("sasl.jaas.config", new Password(scram));
        assertThat(login(AuthenticationConfiguration.scramSha512("u", "p")))
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("sasl.jaas.config", new Password(scram));
    }

    @Test
    void settings_buildASecureClientAndShowNoSecret() {
        CheckedConfiguration checked = CheckedConfiguration.of(
                ProducerProperties.TABLE,
                PropertyValues.builder()
                        .set(CommonProperties.SECURITY_PROTOCOL, SecurityProtocol.SASL_SSL)
                        .set(CommonProperties.AUTH, AuthenticationConfiguration.scramSha512("user", PASSWORD))
                        .set(
                                CommonProperties.SECURE_SOCKET,
                                SecureSocket.of(trustStore).withKey(keyStore))
                        .build());
        assertThat(checked.problems()).isEmpty();
        ClientSettings settings = checked.settings(List.of("localhost:1"), ProducerProperties.MAX_BLOCK);
        assertThat(settings.toString()).doesNotContain(PASSWORD);
        assertThat(settings.kafkaProperties().toString()).doesNotContain(PASSWORD);
        new KafkaProducer<byte[], byte[]>(settings.kafkaProperties()).close(Duration.ZERO);
    }

    @Test
    void missingFiles_areAllReportedWithFieldAndPath() {
        assertThat(problems(SecureSocket.of("no/ca.pem").withKey(new CertKey("no/c.pem", "no/k.pem"))))
                .hasSize(3)
                .anyMatch(text ->
                        text.startsWith("secureSocket.cert (ssl.truststore.certificates): there is no file no/ca.pem"))
                .anyMatch(text -> text.startsWith(
                        "secureSocket.key.certFile (ssl.keystore.certificate.chain): there is no file no/c.pem"))
                .anyMatch(text ->
                        text.startsWith("secureSocket.key.keyFile (ssl.keystore.key): there is no file no/k.pem"));
        assertThat(problems(SecureSocket.of(new TrustStore("no/t.jks", "x")).withKey(new KeyStore("no/k.jks", "x"))))
                .hasSize(2)
                .anyMatch(text ->
                        text.startsWith("secureSocket.cert (ssl.truststore.location): there is no file no/t.jks"))
                .anyMatch(
                        text -> text.startsWith("secureSocket.key (ssl.keystore.location): there is no file no/k.jks"));
    }

    @Test
    void pathThatIsNoFile_isReported() {
        assertThat(problem(SecureSocket.of(folder.toString()))).endsWith(folder + " is not a file");
        assertThat(problem(SecureSocket.of("a\0b"))).startsWith("secureSocket.cert (ssl.truststore.certificates): ");
    }

    @Test
    void binaryFileWherePemIsExpected_isReported() {
        assertThat(problem(SecureSocket.of(certificates.keyStore.toString())))
                .endsWith("is not a PEM file, for it is not text");
    }

    @Test
    void textWithoutCertificates_isReported() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing\n");
        assertThat(problem(SecureSocket.of(empty.toString())))
                .startsWith("secureSocket.cert (ssl.truststore.certificates): " + empty)
                .endsWith(" holds no certificate (BEGIN CERTIFICATE)");
    }

    @Test
    void trustStoreThatHoldsNothing_isReportedWithWhatToDo() throws Exception {
        java.security.KeyStore empty = java.security.KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        Path file = folder.resolve("empty.p12");
        try (var out = Files.newOutputStream(file)) {
            empty.store(out, PASSWORD.toCharArray());
        }

        assertThat(problem(SecureSocket.of(new TrustStore(file.toString(), PASSWORD))))
                .contains("empty.p12 holds no certificate that Java trusts", "keytool -importcert");
    }

    @Test
    void wrongStorePassword_isReportedWithoutIt() {
        assertThat(problem(SecureSocket.of(new TrustStore(certificates.keyStore.toString(), "wr0ng"))))
                .startsWith("secureSocket (ssl.*): ")
                .contains(certificates.keyStore.toString(), "password was incorrect")
                .doesNotContain("wr0ng");
    }

    @Test
    void wrongKeyPassword_isReported() {
        KeyStore wrong = new KeyStore(certificates.jksKeyStore.toString(), PASSWORD).withKeyPassword("wr0ng");
        assertThat(problem(SecureSocket.of(trustStore).withKey(wrong)))
                .startsWith("secureSocket (ssl.*): ")
                .doesNotContain("wr0ng");
    }

    @Test
    void keyThatIsNotPem_isReportedWithoutItsContent() throws IOException {
        Path key = Files.writeString(folder.resolve("bad.pem"), "s3cret\n");
        ClientKey pair = new CertKey(certificates.certificatePem.toString(), key.toString());
        assertThat(problem(SecureSocket.of(trustStore).withKey(pair))).doesNotContain("s3cret");
    }

    @Test
    void unknownVersionCipherOrProvider_isReported() {
        assertThat(problem(SecureSocket.of(trustStore).withProtocol(Protocol.TLS, "TLSv9")))
                .contains("TLSv9");
        assertThat(problem(SecureSocket.of(trustStore).withCiphers("NO_SUCH"))).contains("NO_SUCH");
        assertThat(problem(SecureSocket.of(trustStore).withProvider("NoSuch"))).contains("NoSuch");
    }

    @Test
    void datagramProtocol_isRefused() {
        assertThat(problem(SecureSocket.of(trustStore).withProtocol(Protocol.DTLS)))
                .isEqualTo(
                        "secureSocket.protocol (ssl.protocol) is DTLS, which is for datagrams, but Kafka speaks TCP: use TLS");
    }

    private static Password text(Path file) throws IOException {
        return new Password(Files.readString(file));
    }

    private static CheckedConfiguration checked(SecureSocket socket) {
        return CheckedConfiguration.of(
                ConsumerProperties.TABLE,
                PropertyValues.builder()
                        .set(CommonProperties.SECURITY_PROTOCOL, SecurityProtocol.SSL)
                        .set(CommonProperties.SECURE_SOCKET, socket)
                        .build());
    }

    private static Map<String, Object> properties(SecureSocket socket) {
        CheckedConfiguration checked = checked(socket);
        assertThat(checked.problems()).isEmpty();
        return checked.settings(List.of("a:1"), ConsumerProperties.DEFAULT_API_TIMEOUT)
                .kafkaProperties();
    }

    private static Map<String, Object> login(AuthenticationConfiguration auth) {
        return CheckedConfiguration.of(
                        ConsumerProperties.TABLE,
                        PropertyValues.builder()
                                .set(CommonProperties.SECURITY_PROTOCOL, SecurityProtocol.SASL_SSL)
                                .set(CommonProperties.AUTH, auth)
                                .build())
                .settings(List.of("a:1"), ConsumerProperties.DEFAULT_API_TIMEOUT)
                .kafkaProperties();
    }

    private static List<String> problems(SecureSocket socket) {
        return checked(socket).problems();
    }

    private static String problem(SecureSocket socket) {
        assertThat(problems(socket)).hasSize(1);
        return problems(socket).get(0);
    }
}
