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
        String group) {}
