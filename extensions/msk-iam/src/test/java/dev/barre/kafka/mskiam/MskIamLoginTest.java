package dev.barre.kafka.mskiam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.ProducerRecord;
import dev.barre.kafka.embedded.BrokerSecurity;
import dev.barre.kafka.embedded.CertificateAuthority;
import dev.barre.kafka.embedded.EmbeddedKafka;
import dev.barre.kafka.embedded.EmbeddedKafka.Operation;
import dev.barre.kafka.security.AuthenticationConfiguration;
import dev.barre.kafka.security.SecureSocket;
import dev.barre.kafka.security.SecurityProtocol;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Amazon's library logs in to a broker that makes each signature again with the key that it knows. */
class MskIamLoginTest {
    private static final String TOPIC = "orders";

    private static CertificateAuthority authority;
    private static EmbeddedKafka kafka;

    @BeforeAll
    static void open() {
        authority = CertificateAuthority.create();
        kafka = EmbeddedKafka.builder()
                .security(BrokerSecurity.with(authority)
                        .mechanism(MskIam.MECHANISM, IamServer.Login.class.getName() + " required;")
                        .authorized())
                .start();
        kafka.createTopic(TOPIC, 1);
        for (String user : List.of("AKIDDEFAULT", "AKIDBILLING", StsServer.ACCESS_KEY_ID)) {
            kafka.allow(user, Operation.ALL, TOPIC);
        }
    }

    @AfterAll
    static void close() {
        kafka.close();
        authority.close();
    }

    @BeforeEach
    void forget() {
        IamServer.REQUESTS.clear();
    }

    @Test
    void defaultCredentials_signTheConnectionToTheBroker() {
        send(MskIam.defaultCredentials());
        SignedRequest request = IamServer.REQUESTS.element();
        assertThat(request.fields())
                .containsEntry("version", "2020_10_22")
                .containsEntry("action", "kafka-cluster:Connect")
                .containsEntry("x-amz-algorithm", "AWS4-HMAC-SHA256")
                .containsEntry("x-amz-signedheaders", "host")
                .containsEntry("x-amz-expires", "900")
                .containsKeys("host", "x-amz-date", "x-amz-signature")
                .doesNotContainKey("x-amz-security-token");
        assertThat(request.field("user-agent")).startsWith("aws-msk-iam-auth");
        assertThat(request.field("x-amz-credential"))
                .matches("AKIDDEFAULT/\\d{8}/eu-central-1/kafka-cluster/aws4_request");
    }

    @Test
    void profile_signsWithItsOwnCredentials() {
        send(MskIam.profile("billing"));
        assertThat(IamServer.REQUESTS)
                .isNotEmpty()
                .allMatch(request -> request.accessKeyId().equals("AKIDBILLING"));
    }

    @Test
    void profileThatIsMissing_isATypedFailure_andNobodyElseLogsIn() {
        ConnectorException refused = refusal(MskIam.profile("no-such-profile"));
        assertThat(refused.isRetriable()).isFalse();
        assertThat(refused).hasMessageContaining("no-such-profile");
        assertThat(IamServer.REQUESTS).isEmpty();
    }

    @Test
    void role_isAssumed_andItsTemporaryCredentialsSign() throws Exception {
        try (StsServer sts = StsServer.start()) {
            send(MskIam.role(IamRole.of("arn:aws:iam::123456789012:role/billing")
                    .withSessionName("host-7")
                    .withExternalId("tenant/1")
                    .withStsRegion("eu-central-1")));
            assertThat(sts.requests.element())
                    .containsEntry("Action", "AssumeRole")
                    .containsEntry("RoleArn", "arn:aws:iam::123456789012:role/billing")
                    .containsEntry("RoleSessionName", "host-7")
                    .containsEntry("ExternalId", "tenant/1");
        }
        SignedRequest request = IamServer.REQUESTS.element();
        assertThat(request.accessKeyId()).isEqualTo(StsServer.ACCESS_KEY_ID);
        assertThat(request.field("x-amz-security-token")).isEqualTo(StsServer.SESSION_TOKEN);
    }

    @Test
    void credentialsThatTheBrokerDoesNotAccept_areATypedFailure() {
        String right = System.setProperty("aws.secretAccessKey", "another-secret");
        try {
            ConnectorException refused = refusal(MskIam.defaultCredentials());
            assertThat(refused.isRetriable()).isFalse();
            assertThat(refused).hasMessageContaining("AWS_MSK_IAM");
            assertThat(refused.toString()).doesNotContain("another-secret");
        } finally {
            System.setProperty("aws.secretAccessKey", right);
        }
    }

    private static ConnectorException refusal(AuthenticationConfiguration auth) {
        return catchThrowableOfType(ConnectorException.class, () -> send(auth));
    }

    private static void send(AuthenticationConfiguration auth) {
        ProducerConfiguration configuration = ProducerConfiguration.durable().toBuilder()
                .securityProtocol(SecurityProtocol.SASL_SSL)
                .secureSocket(SecureSocket.of(authority.certificatePem().toString()))
                .auth(auth)
                .maxBlock(Duration.ofSeconds(60))
                .build();
        try (Producer producer = Producer.create(kafka.bootstrapServers(SecurityProtocol.SASL_SSL), configuration)) {
            producer.send(ProducerRecord.of(TOPIC, "hello"));
        }
    }
}
