package dev.barre.kafka.chaos;

import dev.barre.kafka.embedded.EmbeddedKafka;
import dev.barre.kafka.embedded.FaultProxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Three brokers in this process, and what can be done to them. */
final class Cluster implements AutoCloseable {
    private static final String OFFSETS_TOPIC = "__consumer_offsets";

    private final EmbeddedKafka kafka;
    private final List<String> topics = new CopyOnWriteArrayList<>();

    private Cluster(EmbeddedKafka kafka) {
        this.kafka = kafka;
    }

    static Cluster start() {
        return new Cluster(EmbeddedKafka.builder()
                .nodes(3)
                .withFaultProxies()
                .brokerProperties(
                        Map.of("group.consumer.session.timeout.ms", Long.toString(Protocol.SESSION_TIMEOUT.toMillis())))
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
        topics.add(name);
    }

    /** The topic is not used any more. */
    void deleteTopic(String name) {
        topics.remove(name);
        kafka.deleteTopic(name);
    }

    /** Stops a broker in order and starts it again; returns when it is back. */
    void restart(int node) {
        kafka.restartNode(node);
    }

    /** Ends a broker without a word to the others, and starts it again; returns when it is back. */
    void kill(int node) {
        kafka.killNode(node);
        kafka.startNode(node);
    }

    /** Moves the coordinators of all groups to other brokers. */
    void moveCoordinators() {
        kafka.moveLeaders(OFFSETS_TOPIC);
    }

    /** Moves the leaders of all partitions in use to other brokers. */
    void moveLeaders() {
        topics.forEach(kafka::moveLeaders);
    }

    /** Stands between a broker and all clients. */
    FaultProxy proxy(int node) {
        return kafka.proxy(node);
    }

    @Override
    public void close() {
        kafka.close();
    }
}
