package dev.barre.kafka.security;

import static java.util.Objects.requireNonNull;

import java.util.Objects;

/**
 * How a client logs in to the brokers (specification 2.1): a mechanism, a user name and a password. Made by the factory of
 * its mechanism. Immutable and thread-safe; {@link #toString} hides the password.
 */
public final class AuthenticationConfiguration {
    private final AuthenticationMechanism mechanism;
    private final String username;
    private final Secret password;

    private AuthenticationConfiguration(AuthenticationMechanism mechanism, String username, Secret password) {
        this.mechanism = requireNonNull(mechanism, "mechanism");
        this.username = requireNonNull(username, "username");
        this.password = requireNonNull(password, "password");
    }

    /** Logs in by {@link AuthenticationMechanism#PLAIN}. */
    public static AuthenticationConfiguration plain(String username, String password) {
        return of(AuthenticationMechanism.PLAIN, username, Secret.of(password));
    }

    /** Logs in by {@link AuthenticationMechanism#PLAIN}; the array is copied. */
    public static AuthenticationConfiguration plain(String username, char[] password) {
        return of(AuthenticationMechanism.PLAIN, username, Secret.of(password));
    }

    /** Logs in by {@link AuthenticationMechanism#SCRAM_SHA_256}. */
    public static AuthenticationConfiguration scramSha256(String username, String password) {
        return of(AuthenticationMechanism.SCRAM_SHA_256, username, Secret.of(password));
    }

    /** Logs in by {@link AuthenticationMechanism#SCRAM_SHA_256}; the array is copied. */
    public static AuthenticationConfiguration scramSha256(String username, char[] password) {
        return of(AuthenticationMechanism.SCRAM_SHA_256, username, Secret.of(password));
    }

    /** Logs in by {@link AuthenticationMechanism#SCRAM_SHA_512}. */
    public static AuthenticationConfiguration scramSha512(String username, String password) {
        return of(AuthenticationMechanism.SCRAM_SHA_512, username, Secret.of(password));
    }

    /** Logs in by {@link AuthenticationMechanism#SCRAM_SHA_512}; the array is copied. */
    public static AuthenticationConfiguration scramSha512(String username, char[] password) {
        return of(AuthenticationMechanism.SCRAM_SHA_512, username, Secret.of(password));
    }

    /** Logs in by a mechanism that is chosen at run time. */
    public static AuthenticationConfiguration of(AuthenticationMechanism mechanism, String username, Secret password) {
        return new AuthenticationConfiguration(mechanism, username, password);
    }

    /** The mechanism (Kafka property {@code sasl.mechanism}). */
    public AuthenticationMechanism mechanism() {
        return mechanism;
    }

    /** The user (part of the Kafka property {@code sasl.jaas.config}). */
    public String username() {
        return username;
    }

    /** The password (part of the Kafka property {@code sasl.jaas.config}). */
    public Secret password() {
        return password;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AuthenticationConfiguration that
                && mechanism == that.mechanism
                && username.equals(that.username)
                && password.equals(that.password);
    }

    @Override
    public int hashCode() {
        return Objects.hash(mechanism, username);
    }

    @Override
    public String toString() {
        return "AuthenticationConfiguration[mechanism=" + mechanism.saslName() + ", username=" + username
                + ", password=" + password + "]";
    }
}
