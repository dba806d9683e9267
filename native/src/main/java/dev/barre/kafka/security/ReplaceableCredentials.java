package dev.barre.kafka.security;

import static java.util.Objects.requireNonNull;

/**
 * A user name and a password that can be replaced while clients use them: connections that are open stay, and the next login,
 * of a new connection or when the broker asks for it again ({@code connections.max.reauth.ms}), takes what is current then. One object
 * may serve many clients. Thread-safe.
 *
 * <pre>{@code
 * ReplaceableCredentials credentials = ReplaceableCredentials.of("billing", first);
 * AuthenticationConfiguration auth = AuthenticationConfiguration.of(AuthenticationMechanism.SCRAM_SHA_512, credentials);
 * credentials.replace("billing", second);
 * }</pre>
 */
public final class ReplaceableCredentials {
    /** What one login uses: name and password belong together. */
    record Pair(String username, Secret password) {
        Pair {
            requireNonNull(username, "username");
            requireNonNull(password, "password");
        }
    }

    private final boolean fixed;
    private volatile Pair current;

    private ReplaceableCredentials(Pair first, boolean fixed) {
        this.current = first;
        this.fixed = fixed;
    }

    /** Credentials to begin with. */
    public static ReplaceableCredentials of(String username, Secret password) {
        return new ReplaceableCredentials(new Pair(username, password), false);
    }

    /** Credentials to begin with. */
    public static ReplaceableCredentials of(String username, String password) {
        return of(username, Secret.of(password));
    }

    /** The same, never to be replaced: clients are given them once. */
    ReplaceableCredentials fixed() {
        return new ReplaceableCredentials(current, true);
    }

    /**
     * Takes effect with the next login.
     *
     * @throws IllegalArgumentException if the name is blank or the password empty
     * @throws IllegalStateException if they belong to a login that was made with a user name and password of its own
     */
    public void replace(String username, Secret password) {
        if (fixed) {
            throw new IllegalStateException("these credentials are fixed: make the login with ReplaceableCredentials");
        }
        if (username.isBlank() || password.isEmpty()) {
            throw new IllegalArgumentException("username and password must not be empty");
        }
        current = new Pair(username, password);
    }

    /** {@link #replace(String, Secret)} with the password as text. */
    public void replace(String username, String password) {
        replace(username, Secret.of(password));
    }

    /** Whether they never change. */
    public boolean isFixed() {
        return fixed;
    }

    /** What the next login uses, at one moment: pass it to {@link Login#with}. */
    public <T> T use(Login<T> login) {
        Pair pair = current;
        return login.with(pair.username(), pair.password());
    }

    Pair current() {
        return current;
    }

    /** What needs both parts of the same moment. */
    @FunctionalInterface
    public interface Login<T> {
        /** Uses the parts. */
        T with(String username, Secret password);
    }

    /** By value where they are fixed, by identity where not. */
    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof ReplaceableCredentials that && fixed && that.fixed && current.equals(that.current);
    }

    @Override
    public int hashCode() {
        return fixed ? current.username().hashCode() : System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "username=" + current.username() + ", password=" + current.password();
    }
}
