package dev.barre.kafka.embedded;

import dev.barre.kafka.embedded.NodeLayout.Listener;
import dev.barre.kafka.security.SecurityProtocol;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka cluster in this JVM: KRaft, one or several nodes, each broker and controller in one. Its ports are free
 * ones of the loopback interface, its data is in a temporary folder that {@link #close()} removes, and nothing of the JVM
 * is configured: no logging, no system property, no JMX name.
 *
 * <pre>{@code
 * try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
 *     kafka.createTopic("orders", 4);
 *     try (var producer = new KafkaProducer<>(
 *             Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
 *             new StringSerializer(), new StringSerializer())) {
 *         producer.send(new ProducerRecord<>("orders", "k1", "v1")).get();
 *     }
 * }
 *
 * try (EmbeddedKafka kafka = EmbeddedKafka.builder()
 *         .nodes(3)
 *         .brokerProperty("min.insync.replicas", "2")
 *         .topicDefaults(6)
 *         .start()) {
 *     kafka.stopNode(1);       // clients go on with the other two
 *     kafka.startNode(1);      // back on the same port, with the same data
 * }
 * }</pre>
 *
 * <p>A node is a set of threads, not a process: {@link #stopNode} is an orderly stop, {@link #killNode} as near to a
 * crash as threads come, and {@link BrokerProcess} a broker that can be killed. Faults between clients and brokers are
 * made by {@link #proxy}, of a cluster with {@link Builder#withFaultProxies()}. Threads of a broker keep a JVM alive, so close the cluster; when the JVM is ended by {@code System.exit} or a signal,
 * the cluster closes itself.
 *
 * <p>In JUnit tests, {@link EmbeddedKafkaExtension} starts, shares and closes a cluster. Thread-safe. Every function
 * throws an {@link EmbeddedKafkaException} when it fails or when the cluster is closed.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final Duration HAND_OVER_TIMEOUT = Duration.ofSeconds(5);

    /** Ports are held from the choice on, but not on every system without a gap. */
    private static final int START_ATTEMPTS = 3;

    /** Guards the state of the nodes and {@link #closed}; held for as long as a node starts or stops. */
    private final Object lifecycle = new Object();

    private final DataFolder folder;
    private final List<Node> nodes;
    private final ClusterAdmin admin = new ClusterAdmin(this);
    private final Thread closeAtExit = new Thread(this::closeNodes, "embedded-kafka-exit");
    private boolean closed;

    private EmbeddedKafka(DataFolder folder, List<Node> nodes) {
        this.folder = folder;
        this.nodes = nodes;
    }

    /** Starts a cluster of one node with the defaults of {@link Builder}; returns once it serves requests. */
    public static EmbeddedKafka start() {
        return builder().start();
    }

    /** Begins the description of a cluster. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The addresses of all nodes, running or not, as clients want them: {@code "127.0.0.1:4711,127.0.0.1:4712"}. Those of
     * the proxies where there are some.
     */
    public String bootstrapServers() {
        return nodes.stream().map(Node::bootstrapServer).collect(Collectors.joining(","));
    }

    /**
     * The addresses of all nodes for clients of that protocol. All but {@code PLAINTEXT} are there only with {@link Builder#security}.
     */
    public String bootstrapServers(SecurityProtocol protocol) {
        return switch (protocol) {
            case PLAINTEXT -> bootstrapServers();
            case SSL -> addresses(Listener.SSL_CLIENTS);
            case SASL_PLAINTEXT -> addresses(Listener.SASL_CLIENTS);
            case SASL_SSL -> addresses(Listener.SASL_SSL_CLIENTS);
        };
    }

    /** The addresses of all nodes for clients that speak {@code SSL} and have a certificate; without one they are refused. */
    public String mutualTlsServers() {
        return addresses(Listener.MUTUAL_SSL_CLIENTS);
    }

    private String addresses(Listener listener) {
        return nodes.stream().map(node -> node.address(listener)).collect(Collectors.joining(","));
    }

    /** What may be done, for {@link #allow}; as Kafka names them. */
    public enum Operation {
        READ,
        WRITE,
        CREATE,
        DESCRIBE,
        ALL
    }

    /**
     * Lets a user do something with a topic, under {@link BrokerSecurity#authorized()}. Returns once every running broker knows it, at the
     * longest after 30 seconds.
     *
     * @param user a name, or {@code ANONYMOUS}
     */
    public void allow(String user, Operation operation, String topic) {
        admin.allow(user, operation.name(), "TOPIC", topic);
    }

    /** {@link #allow} for everything that a member of a consumer group does with the group. */
    public void allowGroup(String user, String groupId) {
        admin.allow(user, Operation.READ.name(), "GROUP", groupId);
    }

    /** Gives a user, who may be new, a password for SCRAM; the one for PLAIN stays. Returns once it is in force. */
    public void setScramPassword(String user, String password) {
        admin.setScramPassword(user, password);
    }

    /** How many nodes the cluster has, running or not. Their numbers are 0 to one less than this. */
    public int nodes() {
        return nodes.size();
    }

    /** Whether the node is running. */
    public boolean isRunning(int node) {
        synchronized (lifecycle) {
            return node(node).isRunning();
        }
    }

    /** The folder of the data, for a look at it while the cluster is open. */
    public Path dataFolder() {
        return folder.path();
    }

    /** {@link #createTopic(String, int, Map)} without configuration. */
    public void createTopic(String name, int partitions) {
        createTopic(name, partitions, Map.of());
    }

    /**
     * Creates a topic, replicated to three nodes or to all of fewer. Returns once every running broker knows a leader for
     * each partition, at the longest after 30 seconds.
     *
     * @param configs configuration of the topic by Kafka's names: {@code Map.of("cleanup.policy", "compact")}
     */
    public void createTopic(String name, int partitions, Map<String, String> configs) {
        admin.createTopic(name, partitions, configs);
    }

    /** Deletes a topic with its records. Returns once no running broker knows it, at the longest after 30 seconds. */
    public void deleteTopic(String name) {
        admin.deleteTopic(name);
    }

    /**
     * The number of the running node that leads a partition, also of an internal topic. Where the leader is gone, waits
     * for the next one, at the longest 30 seconds.
     */
    public int leaderOf(String topic, int partition) {
        return admin.leaderOf(topic, partition);
    }

    /**
     * The number of the running node that coordinates a consumer group, whether or not the group exists yet. Where it is
     * gone, waits for the next one, at the longest 30 seconds.
     */
    public int coordinatorOf(String groupId) {
        return admin.coordinatorOf(groupId);
    }

    /**
     * Makes a node the leader of a partition, and the preferred one from then on. Returns once every running broker knows
     * it, at the longest after 30 seconds; fails where the node has no in-sync copy of the partition by then.
     */
    public void electLeader(String topic, int partition, int node) {
        admin.electLeader(topic, partition, node);
    }

    /**
     * Moves the leadership of each partition of a topic to another node with an in-sync copy, as {@link #electLeader}
     * does, one partition after the other. Fails where there is no other copy.
     */
    public void moveLeaders(String topic) {
        admin.moveLeaders(topic);
    }

    /**
     * The proxy in front of a node, for faults between clients and this node. The cluster owns it. Fails in a cluster
     * without {@link Builder#withFaultProxies()}.
     */
    public FaultProxy proxy(int node) {
        FaultProxy proxy = node(node).proxy();
        if (proxy == null) {
            throw new EmbeddedKafkaException("The cluster was started without withFaultProxies().", null);
        }
        return proxy;
    }

    /**
     * Stops a node in order: its leaderships move to other nodes, its clients are disconnected, its port refuses
     * connections from then on. Its data stays. Does nothing when it is not running.
     */
    public void stopNode(int node) {
        synchronized (lifecycle) {
            stop(openNode("stopNode", node));
        }
    }

    /**
     * Ends a node without a word to the others: the sockets close first, with requests unanswered; its leaderships stay
     * until the other nodes miss its heartbeats ({@code broker.session.timeout.ms}: 3 seconds with several nodes, 9 with one); its
     * data is recovered on the next start. Does nothing when it is not running.
     *
     * <p>It is not a {@code SIGKILL}: threads of this JVM end one after the other, requests that were read before may
     * still take effect, and files are closed properly. {@link BrokerProcess#kill()} is one.
     */
    public void killNode(int node) {
        synchronized (lifecycle) {
            NodeActions.onEach(List.of(openNode("killNode", node)), "kill", Node::kill);
        }
    }

    /**
     * Starts a stopped or killed node on its old ports and data; returns once it serves requests. Does nothing when it is running.
     *
     * <p>A cluster needs a majority of its nodes. Where that many are stopped, use {@link #startAll()}: a single one would
     * wait in vain for the others, for {@code server.max.startup.time.ms}, and fail.
     */
    public void startNode(int node) {
        synchronized (lifecycle) {
            NodeActions.onEach(List.of(openNode("startNode", node)), "start", Node::start);
        }
    }

    /** Starts all stopped nodes together. */
    public void startAll() {
        synchronized (lifecycle) {
            requireOpen("startAll");
            NodeActions.onEach(nodes, "start", Node::start);
        }
    }

    /** Stops and starts a node; its port and data stay the same. */
    public void restartNode(int node) {
        synchronized (lifecycle) {
            Node restarted = openNode("restartNode", node);
            stop(restarted);
            NodeActions.onEach(List.of(restarted), "start", Node::start);
        }
    }

    /** Stops every node and removes the data. Returns when all threads have ended. A second close does nothing. */
    @Override
    public void close() {
        closeNodes();
        try {
            Runtime.getRuntime().removeShutdownHook(closeAtExit);
        } catch (IllegalStateException e) {
            // The JVM is going down: the hook runs already, and finds the cluster closed.
            return;
        }
    }

    private void closeNodes() {
        synchronized (lifecycle) {
            if (closed) {
                return;
            }
            closed = true;
            try {
                // All brokers first: they hand over to controllers that still run.
                Duration handOver = handOver();
                NodeActions.onEach(nodes, "stop", node -> node.stopBroker(handOver));
            } finally {
                try {
                    NodeActions.onEach(nodes, "stop", Node::stopControllerUnsucceeded);
                } finally {
                    nodes.forEach(Node::release);
                    folder.remove();
                }
            }
        }
    }

    private void stop(Node node) {
        Duration handOver = handOver();
        boolean succeeded = running() > majority();
        NodeActions.onEach(List.of(node), "stop", stopping -> {
            stopping.stopBroker(handOver);
            if (succeeded) {
                stopping.stopController();
            } else {
                stopping.stopControllerUnsucceeded();
            }
        });
    }

    /** A broker hands over with the quorum's consent; without a quorum it would wait for nothing. */
    private Duration handOver() {
        return running() < majority() ? Duration.ZERO : HAND_OVER_TIMEOUT;
    }

    private long running() {
        return nodes.stream().filter(Node::isRunning).count();
    }

    private int majority() {
        return nodes.size() / 2 + 1;
    }

    /** Asks the running nodes, in a moment in which none starts or stops. Fails where there is none. */
    <T> T onRunningNodes(String operation, Function<List<Node>, T> question) {
        synchronized (lifecycle) {
            requireOpen(operation);
            List<Node> running = nodes.stream().filter(Node::isRunning).toList();
            if (running.isEmpty()) {
                throw new EmbeddedKafkaException(operation + " failed: every node is stopped.", null);
            }
            return question.apply(running);
        }
    }

    private Node openNode(String operation, int node) {
        requireOpen(operation);
        return node(node);
    }

    private Node node(int node) {
        if (node < 0 || node >= nodes.size()) {
            throw new EmbeddedKafkaException(
                    "There is no node " + node + "; the cluster has " + nodes.size() + ", counted from 0.", null);
        }
        return nodes.get(node);
    }

    private void requireOpen(String operation) {
        if (closed) {
            throw new EmbeddedKafkaException(operation + " failed: the embedded cluster is closed.", null);
        }
    }

    /**
     * Describes a cluster. A new builder describes one node with Kafka's defaults, but for few and small internal topics,
     * no wait before a group's first assignment, and short intervals where a test would wait for nothing. With three nodes
     * or more every topic, internal ones too, has three copies and {@code min.insync.replicas} 2, so that one node can be
     * lost. Not thread-safe; may start several clusters.
     */
    public static final class Builder {
        private static final int MOST_NODES = 9;

        private final Map<String, String> properties = new HashMap<>();
        private int nodes = 1;
        private boolean faultProxies;
        private @Nullable BrokerSecurity security;

        private Builder() {}

        /** How many nodes, 1 to 9; each is a broker and a controller. Default 1. */
        public Builder nodes(int count) {
            if (count < 1 || count > MOST_NODES) {
                throw new EmbeddedKafkaException("nodes must be 1 to " + MOST_NODES + ", not " + count + ".", null);
            }
            this.nodes = count;
            return this;
        }

        /**
         * A property of every broker, as in {@code server.properties}. It overrides what this library would set. Listeners,
         * ids, folders and the quorum are the cluster's own; {@link #start} refuses them.
         */
        public Builder brokerProperty(String name, String value) {
            properties.put(name, value);
            return this;
        }

        /** {@link #brokerProperty} for each entry. */
        public Builder brokerProperties(Map<String, String> all) {
            properties.putAll(all);
            return this;
        }

        /** Partitions of a topic that is created without a number of them ({@code num.partitions}). Default 1. */
        public Builder topicDefaults(int partitions) {
            return brokerProperty("num.partitions", Integer.toString(partitions));
        }

        /** Whether a topic comes into being when a client names it ({@code auto.create.topics.enable}). Default true. */
        public Builder autoCreateTopics(boolean enabled) {
            return brokerProperty("auto.create.topics.enable", Boolean.toString(enabled));
        }

        /**
         * Puts a {@link FaultProxy} in front of each node, for clients alone: bootstrap servers and metadata name the
         * proxies, the nodes speak to each other directly. Default none.
         */
        public Builder withFaultProxies() {
            faultProxies = true;
            return this;
        }

        /**
         * Adds listeners for the protocols {@code SSL}, {@code SASL_PLAINTEXT} and {@code SASL_SSL} to every node, beside the plain
         * one. Default none. Fault proxies are in front of the plain one alone.
         */
        public Builder security(BrokerSecurity security) {
            this.security = security;
            return this;
        }

        /** Starts the cluster; returns once every node serves requests, or fails within about a minute. */
        public EmbeddedKafka start() {
            BrokerProperties.check(properties);
            for (int attempt = 1; ; attempt++) {
                EmbeddedKafka kafka = assemble();
                try {
                    String clusterId = Uuid.randomUuid().toString();
                    NodeActions.onEach(kafka.nodes, "format", node -> node.format(clusterId, scramUsers()));
                    NodeActions.onEach(kafka.nodes, "start", Node::start);
                    Runtime.getRuntime().addShutdownHook(kafka.closeAtExit);
                    return kafka;
                } catch (EmbeddedKafkaException e) {
                    kafka.closeNodes();
                    if (attempt == START_ATTEMPTS || !lostAPort(e)) {
                        throw e;
                    }
                }
            }
        }

        private EmbeddedKafka assemble() {
            DataFolder folder = DataFolder.create();
            Map<String, String> all = new HashMap<>();
            if (security != null) {
                all.putAll(security.properties());
            }
            all.putAll(properties);
            Set<Listener> listeners = security == null ? Listener.PLAIN : Listener.SECURED;
            List<Node> made = NodeLayout.ofCluster(nodes, folder, listeners, faultProxies).stream()
                    .map(layout -> new Node(layout, BrokerProperties.of(layout, nodes, all)))
                    .toList();
            return new EmbeddedKafka(folder, made);
        }

        private List<String> scramUsers() {
            return security == null ? List.of() : security.scramUsers();
        }

        private static boolean lostAPort(Throwable failure) {
            for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof BindException) {
                    return true;
                }
            }
            for (Throwable other : failure.getSuppressed()) {
                if (lostAPort(other)) {
                    return true;
                }
            }
            return false;
        }
    }
}
