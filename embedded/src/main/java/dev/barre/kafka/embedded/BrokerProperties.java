package dev.barre.kafka.embedded;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The broker properties of a cluster, later layers over earlier ones: what suits a test, what the user set, what makes it
 * one cluster on its own ports and folder. Everything not named here is Kafka's default.
 */
final class BrokerProperties {
    /** What a small, quick, short-lived broker wants. Any of it can be overridden. */
    private static final Map<String, String> FOR_TESTS = Map.ofEntries(
            // Quick: no waiting for further members, fenced brokers or the next heartbeat.
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("group.min.session.timeout.ms", "100"),
            Map.entry("group.consumer.min.heartbeat.interval.ms", "100"),
            Map.entry("group.consumer.heartbeat.interval.ms", "500"),
            Map.entry("group.consumer.min.session.timeout.ms", "1000"),
            Map.entry("broker.heartbeat.interval.ms", "200"),
            Map.entry("replica.fetch.backoff.ms", "100"),
            Map.entry("log.cleaner.backoff.ms", "1000"),
            // Records of a test may have any timestamp; Kafka's default of 7 days would delete old ones 30 seconds
            // after the start.
            Map.entry("log.retention.ms", "-1"),
            // A node that cannot come up says so instead of waiting for ever.
            Map.entry("server.max.startup.time.ms", "60000"),
            // Small: few internal partitions, threads and buffers.
            Map.entry("offsets.topic.num.partitions", "4"),
            Map.entry("transaction.state.log.num.partitions", "4"),
            Map.entry("share.coordinator.state.topic.num.partitions", "4"),
            Map.entry("num.network.threads", "1"),
            Map.entry("num.io.threads", "4"),
            Map.entry("background.threads", "2"),
            Map.entry("group.coordinator.threads", "1"),
            Map.entry("share.coordinator.threads", "1"),
            Map.entry("num.recovery.threads.per.data.dir", "1"),
            Map.entry("log.cleaner.dedupe.buffer.size", "2097152"),
            Map.entry("log.cleaner.io.buffer.size", "131072"),
            // Alone: several clusters in one JVM would fight for the same JMX names.
            Map.entry("metric.reporters", ""));

    /** How long the controllers wait before they take back a node that has not said that it goes. */
    static final Map<String, String> SHORT_SESSION = Map.of("broker.session.timeout.ms", "3000");

    private static final List<String> REPLICATION_FACTORS = List.of(
            "default.replication.factor",
            "offsets.topic.replication.factor",
            "transaction.state.log.replication.factor",
            "share.coordinator.state.topic.replication.factor");

    private static final List<String> IN_SYNC_MINIMA =
            List.of("min.insync.replicas", "transaction.state.log.min.isr", "share.coordinator.state.topic.min.isr");

    /** What the cluster itself decides; a user's value would break it. */
    private static final Set<String> OWNED = Set.of(
            "node.id",
            "broker.id",
            "process.roles",
            "listeners",
            "advertised.listeners",
            "controller.listener.names",
            "inter.broker.listener.name",
            "security.inter.broker.protocol",
            "listener.security.protocol.map",
            "controller.quorum.voters",
            "controller.quorum.bootstrap.servers",
            "log.dir",
            "log.dirs",
            "metadata.log.dir");

    private BrokerProperties() {}

    /** Refuses, all in one message, the properties that the cluster decides itself. */
    static void check(Map<String, String> userProperties) {
        Set<String> refused = new TreeSet<>(userProperties.keySet());
        refused.retainAll(OWNED);
        if (!refused.isEmpty()) {
            throw new EmbeddedKafkaException(
                    "These broker properties are decided by the embedded cluster and cannot be set: " + refused
                            + ". Its listeners are on free loopback ports, its data is in a temporary folder.",
                    null);
        }
    }

    /** The whole configuration of a node. */
    static Map<String, String> of(NodeLayout layout, int nodes, Map<String, String> userProperties) {
        Map<String, String> properties = new HashMap<>(FOR_TESTS);
        int copies = Math.min(3, nodes);
        REPLICATION_FACTORS.forEach(name -> properties.put(name, Integer.toString(copies)));
        // One node less than all: the cluster goes on with one stopped.
        IN_SYNC_MINIMA.forEach(name -> properties.put(name, Integer.toString(Math.max(1, copies - 1))));
        if (nodes > 1) {
            // The other controllers take a restarted node back only when its old session is over.
            properties.putAll(SHORT_SESSION);
        }
        properties.putAll(userProperties);
        properties.putAll(layout.properties());
        return properties;
    }
}
