package dev.barre.kafka.mskiam;

import dev.barre.kafka.security.AuthenticationConfiguration;
import dev.barre.kafka.security.LoginModuleAuthentication;
import dev.barre.kafka.security.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.msk.auth.iam.IAMClientCallbackHandler;
import software.amazon.msk.auth.iam.IAMLoginModule;

/**
 * Logs in to Amazon MSK by IAM: the client signs a request with its AWS credentials ({@code AWS_MSK_IAM}). Refused without TLS.
 *
 * <pre>{@code
 * ProducerConfiguration.durable().toBuilder()
 *         .securityProtocol(SecurityProtocol.SASL_SSL)
 *         .auth(MskIam.role(IamRole.of("arn:aws:iam::123456789012:role/billing")))
 *         .build();
 * }</pre>
 *
 * <p>Credentials are read anew for each connection, on the network thread of the client, with up to three retries. The region comes from the host name of
 * the broker; where that names none, from where the AWS SDK looks for it ({@code AWS_REGION}, {@code aws.region}, the profile).
 *
 * <p>A profile or role is that one or a failure: where it gives no credentials, the default chain is not asked for another identity.
 * Stateless.
 */
public final class MskIam {
    static final String MECHANISM = "AWS_MSK_IAM";

    private MskIam() {}

    /** With the first credentials of the AWS SDK's default chain: environment, system properties, web identity, profile, container, instance. */
    public static AuthenticationConfiguration defaultCredentials() {
        return login(Map.of());
    }

    /**
     * With the credentials of a profile in the shared files of AWS ({@code ~/.aws/credentials}, {@code ~/.aws/config}).
     *
     * @throws IllegalArgumentException if the name is blank
     */
    public static AuthenticationConfiguration profile(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name of the profile is empty");
        }
        return login(alone("awsProfileName", name));
    }

    /** With temporary credentials of a role, which the credentials of the default chain must be allowed to assume. */
    public static AuthenticationConfiguration role(IamRole role) {
        Map<String, String> options = alone("awsRoleArn", role.arn());
        role.sessionName().ifPresent(name -> options.put("awsRoleSessionName", name));
        role.externalId().ifPresent(id -> options.put("awsRoleExternalId", id));
        role.stsRegion().ifPresent(region -> options.put("awsStsRegion", region));
        return login(options);
    }

    /** Without these words the library asks the default chain when the first option fails, and logs in as somebody else. */
    private static Map<String, String> alone(String option, String value) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put(option, value);
        options.put("awsAddDefaultProviders", "false");
        return options;
    }

    private static AuthenticationConfiguration login(Map<String, String> options) {
        LoginModuleAuthentication login = AuthenticationConfiguration.loginModule(
                        MECHANISM, IAMLoginModule.class.getName())
                .withClientCallbackHandler(IAMClientCallbackHandler.class.getName())
                .overTlsOnly();
        for (Map.Entry<String, String> option : options.entrySet()) {
            login = login.withOption(option.getKey(), Secret.of(option.getValue()));
        }
        return login;
    }
}
