package dev.barre.kafka.securitytest;

import static dev.barre.kafka.security.SecurityProtocol.PLAINTEXT;
import static dev.barre.kafka.security.SecurityProtocol.SASL_PLAINTEXT;
import static dev.barre.kafka.security.SecurityProtocol.SASL_SSL;
import static dev.barre.kafka.security.SecurityProtocol.SSL;

import dev.barre.kafka.embedded.TokenIssuer;
import dev.barre.kafka.security.AuthenticationConfiguration;
import dev.barre.kafka.security.AuthenticationMechanism;
import dev.barre.kafka.security.BearerToken;
import dev.barre.kafka.security.OAuthBearerAuthentication;
import dev.barre.kafka.security.Secret;
import dev.barre.kafka.security.SecureSocket;
import dev.barre.kafka.security.SecurityProtocol;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All rows. Which is a table in code: a row is a protocol, a login, what is wrong about it, and what the client is told. */
final class Matrix {
    /** What a row does with the brokers of the tests. */
    interface How extends Function<Secured, Access> {}

    /**
     * One row.
     *
     * @param login the mechanism or certificate
     * @param wrong what is wrong; empty where nothing is
     * @param told what the refusal says, in parts; empty where there is none
     * @param kinds the clients that it is about
     */
    record Row(
            SecurityProtocol protocol, String login, String wrong, List<String> told, Set<ClientKind> kinds, How how) {
        boolean works() {
            return wrong.isEmpty();
        }

        /** A group of its own, so that a consumer finds the records of every row. */
        String group() {
            return (protocol + "-" + login + "-" + wrong).replaceAll("[^A-Za-z0-9]+", "-");
        }

        @Override
        public String toString() {
            return protocol + ", " + login + (works() ? "" : ", " + wrong);
        }
    }

    private static final List<AuthenticationMechanism> PASSWORDS = List.of(AuthenticationMechanism.values());
    private static final Set<ClientKind> ALL = EnumSet.allOf(ClientKind.class);
    private static final Set<ClientKind> WITH_GROUP = EnumSet.of(ClientKind.CONSUMER, ClientKind.LISTENER);
    private static final String NONE = "none";

    private final List<Row> rows = new ArrayList<>();

    private Matrix() {
        addRight();
        addWrongPasswords();
        addWrongTokens();
        addWrongCertificates();
        addMismatches();
        addUnauthorized();
    }

    static List<Row> rows() {
        return List.copyOf(new Matrix().rows);
    }

    private void addRight() {
        right(PLAINTEXT, NONE, in -> access(in, PLAINTEXT, null, null));
        right(SSL, NONE, in -> access(in, SSL, in.socket(), null));
        right(SSL, "certificate", in -> mutual(in, in.socket().withKey(Secured.pem(in.alice))));
        for (SecurityProtocol protocol : List.of(SASL_PLAINTEXT, SASL_SSL)) {
            for (AuthenticationMechanism mechanism : PASSWORDS) {
                right(
                        protocol,
                        mechanism.saslName(),
                        in -> access(
                                in,
                                protocol,
                                socket(in, protocol),
                                password(mechanism, Secured.ALICE, Secured.PASSWORD)));
            }
            right(protocol, "OAUTHBEARER", in -> access(in, protocol, socket(in, protocol), bearer(in, Secured.ALICE)));
            right(
                    protocol,
                    "OAUTHBEARER, a token for each connection",
                    in -> access(
                            in,
                            protocol,
                            socket(in, protocol),
                            bearer(in, Secured.ALICE).tokenPerConnection()));
            right(
                    protocol,
                    "OAUTHBEARER by client credentials",
                    in -> access(in, protocol, socket(in, protocol), credentials(in, TokenIssuer.CLIENT_SECRET)));
        }
    }

    private void addWrongPasswords() {
        for (SecurityProtocol protocol : List.of(SASL_PLAINTEXT, SASL_SSL)) {
            for (AuthenticationMechanism mechanism : PASSWORDS) {
                List<String> told = List.of("Authentication failed", "Check the names and secrets of auth");
                wrong(
                        protocol,
                        mechanism.saslName(),
                        "wrong password",
                        told,
                        in -> access(
                                in,
                                protocol,
                                socket(in, protocol),
                                password(mechanism, Secured.ALICE, "wrong-pa$$word")));
                wrong(
                        protocol,
                        mechanism.saslName(),
                        "unknown user",
                        told,
                        in -> access(
                                in, protocol, socket(in, protocol), password(mechanism, "mallory", Secured.PASSWORD)));
            }
        }
    }

    private void addWrongTokens() {
        List<String> told = List.of("invalid_token", "Check the names and secrets of auth");
        wrong(
                SASL_SSL,
                "OAUTHBEARER",
                "forged token",
                told,
                in -> access(in, SASL_SSL, in.socket(), bearer(in.tokens.forgedToken(Secured.ALICE))));
        wrong(
                SASL_SSL,
                "OAUTHBEARER",
                "token of another issuer",
                told,
                in -> access(in, SASL_SSL, in.socket(), bearer(in.tokens.tokenOfAnotherIssuer(Secured.ALICE))));
        wrong(
                SASL_SSL,
                "OAUTHBEARER",
                "expired token",
                told,
                in -> access(in, SASL_SSL, in.socket(), bearer(in.tokens.token(Secured.ALICE, Duration.ofHours(-1)))));
        wrong(
                SASL_SSL,
                "OAUTHBEARER by client credentials",
                "wrong client secret",
                List.of("401"),
                in -> access(in, SASL_SSL, in.socket(), credentials(in, "wrong-client-secret")));
    }

    private void addWrongCertificates() {
        for (SecurityProtocol protocol : List.of(SSL, SASL_SSL)) {
            wrong(
                    protocol,
                    loginOf(protocol),
                    "wrong CA",
                    List.of("SSL handshake failed", "secureSocket.cert"),
                    in -> access(
                            in,
                            protocol,
                            SecureSocket.of(in.otherAuthority.certificatePem().toString()),
                            authOf(protocol)));
            wrong(
                    protocol,
                    loginOf(protocol),
                    "wrong host",
                    List.of("SSL handshake failed", "names other hosts"),
                    in -> new Access(
                            in.ofAnotherHost.bootstrapServers(protocol),
                            protocol,
                            Optional.of(in.socket()),
                            Optional.ofNullable(authOf(protocol)),
                            Secured.TOPIC,
                            "any"));
            wrong(
                    protocol,
                    loginOf(protocol),
                    "expired certificate",
                    List.of("SSL handshake failed", "has expired"),
                    in -> new Access(
                            in.expired.bootstrapServers(protocol),
                            protocol,
                            Optional.of(in.socket()),
                            Optional.ofNullable(authOf(protocol)),
                            Secured.TOPIC,
                            "any"));
        }
        wrong(
                SSL,
                "certificate",
                "missing client certificate",
                List.of("certificate", "secureSocket"),
                in -> mutual(in, in.socket()));
        wrong(
                SSL,
                "certificate",
                "expired client certificate",
                List.of("certificate of the client"),
                in -> mutual(in, in.socket().withKey(Secured.pem(in.authority.expiredClient(Secured.ALICE)))));
        wrong(
                SSL,
                "certificate",
                "client certificate of a wrong CA",
                List.of("certificate of the client"),
                in -> mutual(in, in.socket().withKey(Secured.pem(in.otherAuthority.client(Secured.ALICE)))));
    }

    private void addMismatches() {
        for (SecurityProtocol protocol : SecurityProtocol.values()) {
            for (SecurityProtocol spoken : SecurityProtocol.values()) {
                if (spoken != protocol) {
                    wrong(
                            protocol,
                            loginOf(protocol),
                            "the port speaks " + spoken,
                            mismatch(protocol, spoken),
                            in -> new Access(
                                    in.kafka.bootstrapServers(spoken),
                                    protocol,
                                    Optional.ofNullable(socket(in, protocol)),
                                    Optional.ofNullable(authOf(protocol)),
                                    Secured.TOPIC,
                                    "any"));
                }
            }
        }
    }

    /** A listener that wants no login says so by itself; otherwise the probe finds out. */
    private static List<String> mismatch(SecurityProtocol protocol, SecurityProtocol spoken) {
        return protocol.isAuthenticated() && !spoken.isAuthenticated() && protocol.isEncrypted() == spoken.isEncrypted()
                ? List.of("check securityProtocol and the port")
                : List.of("securityProtocol", protocol.toString(), "speaks " + spoken);
    }

    private void addUnauthorized() {
        How bobByTls = in -> mutual(in, in.socket().withKey(Secured.pem(in.bob)));
        List<String> topic = List.of("Not authorized", Secured.FORBIDDEN, "ACL");
        wrong(PLAINTEXT, NONE, "unauthorized topic", topic, in -> forbidden(access(in, PLAINTEXT, null, null)));
        wrong(SSL, "certificate", "unauthorized topic", topic, bobByTls.andThen(Matrix::forbidden)::apply);
        List<String> group = List.of("Not authorized", Secured.FORBIDDEN_GROUP, "ACL");
        unauthorizedGroup(PLAINTEXT, NONE, group, in -> access(in, PLAINTEXT, null, null));
        unauthorizedGroup(
                SSL, "certificate", group, in -> mutual(in, in.socket().withKey(Secured.pem(in.carol))));
        for (SecurityProtocol protocol : List.of(SASL_PLAINTEXT, SASL_SSL)) {
            for (AuthenticationMechanism mechanism : PASSWORDS) {
                wrong(
                        protocol,
                        mechanism.saslName(),
                        "unauthorized topic",
                        topic,
                        in -> forbidden(access(
                                in,
                                protocol,
                                socket(in, protocol),
                                password(mechanism, Secured.BOB, Secured.PASSWORD))));
                unauthorizedGroup(
                        protocol,
                        mechanism.saslName(),
                        group,
                        in -> access(
                                in,
                                protocol,
                                socket(in, protocol),
                                password(mechanism, Secured.CAROL, Secured.PASSWORD)));
            }
            wrong(
                    protocol,
                    "OAUTHBEARER",
                    "unauthorized topic",
                    topic,
                    in -> forbidden(access(in, protocol, socket(in, protocol), bearer(in, Secured.BOB))));
            unauthorizedGroup(
                    protocol,
                    "OAUTHBEARER",
                    group,
                    in -> access(in, protocol, socket(in, protocol), bearer(in, Secured.CAROL)));
        }
    }

    private void right(SecurityProtocol protocol, String login, How how) {
        rows.add(new Row(protocol, login, "", List.of(), ALL, how));
    }

    private void wrong(SecurityProtocol protocol, String login, String wrong, List<String> told, How how) {
        rows.add(new Row(protocol, login, wrong, told, ALL, how));
    }

    private void unauthorizedGroup(SecurityProtocol protocol, String login, List<String> told, How how) {
        How withGroup = in -> how.apply(in).withGroup(Secured.FORBIDDEN_GROUP);
        rows.add(new Row(protocol, login, "unauthorized group", told, WITH_GROUP, withGroup));
    }

    private static Access forbidden(Access access) {
        return access.withTopic(Secured.FORBIDDEN);
    }

    private static Access access(
            Secured in,
            SecurityProtocol protocol,
            @Nullable SecureSocket socket,
            @Nullable AuthenticationConfiguration auth) {
        return new Access(
                in.kafka.bootstrapServers(protocol),
                protocol,
                Optional.ofNullable(socket),
                Optional.ofNullable(auth),
                Secured.TOPIC,
                "any");
    }

    private static Access mutual(Secured in, SecureSocket socket) {
        return new Access(
                in.kafka.mutualTlsServers(), SSL, Optional.of(socket), Optional.empty(), Secured.TOPIC, "any");
    }

    private static @Nullable SecureSocket socket(Secured in, SecurityProtocol protocol) {
        return protocol.isEncrypted() ? in.socket() : null;
    }

    private static String loginOf(SecurityProtocol protocol) {
        return protocol.isAuthenticated() ? AuthenticationMechanism.SCRAM_SHA_256.saslName() : NONE;
    }

    private static @Nullable AuthenticationConfiguration authOf(SecurityProtocol protocol) {
        return protocol.isAuthenticated()
                ? password(AuthenticationMechanism.SCRAM_SHA_256, Secured.ALICE, Secured.PASSWORD)
                : null;
    }

    private static AuthenticationConfiguration password(
            AuthenticationMechanism mechanism, String user, String password) {
        return AuthenticationConfiguration.of(mechanism, user, Secret.of(password))
                .allowedWithoutTls();
    }

    private static OAuthBearerAuthentication bearer(Secured in, String user) {
        return bearer(in.tokens.token(user));
    }

    private static OAuthBearerAuthentication bearer(String token) {
        return AuthenticationConfiguration.oauthBearer(
                        () -> new BearerToken(token, Instant.now().plusSeconds(600), Secured.ALICE))
                .allowedWithoutTls();
    }

    private static AuthenticationConfiguration credentials(Secured in, String secret) {
        return AuthenticationConfiguration.clientCredentials(
                        in.tokens.tokenEndpoint(), TokenIssuer.CLIENT_ID, Secret.of(secret))
                .allowedWithoutTls();
    }
}
