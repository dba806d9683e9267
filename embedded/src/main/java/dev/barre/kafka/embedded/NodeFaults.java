package dev.barre.kafka.embedded;

import kafka.server.FaultHandlerFactory;
import org.apache.kafka.server.fault.FaultHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node does on an internal fault: log it and let the call that met it fail. Kafka's standard factory ends the
 * process on a fatal one, and this process is the user's test run.
 */
final class NodeFaults implements FaultHandlerFactory {
    private static final Logger LOG = LoggerFactory.getLogger(NodeFaults.class);

    private final int nodeId;

    NodeFaults(int nodeId) {
        this.nodeId = nodeId;
    }

    @Override
    public FaultHandler build(String name, boolean fatal, Runnable action) {
        return (message, cause) -> {
            LOG.error("Embedded Kafka node {}: fault in {}: {}", nodeId, name, message, cause);
            action.run();
            return new EmbeddedKafkaException("Node " + nodeId + ": fault in " + name + ": " + message, cause);
        };
    }
}
