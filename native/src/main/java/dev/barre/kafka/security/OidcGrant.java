package dev.barre.kafka.security;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/** What a token endpoint gives a token for. */
public sealed interface OidcGrant {
    /**
     * A client id and secret, sent by HTTP Basic (RFC 6749, 4.4).
     *
     * @param clientId Kafka property {@code sasl.oauthbearer.client.credentials.client.id}
     * @param clientSecret Kafka property {@code sasl.oauthbearer.client.credentials.client.secret}
     */
    record ClientCredentials(String clientId, Secret clientSecret) implements OidcGrant {
        public ClientCredentials {
            requireNonNull(clientId, "clientId");
            requireNonNull(clientSecret, "clientSecret");
        }
    }

    /**
     * An assertion that the client signs with a private key (RFC 7523).
     *
     * @param privateKeyFile a PEM file with a PKCS 8 key (Kafka property {@code sasl.oauthbearer.assertion.private.key.file})
     * @param passphrase of the key, if it is encrypted (Kafka property {@code sasl.oauthbearer.assertion.private.key.passphrase})
     * @param algorithm {@code RS256} or {@code ES256} (Kafka property {@code sasl.oauthbearer.assertion.algorithm})
     * @param issuer the claim {@code iss}
     * @param subject the claim {@code sub}
     * @param audience the claim {@code aud}
     * @param lifetime of the assertion, in whole seconds (Kafka property {@code sasl.oauthbearer.assertion.claim.exp.seconds})
     */
    record JwtBearer(
            String privateKeyFile,
            Optional<Secret> passphrase,
            String algorithm,
            String issuer,
            String subject,
            String audience,
            Duration lifetime)
            implements OidcGrant {
        private static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(5);

        public JwtBearer {
            requireNonNull(privateKeyFile, "privateKeyFile");
            requireNonNull(passphrase, "passphrase");
            requireNonNull(algorithm, "algorithm");
            requireNonNull(issuer, "issuer");
            requireNonNull(subject, "subject");
            requireNonNull(audience, "audience");
            requireNonNull(lifetime, "lifetime");
        }

        /** An assertion signed by {@code RS256} with a key that is not encrypted, valid for 5 minutes. */
        public static JwtBearer signedBy(String privateKeyFile, String issuer, String subject, String audience) {
            return new JwtBearer(
                    privateKeyFile, Optional.empty(), "RS256", issuer, subject, audience, DEFAULT_LIFETIME);
        }

        /** The same assertion, its key encrypted. */
        public JwtBearer withPassphrase(Secret passphrase) {
            return new JwtBearer(
                    privateKeyFile, Optional.of(passphrase), algorithm, issuer, subject, audience, lifetime);
        }

        /** The same assertion, signed by another algorithm. */
        public JwtBearer withAlgorithm(String algorithm) {
            return new JwtBearer(privateKeyFile, passphrase, algorithm, issuer, subject, audience, lifetime);
        }
    }
}
