package dev.barre.kafka.security;

import static java.util.Objects.requireNonNull;

/**
 * Bearer tokens that the user's own code provides ({@code OAUTHBEARER}, RFC 7628). A token is sent readable, so the login is refused
 * without TLS unless {@link #allowedWithoutTls()} says otherwise.
 *
 * @param provider where tokens come from
 * @param perConnection whether the provider is asked once for each login of a connection, rather than once in a while
 * @param isAllowedWithoutTls see {@link #allowedWithoutTls()}
 */
public record OAuthBearerAuthentication(TokenProvider provider, boolean perConnection, boolean isAllowedWithoutTls)
        implements AuthenticationConfiguration {
    public OAuthBearerAuthentication {
        requireNonNull(provider, "provider");
    }

    /** The same login, which asks the provider once for every login of a connection and keeps no token. */
    public OAuthBearerAuthentication tokenPerConnection() {
        return new OAuthBearerAuthentication(provider, true, isAllowedWithoutTls);
    }

    /** The same login, accepted also where anybody on the way can read the token ({@link SecurityProtocol#SASL_PLAINTEXT}). */
    public OAuthBearerAuthentication allowedWithoutTls() {
        return new OAuthBearerAuthentication(provider, perConnection, true);
    }

    @Override
    public String saslName() {
        return "OAUTHBEARER";
    }

    @Override
    public boolean needsTls() {
        return !isAllowedWithoutTls;
    }

    @Override
    public String toString() {
        return "OAuthBearerAuthentication[perConnection=" + perConnection + "]";
    }
}
