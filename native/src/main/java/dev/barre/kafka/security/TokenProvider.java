package dev.barre.kafka.security;

/** Gives bearer tokens for {@link OAuthBearerAuthentication}. Called from threads of Kafka's client, from several if clients share it. */
@FunctionalInterface
public interface TokenProvider {
    /**
     * A token that is valid now. May block; the client connects to no broker meanwhile.
     *
     * @throws Exception if there is none: the login fails, with this as the cause
     */
    BearerToken token() throws Exception;
}
