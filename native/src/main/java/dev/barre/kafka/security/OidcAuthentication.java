package dev.barre.kafka.security;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Bearer tokens that Kafka's client fetches by itself from a token endpoint (KIP-768, KIP-1139), and renews before they expire. Kafka
 * speaks only to endpoints that the system property {@code org.apache.kafka.sasl.oauthbearer.allowed.urls} lists.
 *
 * @param tokenEndpoint Kafka property {@code sasl.oauthbearer.token.endpoint.url}
 * @param grant what the endpoint gives a token for
 * @param scope asked for, if any (Kafka property {@code sasl.oauthbearer.scope})
 * @param extensions sent with the token (KIP-342); names are letters, and {@code auth} is not allowed
 * @param isAllowedWithoutTls see {@link #allowedWithoutTls()}
 */
public record OidcAuthentication(
        URI tokenEndpoint,
        OidcGrant grant,
        Optional<String> scope,
        Map<String, String> extensions,
        boolean isAllowedWithoutTls)
        implements AuthenticationConfiguration {
    public OidcAuthentication {
        requireNonNull(tokenEndpoint, "tokenEndpoint");
        requireNonNull(grant, "grant");
        requireNonNull(scope, "scope");
        extensions = SaslExtensionNames.checked(extensions);
    }

    static OidcAuthentication of(URI tokenEndpoint, OidcGrant grant) {
        return new OidcAuthentication(tokenEndpoint, grant, Optional.empty(), Map.of(), false);
    }

    /** The same login, which asks for a scope; several are separated by spaces. */
    public OidcAuthentication withScope(String scope) {
        return new OidcAuthentication(tokenEndpoint, grant, Optional.of(scope), extensions, isAllowedWithoutTls);
    }

    /** The same login with one more extension. */
    public OidcAuthentication withExtension(String name, String value) {
        return new OidcAuthentication(
                tokenEndpoint, grant, scope, SaslExtensionNames.plus(extensions, name, value), isAllowedWithoutTls);
    }

    /** The same login, accepted also where anybody on the way can read the token ({@link SecurityProtocol#SASL_PLAINTEXT}). */
    public OidcAuthentication allowedWithoutTls() {
        return new OidcAuthentication(tokenEndpoint, grant, scope, extensions, true);
    }

    @Override
    public String saslName() {
        return "OAUTHBEARER";
    }

    @Override
    public boolean needsTls() {
        return !isAllowedWithoutTls;
    }
}
