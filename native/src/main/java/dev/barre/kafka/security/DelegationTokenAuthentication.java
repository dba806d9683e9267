package dev.barre.kafka.security;

import static java.util.Objects.requireNonNull;

/**
 * A delegation token of the brokers (KIP-48), which stands for the user that it was made for; under {@code SCRAM}, so that it is not
 * sent.
 *
 * @param mechanism one of the two SCRAM mechanisms
 * @param tokenId the id of the token
 * @param hmac its HMAC, in Base64
 */
public record DelegationTokenAuthentication(AuthenticationMechanism mechanism, String tokenId, Secret hmac)
        implements AuthenticationConfiguration {
    public DelegationTokenAuthentication {
        requireNonNull(mechanism, "mechanism");
        requireNonNull(tokenId, "tokenId");
        requireNonNull(hmac, "hmac");
        if (mechanism == AuthenticationMechanism.PLAIN) {
            throw new IllegalArgumentException("a delegation token is used under SCRAM, not PLAIN");
        }
    }

    /** The same token under another of the SCRAM mechanisms. */
    public DelegationTokenAuthentication under(AuthenticationMechanism mechanism) {
        return new DelegationTokenAuthentication(mechanism, tokenId, hmac);
    }

    @Override
    public String saslName() {
        return mechanism.saslName();
    }

    @Override
    public boolean needsTls() {
        return false;
    }
}
