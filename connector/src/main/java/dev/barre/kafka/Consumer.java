package dev.barre.kafka;

import dev.barre.kafka.internal.engine.BatchReader;
import dev.barre.kafka.internal.engine.RecordReader;
import dev.barre.kafka.interop.ApiTimeouts;
import dev.barre.kafka.interop.ClientSettings;
import dev.barre.kafka.interop.Deadline;
import dev.barre.kafka.interop.NativeConsumer;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads records when it is asked to (specification 4.2).
 *
 * <p>Thread-safe: calls take turns in the order they came, and a poll that waits for records lets the others go first. Every
 * function returns by its timeout; one without a timeout argument takes {@code defaultApiTimeout}, else Kafka's 60 seconds. Every
 * function throws a {@link ConnectorException} and nothing else.
 *
 * <p>With {@code autoCommit} a batch counts as accepted when the next poll begins, and is committed on the interval, when its
 * partition is revoked and on close. The last batch is therefore not committed by {@link #close()}: call {@link #commit()} when
 * it is done. Threads that share a consumer and must lose nothing switch {@code autoCommit} off and commit what they finished.
 */
public final class Consumer implements AutoCloseable {
    private static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final NativeConsumer client;
    private final ConsumerConfiguration config;
    private final ApiTimeouts timeouts;
    private final ConsumerAccess access;
    private final AcceptedOffsets accepted;
    private final RecordReaders readers;
    private final Deliveries deliveries;
    private final BatchReader batches;
    private final ClientPoll polls;

    private Consumer(List<String> bootstrapServers, ConsumerConfiguration config) {
        this.config = config;
        ConsumerSetup setup = new ConsumerSetup(config);
        ClientSettings settings = config.nativeSettings(bootstrapServers);
        this.readers = setup.readers();
        this.client = new NativeConsumer(settings, ConnectorException::from);
        this.timeouts = new ApiTimeouts(client.calls(), settings.defaultApiTimeout());
        this.access = new ConsumerAccess(client);
        this.accepted = new AcceptedOffsets(client, setup.commitsByItself(), config.autoCommitInterval());
        this.deliveries = new Deliveries(config.autoSeekOnValidationFailure());
        this.batches = new BatchReader(setup.bindingThreads(), "barre-bind-");
        this.polls = new ClientPoll(client, accepted, deliveries, batches);
    }

    /**
     * Makes a consumer and subscribes it to {@code topics} where the configuration names some. Connects lazily: a broker that
     * is down shows at the first poll.
     *
     * @param bootstrapServers one or more {@code host:port}, separated by commas
     */
    public static Consumer create(String bootstrapServers, ConsumerConfiguration config) {
        return create(Collections.singletonList(bootstrapServers), config);
    }

    /** The same for a list of {@code host:port}. */
    public static Consumer create(List<String> bootstrapServers, ConsumerConfiguration config) {
        Arguments.required("create", "the configuration", config);
        Consumer consumer = new Consumer(bootstrapServers, config);
        try {
            if (!config.topics().isEmpty()) {
                consumer.subscribe(config.topics());
            }
            return consumer;
        } catch (ConnectorException e) {
            consumer.close(Duration.ZERO);
            throw e;
        }
    }

    /** {@link #poll(Duration, TypeRef, TypeRef)} with raw keys. */
    public <V> List<ConsumerRecord<byte[], V>> poll(Duration timeout, Class<V> valueType) {
        return poll(timeout, byte[].class, valueType);
    }

    /** {@link #poll(Duration, TypeRef, TypeRef)} with raw keys. */
    public <V> List<ConsumerRecord<byte[], V>> poll(Duration timeout, TypeRef<V> valueType) {
        return poll(timeout, TypeRef.of(byte[].class), valueType);
    }

    /** {@link #poll(Duration, TypeRef, TypeRef)} for types without type arguments. */
    public <K, V> List<ConsumerRecord<K, V>> poll(Duration timeout, Class<K> keyType, Class<V> valueType) {
        return pollRecords(timeout, type("poll", "keyType", keyType), type("poll", "valueType", valueType));
    }

    /**
     * Waits for records and returns them with key and value bound and validated; at most {@code maxPollRecords}, in the order
     * of their partitions. Empty where nothing came in time.
     *
     * <p>Of more than a hundred records, several threads bind and validate their part at the same time (see
     * {@link ConsumerConfiguration.Builder#bindingThreads}).
     *
     * <p>A record that cannot be bound or breaks a constraint is skipped, logged by its place and counted; with
     * {@code autoSeekOnValidationFailure = false} those before it are returned and the next poll throws. What fails for a passing
     * reason is never skipped.
     *
     * @param timeout how long to wait at the most; zero for what is there
     * @throws PayloadBindingException for the record that the position of its partition now stands at; thrown again by later
     *     polls until somebody seeks past it. Other partitions lose nothing: polls in between return their records
     * @throws ConnectorException retriable, where nothing came and no broker has been connected for a second
     */
    public <K, V> List<ConsumerRecord<K, V>> poll(Duration timeout, TypeRef<K> keyType, TypeRef<V> valueType) {
        return pollRecords(timeout, type("poll", "keyType", keyType), type("poll", "valueType", valueType));
    }

    /** {@link #pollPayload(Duration, TypeRef)} for types without type arguments. */
    public <V> List<V> pollPayload(Duration timeout, Class<V> valueType) {
        return pollPayloads(timeout, type("pollPayload", "valueType", valueType));
    }

    /**
     * {@link #poll(Duration, TypeRef, TypeRef)} for the values alone; keys are not looked at. A tombstone is a null element.
     */
    public <V> List<V> pollPayload(Duration timeout, TypeRef<V> valueType) {
        return pollPayloads(timeout, type("pollPayload", "valueType", valueType));
    }

    private <K, V> List<ConsumerRecord<K, V>> pollRecords(Duration timeout, Type keyType, Type valueType) {
        return poll("poll", timeout, readers.<K, V>records("poll", keyType, valueType), List.of(keyType, valueType));
    }

    private <V> List<V> pollPayloads(Duration timeout, Type valueType) {
        return poll("pollPayload", timeout, readers.<V>payloads("pollPayload", valueType), List.of(valueType));
    }

    private <R> List<R> poll(String operation, Duration timeout, RecordReader<R> reader, List<Type> target) {
        Arguments.required(operation, "the timeout", timeout);
        Deadline deadline = Deadline.after(timeouts.of(operation, timeout));
        List<R> items;
        boolean first = true;
        do {
            boolean begins = first;
            first = false;
            items = access.poll(
                    operation,
                    deadline,
                    List.of(),
                    remaining -> polls.step(operation, remaining, begins, reader, target));
        } while (items.isEmpty() && !deadline.isOver());
        deliveries.delivered(items.size());
        return items;
    }

    private static Type type(String operation, String name, @Nullable Class<?> type) {
        return Arguments.required(operation, name, type);
    }

    private static Type type(String operation, String name, @Nullable TypeRef<?> type) {
        return Arguments.required(operation, name, type).type();
    }

    /** {@link #commit(Duration)} with the default timeout. */
    public void commit() {
        commit(timeouts.of("commit", null));
    }

    /** Commits the positions of all assigned partitions: everything returned so far. Blocks until the broker has answered. */
    public void commit(Duration timeout) {
        run("commit", timeout, remaining -> {
            client.commit(remaining);
            accepted.committedAll();
        });
    }

    /** {@link #commitOffset(List, Duration)} with the default timeout. */
    public void commitOffset(List<PartitionOffset> offsets) {
        commitOffset(offsets, timeouts.of("commitOffset", null));
    }

    /** Commits exactly these offsets; each is the next one to read, so that of the last record done plus one. */
    public void commitOffset(List<PartitionOffset> offsets, Duration timeout) {
        Arguments.required("commitOffset", "the list of offsets", offsets);
        var converted = Conversions.kafkas("commitOffset", offsets);
        run("commitOffset", timeout, remaining -> client.commit("commitOffset", converted, remaining));
    }

    /** {@link #getBeginningOffsets(List, Duration)} with the default timeout. */
    public List<PartitionOffset> getBeginningOffsets(List<TopicPartition> partitions) {
        return getBeginningOffsets(partitions, timeouts.of("getBeginningOffsets", null));
    }

    /** The first offset that each partition still has, in the order of {@code partitions}. */
    public List<PartitionOffset> getBeginningOffsets(List<TopicPartition> partitions, Duration timeout) {
        return offsets("getBeginningOffsets", partitions, timeout, client::beginningOffsets);
    }

    /** {@link #getEndOffsets(List, Duration)} with the default timeout. */
    public List<PartitionOffset> getEndOffsets(List<TopicPartition> partitions) {
        return getEndOffsets(partitions, timeouts.of("getEndOffsets", null));
    }

    /** The offset behind the last readable record of each partition, in the order of {@code partitions}. */
    public List<PartitionOffset> getEndOffsets(List<TopicPartition> partitions, Duration timeout) {
        return offsets("getEndOffsets", partitions, timeout, client::endOffsets);
    }

    private List<PartitionOffset> offsets(
            String operation, List<TopicPartition> partitions, Duration timeout, OffsetQuery query) {
        Arguments.required(operation, "the list of partitions", partitions);
        var asked = Conversions.kafkas(operation, partitions);
        var found = call(operation, timeout, remaining -> query.ask(asked, remaining));
        List<PartitionOffset> offsets = new ArrayList<>(asked.size());
        for (var partition : asked) {
            Long offset = found.get(partition);
            if (offset != null) {
                offsets.add(new PartitionOffset(Conversions.ours(partition), offset));
            }
        }
        return List.copyOf(offsets);
    }

    /** {@link #getCommittedOffset(TopicPartition, Duration)} with the default timeout. */
    public Optional<PartitionOffset> getCommittedOffset(TopicPartition partition) {
        return getCommittedOffset(partition, timeouts.of("getCommittedOffset", null));
    }

    /** The offset that the group has committed for the partition, the next one to read; empty where it has committed none. */
    public Optional<PartitionOffset> getCommittedOffset(TopicPartition partition, Duration timeout) {
        Arguments.checkPartition("getCommittedOffset", partition);
        var asked = Conversions.kafkas(partition);
        var found = call("getCommittedOffset", timeout, remaining -> client.committed(Set.of(asked), remaining));
        return Optional.ofNullable(found.get(asked)).map(offset -> new PartitionOffset(partition, offset));
    }

    /** {@link #getPositionOffset(TopicPartition, Duration)} with the default timeout. */
    public long getPositionOffset(TopicPartition partition) {
        return getPositionOffset(partition, timeouts.of("getPositionOffset", null));
    }

    /** The offset of the next record to be fetched from an assigned partition. */
    public long getPositionOffset(TopicPartition partition, Duration timeout) {
        Arguments.checkPartition("getPositionOffset", partition);
        var asked = Conversions.kafkas(partition);
        return call("getPositionOffset", timeout, remaining -> client.position("getPositionOffset", asked, remaining));
    }

    /** {@link #offsetsForTimes(List, Duration)} with the default timeout. */
    public List<TopicPartitionOffset> offsetsForTimes(List<TopicPartitionTimestamp> times) {
        return offsetsForTimes(times, timeouts.of("offsetsForTimes", null));
    }

    /** The first record at or after each time, in the order of {@code times}. */
    public List<TopicPartitionOffset> offsetsForTimes(List<TopicPartitionTimestamp> times, Duration timeout) {
        Arguments.required("offsetsForTimes", "the list of times", times);
        Map<org.apache.kafka.common.TopicPartition, Long> asked = new HashMap<>();
        for (TopicPartitionTimestamp time : times) {
            Arguments.required("offsetsForTimes", "a time", time);
            Arguments.checkPartition("offsetsForTimes", time.partition());
            if (time.timestamp() < 0) {
                throw ConnectorException.refused(
                        "offsetsForTimes", "a timestamp must not be negative, but is " + time.timestamp() + ".");
            }
            asked.put(Conversions.kafkas(time.partition()), time.timestamp());
        }
        var found = call("offsetsForTimes", timeout, remaining -> client.offsetsForTimes(asked, remaining));
        return times.stream()
                .map(time -> new TopicPartitionOffset(
                        time.partition(),
                        Optional.ofNullable(found.get(Conversions.kafkas(time.partition())))
                                .map(at -> new OffsetAndTimestamp(at.offset(), at.timestamp(), at.leaderEpoch()))))
                .toList();
    }

    /** Takes these partitions by hand, without a group; replaces an earlier assignment, an empty list gives all up. */
    public void assign(List<TopicPartition> partitions) {
        Arguments.required("assign", "the list of partitions", partitions);
        var converted = Conversions.kafkas("assign", partitions);
        run("assign", remaining -> {
            giveUpAssigned(converted);
            client.assign(converted);
        });
    }

    /** The partitions that are assigned now, sorted; for a group those of the last poll. */
    public List<TopicPartition> getAssignment() {
        return call("getAssignment", remaining -> Conversions.ours(client.assignment()));
    }

    /** Stops returning records of these partitions until they are resumed. */
    public void pause(List<TopicPartition> partitions) {
        onPartitions("pause", partitions, client::pause);
    }

    /** Returns records of these partitions again; harmless for one that is not paused. */
    public void resume(List<TopicPartition> partitions) {
        onPartitions("resume", partitions, client::resume);
    }

    /** The partitions that are paused now, sorted. */
    public List<TopicPartition> getPausedPartitions() {
        return call("getPausedPartitions", remaining -> Conversions.ours(client.paused()));
    }

    /** {@link #getTopicPartitions(String, Duration)} with the default timeout. */
    public List<TopicPartition> getTopicPartitions(String topic) {
        return getTopicPartitions(topic, timeouts.of("getTopicPartitions", null));
    }

    /** The partitions of a topic, by index; empty where it does not exist. */
    public List<TopicPartition> getTopicPartitions(String topic, Duration timeout) {
        Arguments.checkTopic("getTopicPartitions", topic);
        return call("getTopicPartitions", timeout, remaining -> Conversions.ours(client.partitions(topic, remaining)));
    }

    /** The next record of the partition to be returned is the one at this offset, or the first one behind it. */
    public void seek(PartitionOffset offset) {
        Arguments.checkOffset("seek", offset);
        var partition = Conversions.kafkas(offset.partition());
        run("seek", remaining -> {
            client.seek(partition, offset.offset());
            polls.sought(partition);
            accepted.sought(partition, offset.offset());
        });
    }

    /** The next record of each partition to be returned is its first; an empty list means all assigned partitions. */
    public void seekToBeginning(List<TopicPartition> partitions) {
        onPartitions("seekToBeginning", partitions, converted -> seekAnywhere(converted, client::seekToBeginning));
    }

    /** The next record of each partition to be returned is the next to be written; an empty list means all assigned partitions. */
    public void seekToEnd(List<TopicPartition> partitions) {
        onPartitions("seekToEnd", partitions, converted -> seekAnywhere(converted, client::seekToEnd));
    }

    private void seekAnywhere(
            Collection<org.apache.kafka.common.TopicPartition> partitions,
            java.util.function.Consumer<Collection<org.apache.kafka.common.TopicPartition>> seek) {
        seek.accept(partitions);
        var moved = partitions.isEmpty() ? client.assignment() : partitions;
        moved.forEach(polls::sought);
        accepted.soughtAnywhere(moved);
    }

    /** The topics of the subscription, sorted; for a pattern those that the last poll found. */
    public List<String> getSubscription() {
        return call(
                "getSubscription",
                remaining -> client.subscription().stream().sorted().toList());
    }

    /** {@link #getAvailableTopics(Duration)} with the default timeout. */
    public List<String> getAvailableTopics() {
        return getAvailableTopics(timeouts.of("getAvailableTopics", null));
    }

    /** The topics that this consumer may see, sorted. */
    public List<String> getAvailableTopics(Duration timeout) {
        return call("getAvailableTopics", timeout, remaining -> List.copyOf(client.topics(remaining)));
    }

    /** {@link #subscribe(List)} for one topic. */
    public void subscribe(String topic) {
        subscribe(List.of(Arguments.checkTopic("subscribe", topic)));
    }

    /** Joins the group for these topics at the next poll; replaces an earlier subscription, an empty list gives it up. */
    public void subscribe(List<String> topics) {
        Arguments.required("subscribe", "the list of topics", topics);
        topics.forEach(topic -> Arguments.checkTopic("subscribe", topic));
        requireGroup("subscribe");
        run("subscribe", remaining -> client.subscribe(topics, polls));
    }

    /**
     * Joins the group for every topic whose whole name matches, those made later included; takes effect at the next poll.
     *
     * @param regex a {@link java.util.regex.Pattern}
     */
    public void subscribeWithPattern(String regex) {
        Arguments.checkTopic("subscribeWithPattern", regex);
        requireGroup("subscribeWithPattern");
        run("subscribeWithPattern", remaining -> client.subscribeWithPattern(regex, polls));
    }

    /** Leaves the group, or gives up what was assigned by hand; commits what was accepted. */
    public void unsubscribe() {
        run("unsubscribe", remaining -> {
            giveUpAssigned(List.of());
            client.unsubscribe();
        });
    }

    /** Kafka tells of what a group takes away, and not of what the user gives up that was assigned by hand. */
    private void giveUpAssigned(Collection<org.apache.kafka.common.TopicPartition> kept) {
        if (client.subscription().isEmpty()) {
            Set<org.apache.kafka.common.TopicPartition> givenUp = new HashSet<>(client.assignment());
            givenUp.removeAll(kept);
            polls.givenUp(givenUp);
        }
    }

    /** What this consumer has returned and skipped so far; also after close. */
    public DeliveryMetrics metrics() {
        return deliveries.snapshot();
    }

    /** {@link #close(Duration)} with 30 seconds. */
    @Override
    public void close() {
        close(DEFAULT_CLOSE_TIMEOUT);
    }

    /**
     * Commits what was accepted, leaves the group and closes; a poll that another thread is in ends first. A second close does
     * nothing.
     *
     * @param timeout how long the whole may take; zero does not wait for the broker. Where another thread is inside a call it gets
     *     up to 5 seconds to come out of it
     */
    public void close(Duration timeout) {
        Duration span = timeouts.of("close", timeout);
        Deadline deadline = Deadline.after(span);
        batches.close();
        access.close(span, () -> {
            accepted.close(deadline.remaining());
            client.close(deadline.remaining());
        });
    }

    private void requireGroup(String operation) {
        if (config.groupId().isEmpty()) {
            throw ConnectorException.refused(operation, "set groupId (group.id), or use assign.");
        }
    }

    private void onPartitions(
            String operation,
            List<TopicPartition> partitions,
            java.util.function.Consumer<Collection<org.apache.kafka.common.TopicPartition>> action) {
        Arguments.required(operation, "the list of partitions", partitions);
        var converted = Conversions.kafkas(operation, partitions);
        run(operation, remaining -> action.accept(converted));
    }

    private <T> T call(String operation, Function<Duration, T> action) {
        return call(operation, timeouts.of(operation, null), action);
    }

    private <T> T call(String operation, Duration timeout, Function<Duration, T> action) {
        return access.call(operation, timeouts.of(operation, timeout), action);
    }

    private void run(String operation, java.util.function.Consumer<Duration> action) {
        run(operation, timeouts.of(operation, null), action);
    }

    private void run(String operation, Duration timeout, java.util.function.Consumer<Duration> action) {
        call(operation, timeout, remaining -> {
            action.accept(remaining);
            return Boolean.TRUE;
        });
    }

    /** A question about offsets. */
    private interface OffsetQuery {
        Map<org.apache.kafka.common.TopicPartition, Long> ask(
                Collection<org.apache.kafka.common.TopicPartition> partitions, Duration timeout);
    }
}
