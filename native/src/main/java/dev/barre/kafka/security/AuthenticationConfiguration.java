package dev.barre.kafka.security;

import java.net.URI;

/**
 * How a client logs in to the brokers by SASL (specification 2.1). One type for each way; the factories here make all of them.
 *
 * <pre>{@code
 * AuthenticationConfiguration.scramSha512("billing", password);
 * AuthenticationConfiguration.oauthBearer(() -> new BearerToken(tokens.next(), expiry, "billing"));
 * AuthenticationConfiguration.kerberos("kafka", "billing@EXAMPLE.COM", "/etc/billing.keytab");
 * }</pre>
 *
 * <p>All implementations are immutable (a {@link ReplaceableCredentials} has a state of its own), thread-safe, and show no secret in
 * their text. A login that would send a secret readable is refused without TLS, see {@link #needsTls()}.
 */
public sealed interface AuthenticationConfiguration
        permits PasswordAuthentication,
                DelegationTokenAuthentication,
                OAuthBearerAuthentication,
                OidcAuthentication,
                KerberosAuthentication,
                LoginModuleAuthentication,
                ConversationAuthentication {

    /** The name of the mechanism on the wire (Kafka property {@code sasl.mechanism}). */
    String saslName();

    /** Whether the login is refused under {@link SecurityProtocol#SASL_PLAINTEXT}, where anybody on the way could read its secret. */
    boolean needsTls();

    /** Logs in by {@link AuthenticationMechanism#PLAIN}. */
    static PasswordAuthentication plain(String username, String password) {
        return of(AuthenticationMechanism.PLAIN, username, Secret.of(password));
    }

    /** Logs in by {@link AuthenticationMechanism#PLAIN}; the array is copied. */
    static PasswordAuthentication plain(String username, char[] password) {
        return of(AuthenticationMechanism.PLAIN, username, Secret.of(password));
    }

    /** Logs in by {@link AuthenticationMechanism#SCRAM_SHA_256}. */
    static PasswordAuthentication scramSha256(String username, String password) {
        return of(AuthenticationMechanism.SCRAM_SHA_256, username, Secret.of(password));
    }

    /** Logs in by {@link AuthenticationMechanism#SCRAM_SHA_256}; the array is copied. */
    static PasswordAuthentication scramSha256(String username, char[] password) {
        return of(AuthenticationMechanism.SCRAM_SHA_256, username, Secret.of(password));
    }

    /** Logs in by {@link AuthenticationMechanism#SCRAM_SHA_512}. */
    static PasswordAuthentication scramSha512(String username, String password) {
        return of(AuthenticationMechanism.SCRAM_SHA_512, username, Secret.of(password));
    }

    /** Logs in by {@link AuthenticationMechanism#SCRAM_SHA_512}; the array is copied. */
    static PasswordAuthentication scramSha512(String username, char[] password) {
        return of(AuthenticationMechanism.SCRAM_SHA_512, username, Secret.of(password));
    }

    /** Logs in by a mechanism with a password that is chosen at run time. */
    static PasswordAuthentication of(AuthenticationMechanism mechanism, String username, Secret password) {
        return of(mechanism, ReplaceableCredentials.of(username, password).fixed());
    }

    /** Logs in with credentials that can be exchanged while clients live. */
    static PasswordAuthentication of(AuthenticationMechanism mechanism, ReplaceableCredentials credentials) {
        return new PasswordAuthentication(mechanism, credentials, false);
    }

    /**
     * Logs in with a delegation token (KIP-48), by {@link AuthenticationMechanism#SCRAM_SHA_256}.
     *
     * @param tokenId the id that the broker gave the token
     * @param hmac its HMAC, in Base64
     */
    static DelegationTokenAuthentication delegationToken(String tokenId, Secret hmac) {
        return new DelegationTokenAuthentication(AuthenticationMechanism.SCRAM_SHA_256, tokenId, hmac);
    }

    /** Logs in by {@code OAUTHBEARER} with tokens that {@code provider} gives; kept and renewed in the background before they expire. */
    static OAuthBearerAuthentication oauthBearer(TokenProvider provider) {
        return new OAuthBearerAuthentication(provider, false, false);
    }

    /** Logs in by {@code OAUTHBEARER} with tokens that Kafka's client gets itself for a client id and secret (RFC 6749, 4.4). */
    static OidcAuthentication clientCredentials(URI tokenEndpoint, String clientId, Secret clientSecret) {
        return OidcAuthentication.of(tokenEndpoint, new OidcGrant.ClientCredentials(clientId, clientSecret));
    }

    /** Logs in by {@code OAUTHBEARER} with tokens that Kafka's client gets itself for an assertion that it signs (RFC 7523). */
    static OidcAuthentication jwtBearer(URI tokenEndpoint, OidcGrant.JwtBearer assertion) {
        return OidcAuthentication.of(tokenEndpoint, assertion);
    }

    /**
     * Logs in by Kerberos ({@code GSSAPI}, RFC 4752).
     *
     * @param serviceName the primary of the brokers' principals, most often {@code kafka}
     * @param principal of the client, {@code billing@EXAMPLE.COM}
     * @param keytab the file with the key of the principal
     */
    static KerberosAuthentication kerberos(String serviceName, String principal, String keytab) {
        return KerberosAuthentication.withKeytab(serviceName, principal, keytab);
    }

    /** Logs in by a mechanism of the user's own, spoken by Java code of the user. */
    static ConversationAuthentication of(SaslMechanism mechanism) {
        return new ConversationAuthentication(mechanism);
    }

    /**
     * Logs in by a mechanism that a library brings as JAAS login module and callback handlers.
     *
     * @param mechanism its name on the wire, {@code AWS_MSK_IAM}
     * @param loginModule the name of the class, which must be on the class path
     */
    static LoginModuleAuthentication loginModule(String mechanism, String loginModule) {
        return LoginModuleAuthentication.of(mechanism, loginModule);
    }
}
