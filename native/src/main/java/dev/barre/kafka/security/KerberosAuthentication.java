package dev.barre.kafka.security;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A Kerberos principal ({@code GSSAPI}, RFC 4752). Realm and key distribution centre come from {@code /etc/krb5.conf}, or the file that
 * the system property {@code java.security.krb5.conf} names.
 *
 * @param serviceName the primary of the brokers' principals (Kafka property {@code sasl.kerberos.service.name}); a wrong one ends in a
 *     timeout, for Kafka tries it again
 * @param principal of the client; empty with a ticket cache means the one that is in it
 * @param keytab the file with its key; empty means the ticket cache that {@code kinit} fills
 */
public record KerberosAuthentication(String serviceName, Optional<String> principal, Optional<String> keytab)
        implements AuthenticationConfiguration {
    public KerberosAuthentication {
        requireNonNull(serviceName, "serviceName");
        requireNonNull(principal, "principal");
        requireNonNull(keytab, "keytab");
        if (keytab.isPresent() && principal.isEmpty()) {
            throw new IllegalArgumentException("a keytab needs the principal whose key it holds");
        }
    }

    /** The principal whose key is in a keytab. */
    public static KerberosAuthentication withKeytab(String serviceName, String principal, String keytab) {
        return new KerberosAuthentication(serviceName, Optional.of(principal), Optional.of(keytab));
    }

    /** The principal that has logged in by {@code kinit}. */
    public static KerberosAuthentication withTicketCache(String serviceName) {
        return new KerberosAuthentication(serviceName, Optional.empty(), Optional.empty());
    }

    @Override
    public String saslName() {
        return "GSSAPI";
    }

    @Override
    public boolean needsTls() {
        return false;
    }
}
