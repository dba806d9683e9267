package dev.barre.kafka.security;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;

/**
 * A token of {@code OAUTHBEARER} (RFC 7628).
 *
 * @param value what is sent, most often a JWT in its compact form
 * @param expiry when it ends; a login that keeps tokens renews it before
 * @param principal whom it stands for, in logs of the client; the broker reads that from the token itself
 * @param extensions sent with it (KIP-342); names are letters, and {@code auth} is not allowed
 */
public record BearerToken(Secret value, Instant expiry, String principal, Map<String, String> extensions) {
    public BearerToken {
        requireNonNull(value, "value");
        requireNonNull(expiry, "expiry");
        requireNonNull(principal, "principal");
        extensions = SaslExtensionNames.checked(extensions);
    }

    /** A token without extensions. */
    public BearerToken(String value, Instant expiry, String principal) {
        this(Secret.of(value), expiry, principal, Map.of());
    }

    /** The same token with one more extension. */
    public BearerToken withExtension(String name, String value) {
        return new BearerToken(this.value, expiry, principal, SaslExtensionNames.plus(extensions, name, value));
    }
}
