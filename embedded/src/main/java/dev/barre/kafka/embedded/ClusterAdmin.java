package dev.barre.kafka.embedded;

import static java.util.Objects.requireNonNull;

import dev.barre.kafka.interop.NativeAccess;
import dev.barre.kafka.interop.NativeAdmin;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.metadata.LeaderAndIsr;

/**
 * What concerns a cluster as a whole: its topics, and who leads and coordinates what. It asks the running nodes, past
 * the proxies. Stateless and thread-safe.
 */
final class ClusterAdmin {
    private static final String OFFSETS_TOPIC = "__consumer_offsets";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(10);

    private final EmbeddedKafka kafka;

    ClusterAdmin(EmbeddedKafka kafka) {
        this.kafka = kafka;
    }

    void createTopic(String name, int partitions, Map<String, String> configs) {
        String operation = "createTopic " + name;
        withAdmin(operation, admin -> admin.createTopic(name, partitions, (short) -1, configs, TIMEOUT));
        awaitOnEveryNode(operation, node -> node.knows(name, partitions));
    }

    void deleteTopic(String name) {
        String operation = "deleteTopic " + name;
        withAdmin(operation, admin -> admin.deleteTopic(name, TIMEOUT));
        awaitOnEveryNode(operation, node -> node.hasForgotten(name));
    }

    int leaderOf(String topic, int partition) {
        return await(
                "leaderOf " + topic + "-" + partition,
                "no running node leads it",
                running -> state(running, topic, partition).map(LeaderAndIsr::leader));
    }

    int coordinatorOf(String groupId) {
        String operation = "coordinatorOf " + groupId;
        if (kafka.onRunningNodes(operation, running -> partitions(running, OFFSETS_TOPIC))
                .isEmpty()) {
            // The first request for a coordinator makes the topic.
            withAdmin(operation, admin -> admin.committedOffsets(groupId, TIMEOUT));
        }
        return await(
                operation,
                "no running node leads its offsets",
                running -> partitions(running, OFFSETS_TOPIC)
                        .flatMap(count -> state(running, OFFSETS_TOPIC, Utils.abs(groupId.hashCode()) % count))
                        .map(LeaderAndIsr::leader));
    }

    void electLeader(String topic, int partition, int node) {
        String operation = "electLeader " + topic + "-" + partition;
        withAdmin(operation, admin -> elect(operation, admin, new TopicPartition(topic, partition), node));
    }

    void moveLeaders(String topic) {
        String operation = "moveLeaders " + topic;
        withAdmin(
                operation,
                admin -> admin.partitions(topic, TIMEOUT)
                        .forEach(partition -> elect(operation, admin, partition, successor(operation, partition))));
    }

    private void elect(String operation, NativeAdmin admin, TopicPartition partition, int node) {
        admin.electLeader(partition, node, TIMEOUT);
        awaitOnEveryNode(operation, each -> each.isLed(partition.topic(), partition.partition(), node));
    }

    /** The next in-sync node after the leader, by number, and after the last the first. */
    private int successor(String operation, TopicPartition partition) {
        return await(
                operation,
                partition + " has no in-sync copy but the leader's",
                running -> state(running, partition.topic(), partition.partition())
                        .flatMap(state -> after(state.leader(), state.isr())));
    }

    private static Optional<Integer> after(int leader, Set<Integer> inSync) {
        return inSync.stream()
                .filter(node -> node != leader)
                .min(Comparator.<Integer, Boolean>comparing(node -> node < leader)
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The newest state of a partition that a running node knows, if its leader runs. */
    private static Optional<LeaderAndIsr> state(List<Node> running, String topic, int partition) {
        return running.stream()
                .flatMap(node -> node.state(topic, partition).stream())
                .max(Comparator.comparing(LeaderAndIsr::leaderEpoch).thenComparing(LeaderAndIsr::partitionEpoch))
                .filter(state -> running.stream().anyMatch(node -> node.id() == state.leader()));
    }

    private static Optional<Integer> partitions(List<Node> running, String topic) {
        return running.stream().flatMap(node -> node.partitions(topic).stream()).findFirst();
    }

    private void awaitOnEveryNode(String operation, Predicate<Node> expected) {
        await(
                operation,
                "not every broker learned of it",
                running -> running.stream().allMatch(expected) ? Optional.of(Boolean.TRUE) : Optional.empty());
    }

    private <T> T await(String operation, String otherwise, Function<List<Node>, Optional<T>> question) {
        long start = System.nanoTime();
        while (true) {
            Optional<T> answer = kafka.onRunningNodes(operation, question);
            if (answer.isPresent()) {
                return answer.get();
            }
            if (System.nanoTime() - start > TIMEOUT.toNanos()) {
                throw new EmbeddedKafkaException(
                        operation + " failed: " + otherwise + " within " + TIMEOUT + ".", null);
            }
            try {
                Thread.sleep(CHECK_INTERVAL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EmbeddedKafkaException(operation + " was interrupted.", e);
            }
        }
    }

    void allow(String user, String operation, String resourceType, String name) {
        withAccess(
                "allow " + user + " " + operation + " " + name,
                access -> access.allow(user, operation, resourceType, name, TIMEOUT));
    }

    void setScramPassword(String user, String password) {
        withAccess("setScramPassword " + user, access -> access.setScramPassword(user, password, TIMEOUT));
    }

    private void withAccess(String operation, Consumer<NativeAccess> call) {
        try (NativeAccess access = new NativeAccess(
                Map.of("bootstrap.servers", directServers(operation)),
                failure -> new EmbeddedKafkaException(failure.message(), failure.cause()))) {
            call.accept(access);
        }
    }

    private void withAdmin(String operation, Consumer<NativeAdmin> call) {
        // A client for each call: one that lived on would complain of every node that a test stops.
        try (NativeAdmin admin = new NativeAdmin(
                Map.of("bootstrap.servers", directServers(operation)),
                failure -> new EmbeddedKafkaException(failure.message(), failure.cause()))) {
            call.accept(admin);
        }
    }

    private String directServers(String operation) {
        return requireNonNull(kafka.onRunningNodes(
                operation, running -> running.stream().map(Node::directAddress).collect(Collectors.joining(","))));
    }
}
