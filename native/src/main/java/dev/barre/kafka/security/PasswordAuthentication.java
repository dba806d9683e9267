package dev.barre.kafka.security;

import static java.util.Objects.requireNonNull;

/**
 * A user name and a password, under {@code PLAIN} or {@code SCRAM}. PLAIN sends the password as it is and is refused without TLS,
 * unless {@link #allowedWithoutTls()} says otherwise.
 */
public final class PasswordAuthentication implements AuthenticationConfiguration {
    private final AuthenticationMechanism mechanism;
    private final ReplaceableCredentials credentials;
    private final boolean allowedWithoutTls;

    PasswordAuthentication(
            AuthenticationMechanism mechanism, ReplaceableCredentials credentials, boolean allowedWithoutTls) {
        this.mechanism = requireNonNull(mechanism, "mechanism");
        this.credentials = requireNonNull(credentials, "credentials");
        this.allowedWithoutTls = allowedWithoutTls;
    }

    /**
     * The same login, accepted also where nothing hides the password on the way ({@link SecurityProtocol#SASL_PLAINTEXT} with
     * PLAIN). For networks that nobody else can listen to, such as the loopback interface.
     */
    public PasswordAuthentication allowedWithoutTls() {
        return new PasswordAuthentication(mechanism, credentials, true);
    }

    /** The mechanism (Kafka property {@code sasl.mechanism}). */
    public AuthenticationMechanism mechanism() {
        return mechanism;
    }

    /** The user, at the moment. */
    public String username() {
        return credentials.current().username();
    }

    /** The password, at the moment. */
    public Secret password() {
        return credentials.current().password();
    }

    /** Where user name and password are kept. */
    public ReplaceableCredentials credentials() {
        return credentials;
    }

    @Override
    public String saslName() {
        return mechanism.saslName();
    }

    @Override
    public boolean needsTls() {
        return mechanism == AuthenticationMechanism.PLAIN && !allowedWithoutTls;
    }

    /** By mechanism and credentials; those that can be replaced are equal only to themselves. */
    @Override
    public boolean equals(Object other) {
        return other instanceof PasswordAuthentication that
                && mechanism == that.mechanism
                && allowedWithoutTls == that.allowedWithoutTls
                && credentials.equals(that.credentials);
    }

    @Override
    public int hashCode() {
        return 31 * mechanism.hashCode() + credentials.hashCode();
    }

    @Override
    public String toString() {
        return "PasswordAuthentication[mechanism=" + saslName() + ", " + credentials + "]";
    }
}
