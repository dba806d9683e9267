package dev.barre.kafka.interop;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AbstractOptions;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterPartitionReassignmentsOptions;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DeleteTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ElectLeadersOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.ElectionNotNeededException;
import org.apache.kafka.common.errors.InvalidReplicaAssignmentException;
import org.apache.kafka.common.errors.PreferredLeaderNotAvailableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's {@link Admin} with a deadline on every call. Each function blocks the calling thread until its result is there,
 * at the longest until its timeout, and then fails retriably. Thread-safe.
 */
public final class NativeAdmin implements AutoCloseable {
    /** What a close waits for calls in flight; nobody waits for their results any more. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    /** After this time without an answer it is looked at whether the brokers speak another protocol. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(3);

    private static final Duration METADATA_CHECK_INTERVAL = Duration.ofMillis(20);

    /** How much longer than Kafka this class waits, so that Kafka's own, more telling, timeout comes first. */
    private static final Duration GRACE = Duration.ofMillis(250);

    private final KafkaCalls calls;
    private final Admin admin;

    /**
     * Makes the client; does not connect yet.
     *
     * @param kafkaProperties Kafka's own properties, {@code bootstrap.servers} at least
     * @param failures makes the exceptions of every function
     */
    public NativeAdmin(Map<String, Object> kafkaProperties, FailureFactory failures) {
        this.calls = KafkaCalls.of("admin client", failures, kafkaProperties);
        this.admin = calls.call("create", () -> Admin.create(known(kafkaProperties)));
        SecurityWarnings.log("admin client", kafkaProperties);
    }

    /** Leaves out what belongs to a producer or a consumer; Kafka would warn of each. */
    private static Map<String, Object> known(Map<String, Object> kafkaProperties) {
        Map<String, Object> known = new HashMap<>(kafkaProperties);
        known.keySet()
                .removeIf(name -> !AdminClientConfig.configNames().contains(name) && !OwnProperties.contain(name));
        return known;
    }

    /**
     * Creates a topic and waits until the brokers name a leader for each of its partitions.
     *
     * @param replicationFactor copies of each partition; -1 for the broker's {@code default.replication.factor}
     * @param configs configuration of the topic, by Kafka's names; the broker's defaults for the rest
     */
    public void createTopic(
            String topic, int partitions, short replicationFactor, Map<String, String> configs, Duration timeout) {
        Deadline deadline = Deadline.after(timeout);
        await(
                "createTopic",
                deadline,
                () -> named(
                        topic,
                        admin.createTopics(
                                        List.of(described(topic, partitions, replicationFactor, configs)),
                                        within(new CreateTopicsOptions(), deadline))
                                .all()));
        awaitMetadata(
                "createTopic",
                deadline,
                topic,
                found -> found.isPresent()
                        && found.get().partitions().size() == partitions
                        && found.get().partitions().stream().allMatch(NativeAdmin::hasLeader));
    }

    /**
     * {@link #createTopic} for a topic that another client may be creating at the same time: one that exists is left as it is, with
     * however many partitions.
     */
    public void createTopicIfAbsent(
            String topic, int partitions, short replicationFactor, Map<String, String> configs, Duration timeout) {
        Deadline deadline = Deadline.after(timeout);
        run("createTopic", () -> {
            try {
                return get(
                        named(
                                topic,
                                admin.createTopics(
                                                List.of(described(topic, partitions, replicationFactor, configs)),
                                                within(new CreateTopicsOptions(), deadline))
                                        .all()),
                        deadline);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof TopicExistsException) {
                    return null;
                }
                throw e;
            }
        });
        awaitMetadata(
                "createTopic",
                deadline,
                topic,
                found -> found.isPresent() && found.get().partitions().stream().allMatch(NativeAdmin::hasLeader));
    }

    /** Deletes a topic with all its records, and waits until the brokers no longer name it. */
    public void deleteTopic(String topic, Duration timeout) {
        Deadline deadline = Deadline.after(timeout);
        await(
                "deleteTopic",
                deadline,
                () -> named(
                        topic,
                        admin.deleteTopics(List.of(topic), within(new DeleteTopicsOptions(), deadline))
                                .all()));
        awaitMetadata("deleteTopic", deadline, topic, Optional::isEmpty);
    }

    /** The names of all topics but Kafka's internal ones. */
    public Set<String> topics(Duration timeout) {
        Deadline deadline = Deadline.after(timeout);
        return Set.copyOf(await(
                "topics",
                deadline,
                () -> admin.listTopics(within(new ListTopicsOptions(), deadline))
                        .names()));
    }

    /** The partitions of a topic, by number. An unknown topic is a failure. */
    public List<TopicPartition> partitions(String topic, Duration timeout) {
        Deadline deadline = Deadline.after(timeout);
        return await("partitions", deadline, () -> description(topic, deadline)).partitions().stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    /**
     * Makes a node the leader of a partition, by putting it first among the replicas and electing the preferred one. Waits
     * for the node to be in sync. A node without a replica is a failure.
     */
    public void electLeader(TopicPartition partition, int node, Duration timeout) {
        Deadline deadline = Deadline.after(timeout);
        run("electLeader", () -> {
            List<Integer> replicas = replicas(partition, deadline);
            if (!replicas.contains(node)) {
                throw new InvalidReplicaAssignmentException(
                        "Node " + node + " has no replica of " + partition + "; the replicas are on " + replicas);
            }
            get(reordered(partition, node, replicas, deadline), deadline);
            while (!elected(partition, deadline)) {
                Thread.sleep(METADATA_CHECK_INTERVAL.toMillis());
            }
            return Boolean.TRUE;
        });
    }

    /** How many partitions a topic has; empty where there is no such topic. */
    public OptionalInt partitionCount(String topic, Duration timeout) {
        Deadline deadline = Deadline.after(timeout);
        return run("partitions", () -> find(topic, deadline))
                .map(found -> OptionalInt.of(found.partitions().size()))
                .orElseGet(OptionalInt::empty);
    }

    /** For each partition the offset that the next record will get. */
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration timeout) {
        return endOffsets(partitions, false, timeout);
    }

    /** The same, where {@code committedOnly} without what is behind the first open transaction. */
    public Map<TopicPartition, Long> endOffsets(
            Collection<TopicPartition> partitions, boolean committedOnly, Duration timeout) {
        Deadline deadline = Deadline.after(timeout);
        IsolationLevel isolation = committedOnly ? IsolationLevel.READ_COMMITTED : IsolationLevel.READ_UNCOMMITTED;
        var offsets = await(
                "endOffsets",
                deadline,
                () -> admin.listOffsets(latest(partitions), within(new ListOffsetsOptions(isolation), deadline))
                        .all());
        Map<TopicPartition, Long> result = new HashMap<>();
        offsets.forEach((partition, info) -> result.put(partition, info.offset()));
        return Map.copyOf(result);
    }

    /** The next offset to read of each partition for which the group has committed one; empty for an unknown group. */
    public Map<TopicPartition, Long> committedOffsets(String groupId, Duration timeout) {
        Deadline deadline = Deadline.after(timeout);
        var offsets = await(
                "committedOffsets",
                deadline,
                () -> admin.listConsumerGroupOffsets(groupId, within(new ListConsumerGroupOffsetsOptions(), deadline))
                        .partitionsToOffsetAndMetadata());
        Map<TopicPartition, Long> result = new HashMap<>();
        offsets.forEach((partition, committed) -> {
            // Kafka maps a partition without a committed offset to null.
            if (committed != null) {
                result.put(partition, committed.offset());
            }
        });
        return Map.copyOf(result);
    }

    /** {@link #close(Duration)} with five seconds. */
    @Override
    public void close() {
        close(CLOSE_TIMEOUT);
    }

    /** Stops the client, at the longest after {@code timeout}; calls of other threads fail. A second close does nothing. */
    public void close(Duration timeout) {
        calls.run("close", () -> admin.close(timeout));
    }

    private static NewTopic described(
            String topic, int partitions, short replicationFactor, Map<String, String> configs) {
        Optional<Short> copies = replicationFactor == -1 ? Optional.empty() : Optional.of(replicationFactor);
        return new NewTopic(topic, Optional.of(partitions), copies).configs(configs);
    }

    private static Map<TopicPartition, OffsetSpec> latest(Collection<TopicPartition> partitions) {
        return partitions.stream().distinct().collect(Collectors.toMap(Function.identity(), p -> OffsetSpec.latest()));
    }

    private KafkaFuture<TopicDescription> description(String topic, Deadline deadline) {
        return requireNonNull(admin.describeTopics(List.of(topic), within(new DescribeTopicsOptions(), deadline))
                .topicNameValues()
                .get(topic));
    }

    private List<Integer> replicas(TopicPartition partition, Deadline deadline) throws Exception {
        return get(description(partition.topic(), deadline), deadline).partitions().stream()
                .filter(info -> info.partition() == partition.partition())
                .flatMap(info -> info.replicas().stream())
                .map(Node::id)
                .toList();
    }

    private KafkaFuture<Void> reordered(
            TopicPartition partition, int first, List<Integer> replicas, Deadline deadline) {
        List<Integer> order = Stream.concat(Stream.of(first), replicas.stream().filter(node -> node != first))
                .toList();
        return admin.alterPartitionReassignments(
                        Map.of(partition, Optional.of(new NewPartitionReassignment(order))),
                        within(new AlterPartitionReassignmentsOptions(), deadline))
                .all();
    }

    /** Whether the preferred replica leads now; false where it is not in sync yet. */
    private boolean elected(TopicPartition partition, Deadline deadline) throws Exception {
        try {
            get(
                    admin.electLeaders(
                                    ElectionType.PREFERRED,
                                    Set.of(partition),
                                    within(new ElectLeadersOptions(), deadline))
                            .all(),
                    deadline);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ElectionNotNeededException) {
                return true;
            }
            if (e.getCause() instanceof PreferredLeaderNotAvailableException && !deadline.isOver()) {
                return false;
            }
            throw e;
        }
    }

    private void awaitMetadata(
            String operation, Deadline deadline, String topic, Predicate<Optional<TopicDescription>> expected) {
        run(operation, () -> {
            while (!expected.test(find(topic, deadline))) {
                if (deadline.isOver()) {
                    throw new TimeoutException("The brokers did not all learn of " + topic + " in time");
                }
                Thread.sleep(METADATA_CHECK_INTERVAL.toMillis());
            }
            return Boolean.TRUE;
        });
    }

    /** The topic as the broker that answers knows it; empty where it does not. */
    private Optional<TopicDescription> find(String topic, Deadline deadline) throws Exception {
        try {
            return Optional.of(get(description(topic, deadline), deadline));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean hasLeader(TopicPartitionInfo partition) {
        return partition.leader() != null && !partition.leader().isEmpty();
    }

    private <T> T await(String operation, Deadline deadline, Callable<KafkaFuture<T>> request) {
        return run(operation, () -> get(request.call(), deadline));
    }

    @SuppressWarnings("InterruptedExceptionSwallowed") // KafkaCalls restores the interrupt.
    private <T extends @Nullable Object> T run(String operation, Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw calls.failed(operation, e);
        }
    }

    /** The same future, whose failure names the topic where the broker leaves it out. */
    private static KafkaFuture<Void> named(String topic, KafkaFuture<Void> future) {
        KafkaFutureImpl<Void> named = new KafkaFutureImpl<>();
        future.whenComplete((done, failure) -> {
            if (failure == null) {
                named.complete(done);
            } else if (failure instanceof TopicAuthorizationException) {
                named.completeExceptionally(new TopicAuthorizationException(Set.of(topic)));
            } else {
                named.completeExceptionally(failure);
            }
        });
        return named;
    }

    private <T extends @Nullable Object> T get(KafkaFuture<T> future, Deadline deadline) throws Exception {
        Duration longest = deadline.remaining().plus(GRACE);
        try {
            return within(future, Spans.shorter(longest, FIRST_LOOK));
        } catch (java.util.concurrent.TimeoutException nothingYet) {
            // A broker that speaks another protocol will not answer later either.
            if (!calls.isSilenceExplained()) {
                return rest(future, longest.minus(FIRST_LOOK));
            }
            throw new TimeoutException("No answer from the brokers", nothingYet);
        }
    }

    private static <T extends @Nullable Object> T rest(KafkaFuture<T> future, Duration left) throws Exception {
        try {
            return within(future, left);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("No answer from the brokers in time", e);
        }
    }

    private static <T extends @Nullable Object> T within(KafkaFuture<T> future, Duration timeout) throws Exception {
        return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static <O extends AbstractOptions<O>> O within(O options, Deadline deadline) {
        return options.timeoutMs(
                (int) Math.min(Integer.MAX_VALUE, deadline.remaining().toMillis()));
    }
}
