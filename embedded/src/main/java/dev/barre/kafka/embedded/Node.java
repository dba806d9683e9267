package dev.barre.kafka.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.barre.kafka.embedded.NodeLayout.Listener;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.LeaderAndIsr;
import org.apache.kafka.metadata.MetadataCache;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.KafkaRaftClient;
import org.apache.kafka.raft.QuorumConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * One node, broker and controller in one, that can be stopped and started again on the same ports and data.
 *
 * <p>It is put together from the parts of {@link KafkaRaftServer}, which itself takes neither sockets that are already
 * bound nor a fault handler that spares the process. Not thread-safe; {@link EmbeddedKafka} serializes the calls.
 */
final class Node {
    private static final Duration SHUTDOWN_CHECK_INTERVAL = Duration.ofMillis(2);

    /** Where it is missing, Kafka recovers its logs on start. */
    private static final String CLEAN_STOP_MARK = ".kafka_cleanshutdown";

    private final NodeLayout layout;
    private final Map<String, String> properties;
    private @Nullable Servers servers;

    /** What one start made. */
    private record Servers(ControllerServer controller, BrokerServer broker) {}

    Node(NodeLayout layout, Map<String, String> properties) {
        this.layout = layout;
        this.properties = properties;
    }

    int id() {
        return layout.nodeId();
    }

    String bootstrapServer() {
        return layout.clientAddress();
    }

    /** Where clients connect to a listener that no proxy is in front of. */
    String address(Listener listener) {
        return layout.port(listener).address();
    }

    /** An address that no proxy is in front of, and whose brokers name others of that kind. */
    String directAddress() {
        return layout.port(Listener.BROKERS).address();
    }

    /** Null where clients connect directly. */
    @Nullable
    FaultProxy proxy() {
        return layout.proxy();
    }

    boolean isRunning() {
        return servers != null;
    }

    /** Whether this node's broker has every partition of the topic, with a leader. */
    boolean knows(String topic, int partitions) {
        return IntStream.range(0, partitions)
                .allMatch(partition -> state(topic, partition)
                        .filter(state -> state.leader() != LeaderAndIsr.NO_LEADER)
                        .isPresent());
    }

    /** Whether this node's broker does not know the topic. */
    boolean hasForgotten(String topic) {
        return partitions(topic).isEmpty();
    }

    /** Whether that node leads the partition, as far as this node's broker knows. */
    boolean isLed(String topic, int partition, int leader) {
        return state(topic, partition).filter(state -> state.leader() == leader).isPresent();
    }

    /** Leader and in-sync nodes of a partition, as far as this node's broker knows; empty also of a stopped node. */
    Optional<LeaderAndIsr> state(String topic, int partition) {
        return metadata().flatMap(known -> known.getLeaderAndIsr(topic, partition));
    }

    /** How many partitions the topic has, as far as this node's broker knows; empty also of a stopped node. */
    Optional<Integer> partitions(String topic) {
        return metadata().flatMap(known -> known.numPartitions(topic));
    }

    private Optional<MetadataCache> metadata() {
        return Optional.ofNullable(servers).map(running -> running.broker().metadataCache());
    }

    /** Whether the node has storage, from an earlier process too. */
    boolean isFormatted() {
        return Files.exists(layout.folder().resolve("meta.properties"));
    }

    /**
     * Writes the empty storage of a new cluster.
     *
     * @param scramUsers known from the start, in the form of {@code kafka-storage format --add-scram}
     */
    void format(String clusterId, List<String> scramUsers) throws Exception {
        new Formatter()
                .setScramArguments(scramUsers)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
                .setClusterId(clusterId)
                .setNodeId(id())
                .setControllerListenerName(Listener.CONTROLLERS.name())
                .setMetadataLogDirectory(layout.folder().toString())
                .setDirectories(List.of(layout.folder().toString()))
                .run();
    }

    /** Starts controller and broker; returns once the broker serves requests, which takes a majority of the nodes. */
    void start() throws Exception {
        if (servers != null) {
            return;
        }
        KafkaConfig config = new KafkaConfig(properties, false);
        var storage = KafkaRaftServer.initializeLogDirs(config, LoggerFactory.getLogger(Node.class), "");
        SharedServer shared = new SharedServer(
                config,
                storage._1(),
                Time.SYSTEM,
                new Metrics(),
                CompletableFuture.completedFuture(
                        QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                List.of(),
                new NodeFaults(id()),
                (listener, address, backlog, receiveBuffer) ->
                        layout.port(Listener.valueOf(listener)).listen(receiveBuffer, backlog));
        Servers starting = new Servers(
                new ControllerServer(shared, KafkaRaftServer.configSchema(), storage._2()), new BrokerServer(shared));
        servers = starting;
        boolean up = false;
        try {
            starting.controller().startup();
            starting.broker().startup();
            up = true;
        } finally {
            // Not a catch: Scala throws checked exceptions without declaring them.
            if (!up) {
                stopBroker(Duration.ZERO);
                stopController();
            }
        }
    }

    /**
     * The first half of a stop.
     *
     * @param handOver how long the broker may move its leaderships away; zero where the quorum is gone and nobody would
     *     answer
     */
    void stopBroker(Duration handOver) {
        if (servers != null) {
            servers.broker().shutdown(handOver);
        }
    }

    /** The second half. Where this node leads the quorum, it waits up to five seconds for a successor. */
    void stopController() {
        if (servers == null) {
            return;
        }
        try {
            servers.controller().shutdown();
        } finally {
            servers = null;
            layout.ports().values().forEach(HeldPort::hold);
        }
    }

    /** The second half where too few nodes stay for a successor of the leader. */
    void stopControllerUnsucceeded() throws InterruptedException {
        if (servers == null) {
            return;
        }
        ControllerServer controller = servers.controller();
        KafkaRaftClient<?> raft = controller.sharedServer().raftManager().client();
        // A request of another controller would meet one that is half closed.
        controller.socketServer().stopProcessingRequests();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(
                this::stopController, stop -> new Thread(stop, "embedded-kafka-stop-controller-" + id()).start());
        while (!stopped.isDone()) {
            if (raft.isShuttingDown()) {
                // Kafka's wait for a successor is fixed; a second shutdown replaces it by none.
                raft.shutdown(0);
                break;
            }
            Thread.sleep(SHUTDOWN_CHECK_INTERVAL.toMillis());
        }
        stopped.join();
    }

    /**
     * Ends the node as a crash would, as far as threads can: the sockets first, with requests unanswered and leaderships
     * in place, then the rest, and no mark of a clean stop on the data.
     */
    void kill() throws Exception {
        Servers killed = servers;
        if (killed == null) {
            return;
        }
        // Neither a vote nor a heartbeat says that this node goes.
        killed.controller().sharedServer().raftManager().client().shutdown(0);
        killed.broker().lifecycleManager().close();
        killed.broker().socketServer().stopProcessingRequests();
        killed.controller().socketServer().stopProcessingRequests();
        try {
            stopBroker(Duration.ZERO);
        } finally {
            stopController();
            Files.deleteIfExists(layout.folder().resolve(CLEAN_STOP_MARK));
        }
    }

    /** Gives the ports back. */
    void release() {
        layout.close();
    }
}
