package dev.barre.kafka.embedded;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where a node lives: its id, its folder, the port of each of its listeners, and the controllers of its cluster.
 *
 * @param nodeId from 0
 * @param folder the data of this node
 * @param ports one for each listener; owned by this layout
 * @param voters the value of {@code controller.quorum.voters}
 */
record NodeLayout(int nodeId, Path folder, Map<Listener, HeldPort> ports, String voters) implements AutoCloseable {

    /** The listeners of a node. Clients have their own, so that it alone changes when they speak TLS or go through a proxy. */
    enum Listener {
        CLIENTS("PLAINTEXT"),
        BROKERS("PLAINTEXT"),
        CONTROLLERS("PLAINTEXT");

        private final String securityProtocol;

        Listener(String securityProtocol) {
            this.securityProtocol = securityProtocol;
        }
    }

    /** The layouts of a new cluster, each with its ports taken. */
    static List<NodeLayout> ofCluster(int nodes, DataFolder folder) {
        List<Map<Listener, HeldPort>> ports =
                IntStream.range(0, nodes).mapToObj(nodeId -> takePorts()).toList();
        String voters = IntStream.range(0, nodes)
                .mapToObj(nodeId -> nodeId + "@"
                        + requireNonNull(ports.get(nodeId).get(Listener.CONTROLLERS))
                                .address())
                .collect(Collectors.joining(","));
        return IntStream.range(0, nodes)
                .mapToObj(nodeId -> new NodeLayout(nodeId, folder.ofNode(nodeId), ports.get(nodeId), voters))
                .toList();
    }

    HeldPort port(Listener listener) {
        return requireNonNull(ports.get(listener));
    }

    /** The broker properties that follow from this layout. */
    Map<String, String> properties() {
        return Map.ofEntries(
                Map.entry("node.id", Integer.toString(nodeId)),
                Map.entry("process.roles", "broker,controller"),
                Map.entry("controller.quorum.voters", voters),
                Map.entry("listeners", each(this::endpoint)),
                Map.entry("advertised.listeners", each(this::endpoint)),
                Map.entry("listener.security.protocol.map", each(l -> l + ":" + l.securityProtocol)),
                Map.entry("controller.listener.names", Listener.CONTROLLERS.name()),
                Map.entry("inter.broker.listener.name", Listener.BROKERS.name()),
                Map.entry("log.dirs", folder.toString()));
    }

    @Override
    public void close() {
        ports.values().forEach(HeldPort::close);
    }

    private String endpoint(Listener listener) {
        return listener + "://" + port(listener).address();
    }

    private static Map<Listener, HeldPort> takePorts() {
        Map<Listener, HeldPort> ports = new EnumMap<>(Listener.class);
        for (Listener listener : Listener.values()) {
            ports.put(listener, HeldPort.take());
        }
        return ports;
    }

    private static String each(Function<Listener, String> text) {
        return Arrays.stream(Listener.values()).map(text).collect(Collectors.joining(","));
    }
}
