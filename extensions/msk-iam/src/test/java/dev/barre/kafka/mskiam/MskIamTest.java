package dev.barre.kafka.mskiam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.barre.kafka.ConfigurationException;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.security.AuthenticationConfiguration;
import dev.barre.kafka.security.LoginModuleAuthentication;
import dev.barre.kafka.security.SecurityProtocol;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the choices, and which are refused. */
class MskIamTest {
    private static final String ARN = "arn:aws:iam::123456789012:role/billing";

    @Test
    void everyLogin_isAmazonsModule_overTls() {
        for (AuthenticationConfiguration auth :
                new AuthenticationConfiguration[] {MskIam.defaultCredentials(), MskIam.profile("p"), role(ARN)}) {
            LoginModuleAuthentication login = (LoginModuleAuthentication) auth;
            assertThat(login.saslName()).isEqualTo("AWS_MSK_IAM");
            assertThat(login.loginModule()).isEqualTo("software.amazon.msk.auth.iam.IAMLoginModule");
            assertThat(login.clientCallbackHandler()).hasValue("software.amazon.msk.auth.iam.IAMClientCallbackHandler");
            assertThat(login.options()).doesNotContainKey("awsDebugCreds");
            ConfigurationException refused = catchThrowableOfType(
                    ConfigurationException.class,
                    () -> ProducerConfiguration.builder()
                            .securityProtocol(SecurityProtocol.SASL_PLAINTEXT)
                            .auth(auth)
                            .build());
            assertThat(refused).hasMessageContaining("SASL_SSL");
        }
    }

    @Test
    void defaultCredentials_haveNoOptions() {
        assertThat(options(MskIam.defaultCredentials())).isEmpty();
    }

    @Test
    void profile_isAskedAlone() {
        assertThat(options(MskIam.profile("billing")))
                .isEqualTo(Map.of("awsProfileName", "billing", "awsAddDefaultProviders", "false"));
    }

    @Test
    void role_isAskedAlone_withWhatIsSaidOfIt() {
        assertThat(options(role(ARN))).isEqualTo(Map.of("awsRoleArn", ARN, "awsAddDefaultProviders", "false"));
        assertThat(options(MskIam.role(IamRole.of(ARN)
                        .withSessionName("host-7")
                        .withExternalId("tenant/1")
                        .withStsRegion("us-gov-west-1"))))
                .isEqualTo(Map.of(
                        "awsRoleArn",
                        ARN,
                        "awsRoleSessionName",
                        "host-7",
                        "awsRoleExternalId",
                        "tenant/1",
                        "awsStsRegion",
                        "us-gov-west-1",
                        "awsAddDefaultProviders",
                        "false"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "billing", "arn:aws:iam::123:role/x", "arn:aws:iam::123456789012:user/x"})
    void whatIsNoArnOfARole_isRefused(String arn) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IamRole.of(arn))
                .withMessageContaining("\"" + arn + "\"")
                .withMessageContaining("ARN");
    }

    @Test
    void otherPartsInAFormThatAwsDoesNotHave_areRefused() {
        IamRole role = IamRole.of("arn:aws-cn:iam::123456789012:role/path/billing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> role.withSessionName("a b"))
                .withMessageContaining("session name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> role.withExternalId("x"))
                .withMessageContaining("external id");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> role.withStsRegion("Frankfurt"))
                .withMessageContaining("region");
        assertThatIllegalArgumentException().isThrownBy(() -> MskIam.profile(" "));
    }

    private static AuthenticationConfiguration role(String arn) {
        return MskIam.role(IamRole.of(arn));
    }

    private static Map<String, String> options(AuthenticationConfiguration auth) {
        return ((LoginModuleAuthentication) auth)
                .options().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, option -> option.getValue().reveal()));
    }
}
