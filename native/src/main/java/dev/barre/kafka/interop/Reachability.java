package dev.barre.kafka.interop;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
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

    /** A broker that restarts closes a connection too. */
    private static final int CLOSES = 3;

    private final Consumer<byte[], byte[]> client;
    private final List<String> bootstrapServers;
    private final LongSupplier nanoTime;
    private final @Nullable Metric openConnections;
    private final @Nullable Metric connectionsMade;
    private final @Nullable Metric connectionsClosed;
    private boolean hasHeard;

    /** Time spent in polls without a connection, since there was one. */
    private long unconnectedNanos;

    private long pollBeganNanos;

    Reachability(Consumer<byte[], byte[]> client, List<String> bootstrapServers, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.client = client;
        this.bootstrapServers = bootstrapServers;
        this.openConnections = metric(client, "connection-count");
        this.connectionsMade = metric(client, "connection-creation-total");
        this.connectionsClosed = metric(client, "connection-close-total");
    }

    private static @Nullable Metric metric(Consumer<byte[], byte[]> client, String name) {
        return client.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals(name)
                        && metric.metricName().group().equals("consumer-metrics"))
                .findFirst()
                .orElse(null);
    }

    void pollBegins() {
        pollBeganNanos = nanoTime.getAsLong();
    }

    /** Whether the poll that ends here brought nothing because no broker has been connected for {@link #GRACE} of polling. */
    boolean isLost(boolean broughtRecords) {
        if (broughtRecords || isConnected() || isIdleByDesign()) {
            unconnectedNanos = 0;
            return false;
        }
        unconnectedNanos += nanoTime.getAsLong() - pollBeganNanos;
        return unconnectedNanos >= GRACE.toNanos();
    }

    /**
     * Whether brokers have closed connections again and again before the client was given anything: they may speak another protocol, which they do
     * not say.
     */
    boolean isTurnedAway(boolean broughtRecords) {
        if (hasHeard) {
            return false;
        }
        hasHeard = broughtRecords
                || !client.assignment().isEmpty() && !client.subscription().isEmpty();
        return !hasHeard && value(connectionsClosed) >= CLOSES;
    }

    private static double value(@Nullable Metric metric) {
        return metric != null && metric.metricValue() instanceof Number count ? count.doubleValue() : 0;
    }

    /** What to tell the user. */
    String describe() {
        return "No broker of " + bootstrapServers + " could be reached in "
                + Duration.ofNanos(unconnectedNanos).toMillis()
                + " ms of polling. Check the addresses, that the brokers are up, and that securityProtocol fits their"
                + " listener; the client goes on trying";
    }

    /** A connection that is still being made is counted as open, so one must have been made at all. */
    private boolean isConnected() {
        return isPositive(openConnections) && isPositive(connectionsMade);
    }

    private static boolean isPositive(@Nullable Metric metric) {
        return metric == null || !(metric.metricValue() instanceof Number count) || count.doubleValue() > 0;
    }

    /** Without a group, and with all paused, the client needs no connection and lets idle ones go. */
    private boolean isIdleByDesign() {
        return client.subscription().isEmpty() && client.paused().containsAll(client.assignment());
    }
}
