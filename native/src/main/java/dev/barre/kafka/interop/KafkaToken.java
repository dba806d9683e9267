package dev.barre.kafka.interop;

import dev.barre.kafka.security.BearerToken;
import dev.barre.kafka.security.TokenProvider;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.jspecify.annotations.Nullable;

/** A {@link BearerToken} as Kafka sees it. Its text shows no token. Immutable. */
final class KafkaToken implements OAuthBearerToken {
    /** Kafka reckons with milliseconds of what never ends, too. */
    private static final Instant FAR = Instant.parse("9999-12-31T00:00:00Z");

    private final BearerToken token;

    KafkaToken(BearerToken token) {
        this.token = token;
    }

    /**
     * Asks the user's provider.
     *
     * @throws IOException where it throws or gives nothing, which ends the login; the cause is what it has thrown
     */
    static BearerToken from(TokenProvider provider) throws IOException {
        BearerToken token;
        try {
            token = provider.token();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the token provider was interrupted", e);
        } catch (Exception e) {
            throw new IOException(
                    "the token provider has thrown " + e.getClass().getName(), e);
        }
        if (token == null || token.value().reveal().isBlank()) {
            throw new IOException("the token provider has given no token, or a blank one");
        }
        return token;
    }

    @Override
    public String value() {
        return token.value().reveal();
    }

    @Override
    public Set<String> scope() {
        return Set.of();
    }

    @Override
    public long lifetimeMs() {
        return (token.expiry().isAfter(FAR) ? FAR : token.expiry()).toEpochMilli();
    }

    @Override
    public String principalName() {
        return token.principal();
    }

    @Override
    public @Nullable Long startTimeMs() {
        return null;
    }

    @Override
    public String toString() {
        return "KafkaToken[principal=" + token.principal() + ", expiry=" + token.expiry() + "]";
    }
}
