package dev.barre.kafka.mskiam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.barre.kafka.ConfigurationException;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.ProducerRecord;
import dev.barre.kafka.embedded.BrokerSecurity;
import dev.barre.kafka.embedded.CertificateAuthority;
import dev.barre.kafka.embedded.EmbeddedKafka;
import dev.barre.kafka.security.LoginModuleAuthentication;
import dev.barre.kafka.security.Secret;
import dev.barre.kafka.security.SecureSocket;
import dev.barre.kafka.security.SecurityProtocol;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MskIamTest {
    private static CertificateAuthority authority;
    private static EmbeddedKafka kafka;

    @BeforeAll
    static void start() {
        IamServer.register();
        authority = CertificateAuthority.create();
        kafka = EmbeddedKafka.builder()
                .security(BrokerSecurity.with(authority)
                        .mechanism("AWS_MSK_IAM", IamServer.BrokerLogin.class.getName() + " required;"))
                .start();
        kafka.createTopic("orders", 1);
    }

    @AfterAll
    static void stop() {
        kafka.close();
        authority.close();
        IamServer.unregister();
    }

    @Test
    void login_bySystemProperties_sendsWhatTheKeyHasSigned() {
        IamServer.RECEIVED.clear();
        try (Producer producer = producer(MskIam.credentialsOfTheEnvironment())) {
            producer.send(ProducerRecord.of("orders", "k", "v"));
        }

        assertThat(IamServer.RECEIVED)
                .isNotEmpty()
                .allSatisfy(payload -> assertThat(payload)
                        .contains(
                                "\"version\":\"2020_10_22\"",
                                "\"host\":\"localhost\"",
                                "\"action\":\"kafka-cluster:Connect\"",
                                "\"x-amz-algorithm\":\"AWS4-HMAC-SHA256\"",
                                "AKIDEXAMPLE/",
                                "/eu-central-1/kafka-cluster/aws4_request",
                                "\"x-amz-signature\":")
                        .doesNotContain("wJalrXUtnFEMI"));
    }

    @Test
    void login_profileThatDoesNotExist_goesOnWithTheDefaultChain() {
        IamServer.RECEIVED.clear();
        try (Producer producer = producer(MskIam.profile("nobody"))) {
            producer.send(ProducerRecord.of("orders", "k", "v"));
        }

        assertThat(IamServer.RECEIVED)
                .isNotEmpty()
                .allSatisfy(payload -> assertThat(payload).contains("AKIDEXAMPLE/"));
    }

    @Test
    void login_withoutTls_isRefused() {
        assertThatThrownBy(() -> ProducerConfiguration.builder()
                        .securityProtocol(SecurityProtocol.SASL_PLAINTEXT)
                        .auth(MskIam.credentialsOfTheEnvironment().authentication())
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("AWS_MSK_IAM");
    }

    @Test
    void authentication_role_hasTheOptionsOfTheLibrary() {
        LoginModuleAuthentication login = MskIam.profile("billing")
                .withRole("arn:aws:iam::123456789012:role/orders")
                .withRoleSessionName("orders-1")
                .withRoleExternalId("partner")
                .withStsRegion("eu-central-1")
                .authentication();

        assertThat(login.saslName()).isEqualTo("AWS_MSK_IAM");
        assertThat(login.needsTls()).isTrue();
        assertThat(login.options())
                .isEqualTo(Map.of(
                        "awsProfileName", Secret.of("billing"),
                        "awsRoleArn", Secret.of("arn:aws:iam::123456789012:role/orders"),
                        "awsRoleSessionName", Secret.of("orders-1"),
                        "awsRoleExternalId", Secret.of("partner"),
                        "awsStsRegion", Secret.of("eu-central-1")));
    }

    @Test
    void options_thatMakeNoSense_areRefused() {
        MskIam plain = MskIam.credentialsOfTheEnvironment();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.withRole("role/orders"))
                .withMessageContaining("arn:");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.withRoleSessionName("s"))
                .withMessageContaining("withRole first");
        assertThatIllegalArgumentException().isThrownBy(() -> MskIam.profile(" "));
        assertThat(plain.withRole("arn:aws:iam::1:role/r")).hasToString("AWS_MSK_IAM[awsRoleArn]");
    }

    private static Producer producer(MskIam login) {
        return Producer.create(
                kafka.bootstrapServers(SecurityProtocol.SASL_SSL),
                ProducerConfiguration.durable().toBuilder()
                        .securityProtocol(SecurityProtocol.SASL_SSL)
                        .secureSocket(SecureSocket.of(authority.certificatePem().toString()))
                        .auth(login.authentication())
                        .build());
    }
}
