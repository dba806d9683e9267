package dev.barre.kafka.mskiam;

import dev.barre.kafka.security.AuthenticationConfiguration;
import dev.barre.kafka.security.LoginModuleAuthentication;
import dev.barre.kafka.security.Secret;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.msk.auth.iam.IAMClientCallbackHandler;
import software.amazon.msk.auth.iam.IAMLoginModule;

/**
 * A login to Amazon MSK as an identity of IAM ({@code AWS_MSK_IAM}), over TLS only, by Amazon's {@code aws-msk-iam-auth}. Immutable.
 *
 * <pre>{@code
 * ConsumerConfiguration.builder()
 *         .securityProtocol(SecurityProtocol.SASL_SSL)
 *         .auth(MskIam.credentialsOfTheEnvironment().withRole("arn:aws:iam::123456789012:role/billing").authentication())
 * }</pre>
 *
 * <p>The certificates of MSK are of an authority that Java trusts, so that no {@code secureSocket} is needed. Credentials are looked for at each login, so that temporary ones are followed: a connection that lasts is asked to log in again by the
 * broker. Nothing is looked for when the configuration is built; an identity that is not found fails the first call, fatally.
 */
public final class MskIam {
    private static final String MECHANISM = "AWS_MSK_IAM";

    private final Map<String, String> options;

    private MskIam(Map<String, String> options) {
        this.options = Map.copyOf(options);
    }

    /**
     * The identity that Amazon's default chain finds: system properties, environment variables, web identity tokens, the shared files of
     * {@code ~/.aws}, the metadata of a container or an instance.
     */
    public static MskIam credentialsOfTheEnvironment() {
        return new MskIam(Map.of());
    }

    /**
     * The identity of a profile in {@code ~/.aws} (option {@code awsProfileName}). Where there is none of this name, Amazon's library goes on
     * with its default chain.
     */
    public static MskIam profile(String name) {
        return credentialsOfTheEnvironment().with("awsProfileName", name);
    }

    /** The same, which then assumes the role of this ARN (option {@code awsRoleArn}). */
    public MskIam withRole(String arn) {
        if (!arn.startsWith("arn:")) {
            throw new IllegalArgumentException("An ARN begins with arn:, but this is " + arn);
        }
        return with("awsRoleArn", arn);
    }

    /** The name of the session with the role (option {@code awsRoleSessionName}); by default the library's own. Needs {@link #withRole}. */
    public MskIam withRoleSessionName(String name) {
        return ofRole("awsRoleSessionName", name);
    }

    /** The external id that the role asks for (option {@code awsRoleExternalId}). Needs {@link #withRole}. */
    public MskIam withRoleExternalId(String id) {
        return ofRole("awsRoleExternalId", id);
    }

    /** Whose token service gives the role (option {@code awsStsRegion}); by default the global one. Needs {@link #withRole}. */
    public MskIam withStsRegion(String region) {
        return ofRole("awsStsRegion", region);
    }

    private MskIam ofRole(String option, String value) {
        if (!options.containsKey("awsRoleArn")) {
            throw new IllegalArgumentException(option + " is of a role; call withRole first");
        }
        return with(option, value);
    }

    private MskIam with(String option, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(option + " is blank");
        }
        Map<String, String> all = new TreeMap<>(options);
        all.put(option, value);
        return new MskIam(all);
    }

    /** The login, for {@code auth} of a configuration. */
    public LoginModuleAuthentication authentication() {
        LoginModuleAuthentication login = AuthenticationConfiguration.loginModule(
                        MECHANISM, IAMLoginModule.class.getName())
                .withClientCallbackHandler(IAMClientCallbackHandler.class.getName())
                .overTlsOnly();
        for (Map.Entry<String, String> option : new TreeMap<>(options).entrySet()) {
            login = login.withOption(option.getKey(), Secret.of(option.getValue()));
        }
        return login;
    }

    /** The names of the options that are set. */
    @Override
    public String toString() {
        return MECHANISM + new TreeMap<>(options).keySet();
    }
}
