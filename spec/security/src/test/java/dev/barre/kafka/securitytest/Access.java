package dev.barre.kafka.securitytest;

import dev.barre.kafka.security.AuthenticationConfiguration;
import dev.barre.kafka.security.SecureSocket;
import dev.barre.kafka.security.SecurityProtocol;
import java.util.Optional;

/**
 * How a client comes to a cluster.
 *
 * @param servers {@code host:port}
 * @param topic which it uses
 * @param group of consumers and listeners
 */
record Access(
        String servers,
        SecurityProtocol protocol,
        Optional<SecureSocket> socket,
        Optional<AuthenticationConfiguration> auth,
        String topic,
        String group) {
    /** The same way to another topic. */
    Access withTopic(String topic) {
        return new Access(servers, protocol, socket, auth, topic, group);
    }

    /** The same way with another group. */
    Access withGroup(String group) {
        return new Access(servers, protocol, socket, auth, topic, group);
    }
}
