package dev.barre.kafka.chaos;

import dev.barre.kafka.embedded.EmbeddedKafka;
import java.util.Map;

/** Three brokers in this process, and what can be done to them. */
final class Cluster implements AutoCloseable {
    private final EmbeddedKafka kafka;

    private Cluster(EmbeddedKafka kafka) {
        this.kafka = kafka;
    }

    static Cluster start() {
        return new Cluster(EmbeddedKafka.builder()
                .nodes(3)
                .brokerProperties(Map.of(
                        "min.insync.replicas",
                        "2",
                        "group.consumer.session.timeout.ms",
                        Long.toString(Protocol.SESSION_TIMEOUT.toMillis())))
                .start());
    }

    String servers() {
        return kafka.bootstrapServers();
    }

    int nodes() {
        return kafka.nodes();
    }

    void createTopic(String name, int partitions) {
        kafka.createTopic(name, partitions);
    }

    /** Stops a broker in order and starts it again; returns when it is back. */
    void restart(int node) {
        kafka.restartNode(node);
    }

    @Override
    public void close() {
        kafka.close();
    }
}
