package dev.barre.kafka.interop;

import dev.barre.kafka.security.OidcAuthentication;
import dev.barre.kafka.security.OidcGrant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.oauthbearer.ClientCredentialsJwtRetriever;
import org.apache.kafka.common.security.oauthbearer.JwtBearerJwtRetriever;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;

/** Turns an {@link OidcAuthentication} into properties of Kafka (KIP-768, KIP-1139), and checks what Kafka would refuse. Stateless. */
final class OidcMapping {
    /** Kafka fetches from no other URL; the default is none (CVE-2025-27817). */
    static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

    /** The same for files that hold keys and assertions. */
    static final String ALLOWED_FILES = "org.apache.kafka.sasl.oauthbearer.allowed.files";

    /** What Kafka calls an extension among the options of the login module. */
    private static final String EXTENSION_PREFIX = "extension_";

    private OidcMapping() {}

    static void map(OidcAuthentication auth, Map<String, Object> properties) {
        Map<String, String> options = new LinkedHashMap<>();
        auth.extensions().forEach((name, value) -> options.put(EXTENSION_PREFIX + name, value));
        AuthenticationMapping.putLogin(properties, OAuthBearerLoginModule.class.getName(), options);
        properties.put(SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS, OAuthBearerLoginCallbackHandler.class);
        properties.put(
                SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL,
                auth.tokenEndpoint().toString());
        auth.scope().ifPresent(scope -> properties.put(SaslConfigs.SASL_OAUTHBEARER_SCOPE, scope));
        if (auth.grant() instanceof OidcGrant.ClientCredentials credentials) {
            mapCredentials(credentials, properties);
        } else if (auth.grant() instanceof OidcGrant.JwtBearer assertion) {
            mapAssertion(assertion, properties);
        }
    }

    private static void mapCredentials(OidcGrant.ClientCredentials grant, Map<String, Object> properties) {
        properties.put(SaslConfigs.SASL_OAUTHBEARER_JWT_RETRIEVER_CLASS, ClientCredentialsJwtRetriever.class);
        properties.put(SaslConfigs.SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_ID, grant.clientId());
        properties.put(
                SaslConfigs.SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_SECRET,
                new Password(grant.clientSecret().reveal()));
    }

    private static void mapAssertion(OidcGrant.JwtBearer grant, Map<String, Object> properties) {
        properties.put(SaslConfigs.SASL_OAUTHBEARER_JWT_RETRIEVER_CLASS, JwtBearerJwtRetriever.class);
        properties.put(SaslConfigs.SASL_OAUTHBEARER_ASSERTION_PRIVATE_KEY_FILE, grant.privateKeyFile());
        grant.passphrase()
                .ifPresent(secret -> properties.put(
                        SaslConfigs.SASL_OAUTHBEARER_ASSERTION_PRIVATE_KEY_PASSPHRASE, new Password(secret.reveal())));
        properties.put(SaslConfigs.SASL_OAUTHBEARER_ASSERTION_ALGORITHM, grant.algorithm());
        properties.put(SaslConfigs.SASL_OAUTHBEARER_ASSERTION_CLAIM_ISS, grant.issuer());
        properties.put(SaslConfigs.SASL_OAUTHBEARER_ASSERTION_CLAIM_SUB, grant.subject());
        properties.put(SaslConfigs.SASL_OAUTHBEARER_ASSERTION_CLAIM_AUD, grant.audience());
        properties.put(
                SaslConfigs.SASL_OAUTHBEARER_ASSERTION_CLAIM_EXP_SECONDS,
                Math.toIntExact(grant.lifetime().toSeconds()));
    }

    /** What the system properties of Kafka do not allow, with what to do about it. */
    static Optional<String> notAllowed(OidcAuthentication auth) {
        Optional<String> url =
                notAllowed("the token endpoint", auth.tokenEndpoint().toString(), ALLOWED_URLS);
        return url.isEmpty() && auth.grant() instanceof OidcGrant.JwtBearer assertion
                ? notAllowed("the private key", assertion.privateKeyFile(), ALLOWED_FILES)
                : url;
    }

    private static Optional<String> notAllowed(String what, String resource, String property) {
        String allowed = System.getProperty(property, "");
        boolean isAllowed = Arrays.stream(allowed.split(",")).map(String::strip).anyMatch(resource::equals);
        if (isAllowed) {
            return Optional.empty();
        }
        String needed =
                Stream.of(allowed, resource).filter(part -> !part.isBlank()).collect(Collectors.joining(","));
        return Optional.of("Kafka does not let clients use " + what + " " + resource + ": start the JVM with -D"
                + property + "=" + needed);
    }
}
