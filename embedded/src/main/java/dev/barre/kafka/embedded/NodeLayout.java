package dev.barre.kafka.embedded;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a node lives: its id, its folder, the port of each of its listeners, and the controllers of its cluster.
 *
 * @param nodeId from 0
 * @param folder the data of this node
 * @param ports one for each listener; owned by this layout
 * @param voters the value of {@code controller.quorum.voters}
 * @param proxy what clients are sent through; owned by this layout; null where they come directly
 */
record NodeLayout(
        int nodeId,
        Path folder,
        Map<Listener, HeldPort> ports,
        String voters,
        @Nullable FaultProxy proxy) implements AutoCloseable {

    /** The listeners of a node. Clients have their own, so that it alone changes when they go through a proxy. */
    enum Listener {
        CLIENTS("PLAINTEXT"),
        BROKERS("PLAINTEXT"),
        CONTROLLERS("PLAINTEXT"),
        SSL_CLIENTS("SSL"),
        MUTUAL_SSL_CLIENTS("SSL"),
        SASL_CLIENTS("SASL_PLAINTEXT"),
        SASL_SSL_CLIENTS("SASL_SSL");

        /** Those of a cluster without security. */
        static final Set<Listener> PLAIN = Set.copyOf(EnumSet.of(CLIENTS, BROKERS, CONTROLLERS));

        /** All. */
        static final Set<Listener> SECURED = Set.copyOf(EnumSet.allOf(Listener.class));

        private final String securityProtocol;

        Listener(String securityProtocol) {
            this.securityProtocol = securityProtocol;
        }

        boolean isEncrypted() {
            return securityProtocol.endsWith("SSL");
        }

        boolean isAuthenticated() {
            return securityProtocol.startsWith("SASL");
        }

        /** The prefix of properties of this listener alone. */
        String propertyPrefix() {
            return "listener.name." + name().toLowerCase(Locale.ROOT) + ".";
        }
    }

    /** The layouts of a new cluster, each with its ports taken and, where wanted, its proxy open. */
    static List<NodeLayout> ofCluster(int nodes, DataFolder folder, Set<Listener> listeners, boolean withProxies) {
        List<Map<Listener, HeldPort>> ports = IntStream.range(0, nodes)
                .mapToObj(nodeId -> takePorts(listeners))
                .toList();
        String voters = IntStream.range(0, nodes)
                .mapToObj(nodeId -> voter(nodeId, ports.get(nodeId)))
                .collect(Collectors.joining(","));
        return IntStream.range(0, nodes)
                .mapToObj(nodeId -> new NodeLayout(
                        nodeId,
                        folder.ofNode(nodeId),
                        ports.get(nodeId),
                        voters,
                        withProxies ? proxyTo(ports.get(nodeId)) : null))
                .toList();
    }

    /** The layout of a cluster of one node on ports that are taken already. */
    static NodeLayout single(DataFolder folder, Map<Listener, HeldPort> ports) {
        return new NodeLayout(0, folder.ofNode(0), ports, voter(0, ports), null);
    }

    /** Where clients connect. */
    String clientAddress() {
        return proxy == null ? port(Listener.CLIENTS).address() : proxy.address();
    }

    HeldPort port(Listener listener) {
        return port(ports, listener);
    }

    static HeldPort port(Map<Listener, HeldPort> ports, Listener listener) {
        return requireNonNull(ports.get(listener));
    }

    /** The broker properties that follow from this layout. */
    Map<String, String> properties() {
        return Map.ofEntries(
                Map.entry("node.id", Integer.toString(nodeId)),
                Map.entry("process.roles", "broker,controller"),
                Map.entry("controller.quorum.voters", voters),
                Map.entry("listeners", each(this::endpoint)),
                Map.entry("advertised.listeners", each(this::advertised)),
                Map.entry("listener.security.protocol.map", each(l -> l + ":" + l.securityProtocol)),
                Map.entry("controller.listener.names", Listener.CONTROLLERS.name()),
                Map.entry("inter.broker.listener.name", Listener.BROKERS.name()),
                Map.entry("log.dirs", folder.toString()));
    }

    @Override
    public void close() {
        if (proxy != null) {
            proxy.close();
        }
        ports.values().forEach(HeldPort::close);
    }

    private String endpoint(Listener listener) {
        return listener + "://" + port(listener).address();
    }

    private String advertised(Listener listener) {
        return listener == Listener.CLIENTS ? listener + "://" + clientAddress() : endpoint(listener);
    }

    private static FaultProxy proxyTo(Map<Listener, HeldPort> ports) {
        return FaultProxy.to(port(ports, Listener.CLIENTS).address());
    }

    private static String voter(int nodeId, Map<Listener, HeldPort> ports) {
        return nodeId + "@" + port(ports, Listener.CONTROLLERS).address();
    }

    /** A free port for each listener. */
    static Map<Listener, HeldPort> takePorts(Set<Listener> listeners) {
        Map<Listener, HeldPort> ports = new EnumMap<>(Listener.class);
        for (Listener listener : listeners) {
            ports.put(listener, HeldPort.take());
        }
        return ports;
    }

    private String each(Function<Listener, String> text) {
        return ports.keySet().stream().map(text).collect(Collectors.joining(","));
    }
}
