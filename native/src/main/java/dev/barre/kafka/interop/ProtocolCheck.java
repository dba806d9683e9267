package dev.barre.kafka.interop;

import dev.barre.kafka.security.SecurityProtocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.utils.Utils;

/**
 * Explains, where a client hears nothing from the brokers, that they speak another security protocol. Asks them at most once in
 * {@link #INTERVAL}, and no more when the protocol was found to fit. Thread-safe; a question blocks for {@link #TIMEOUT} at the longest
 * where nobody answers.
 */
final class ProtocolCheck {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofMillis(1_500);

    private final List<?> servers;
    private final String configured;
    private final ProtocolProbe probe = new ProtocolProbe(TIMEOUT);
    private long askedNanos = System.nanoTime() - INTERVAL.toNanos();
    private boolean fits;
    private Optional<String> mismatch = Optional.empty();

    private ProtocolCheck(List<?> servers, String configured) {
        this.servers = servers;
        this.configured = configured;
    }

    /** For a client of these properties. */
    static ProtocolCheck of(Map<String, Object> kafkaProperties) {
        Object servers = kafkaProperties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        Object protocol = kafkaProperties.get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG);
        return new ProtocolCheck(
                servers instanceof List<?> list
                        ? list
                        : servers == null
                                ? List.of()
                                : List.of(servers.toString().split(",")),
                protocol == null ? CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL : protocol.toString());
    }

    /** What is wrong, as a sentence; empty where the protocol fits, or where nobody answers. */
    synchronized Optional<String> mismatch() {
        if (!fits && System.nanoTime() - askedNanos >= INTERVAL.toNanos()) {
            SecurityProtocol protocol = SecurityProtocol.valueOf(configured);
            mismatch = servers.stream()
                    .map(Object::toString)
                    .map(String::strip)
                    .flatMap(server -> explain(server, protocol).stream())
                    .findFirst();
            askedNanos = System.nanoTime();
        }
        return mismatch;
    }

    private Optional<String> explain(String server, SecurityProtocol protocol) {
        String host = Utils.getHost(server);
        Integer port = Utils.getPort(server);
        if (fits || host == null || port == null) {
            return Optional.empty();
        }
        Optional<ProtocolProbe.Spoken> spoken = probe.at(host, port);
        if (spoken.isEmpty()) {
            return Optional.empty();
        }
        if (spoken.get().fits(protocol)) {
            fits = true;
            return Optional.empty();
        }
        return Optional.of("securityProtocol (" + CommonClientConfigs.SECURITY_PROTOCOL_CONFIG + ") is " + protocol
                + ", but the listener at " + server + " speaks " + spoken.get()
                + ": set securityProtocol to that, or connect to another port of the broker");
    }
}
