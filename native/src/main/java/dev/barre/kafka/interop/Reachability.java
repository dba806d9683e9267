package dev.barre.kafka.interop;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.jspecify.annotations.Nullable;

/**
 * Tells a quiet topic from a cluster that is not there: Kafka's own poll returns nothing in both cases. Reads the client's
 * count of open connections. Used by the thread that polls.
 */
final class Reachability {
    /** How long there must be no connection at all; covers Kafka's longest wait between two attempts (reconnect.backoff.max.ms). */
    static final Duration GRACE = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> client;
    private final List<String> bootstrapServers;
    private final @Nullable Metric openConnections;
    private long lastConnectedNanos = System.nanoTime();

    Reachability(Consumer<byte[], byte[]> client, List<String> bootstrapServers) {
        this.client = client;
        this.bootstrapServers = bootstrapServers;
        this.openConnections = connectionCount(client);
    }

    private static @Nullable Metric connectionCount(Consumer<byte[], byte[]> client) {
        return client.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("connection-count")
                        && metric.metricName().group().equals("consumer-metrics"))
                .findFirst()
                .orElse(null);
    }

    /** Whether a poll that came back empty did so because no broker has been connected for {@link #GRACE}. */
    boolean isLost() {
        if (isConnected() || isIdleByDesign()) {
            lastConnectedNanos = System.nanoTime();
            return false;
        }
        return unconnectedNanos() >= GRACE.toNanos();
    }

    /** What to tell the user. */
    String describe() {
        return "No broker of " + bootstrapServers + " could be reached for "
                + Duration.ofNanos(unconnectedNanos()).toMillis()
                + " ms. Check the addresses, that the brokers are up, and that securityProtocol fits their listener;"
                + " the client goes on trying";
    }

    private long unconnectedNanos() {
        return System.nanoTime() - lastConnectedNanos;
    }

    private boolean isConnected() {
        return openConnections == null
                || !(openConnections.metricValue() instanceof Number count)
                || count.intValue() > 0;
    }

    /** Without a group, and with all paused, the client needs no connection and lets idle ones go. */
    private boolean isIdleByDesign() {
        return client.subscription().isEmpty() && client.paused().containsAll(client.assignment());
    }
}
