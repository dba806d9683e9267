package dev.barre.kafka.security;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Which protocol a secure connection may use.
 *
 * @param name the family (Kafka property {@code ssl.protocol})
 * @param versions such as {@code TLSv1.3}; empty leaves the choice to Kafka (Kafka property {@code ssl.enabled.protocols})
 */
public record SocketProtocol(Protocol name, List<String> versions) {
    public SocketProtocol {
        requireNonNull(name, "name");
        versions = List.copyOf(versions);
    }
}
