package dev.barre.kafka.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A foreign client: kafka-clients as it comes, bytes in and bytes out, with nothing of the connector. What it writes and reads
 * is the wire. For one thread.
 */
final class RawKafka implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String servers;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Admin admin;

    private RawKafka(String servers) {
        this.servers = servers;
        producer = new KafkaProducer<>(
                // Kafka's own spans would outlast the test, which then tells nothing of what has failed. With several
                // requests
                // in flight a first batch that is sent again may come too late to be known as a duplicate, and is
                // refused
                // until its time is over (OutOfOrderSequenceException in the broker's log).
                Map.of(
                        "max.in.flight.requests.per.connection", "1",
                        "bootstrap.servers", servers,
                        "linger.ms", "0",
                        "request.timeout.ms", "5000",
                        "delivery.timeout.ms", "60000"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        admin = Admin.create(Map.of("bootstrap.servers", servers));
    }

    static RawKafka at(String servers) {
        return new RawKafka(servers);
    }

    /** Writes each text as a value of partition 0, without keys; returns the offset of the first. */
    long write(String topic, String... values) {
        return writeTo(topic, 0, values);
    }

    /** Writes each text as a value of {@code partition}, without keys; returns the offset of the first. */
    long writeTo(String topic, int partition, String... values) {
        List<ProducerRecord<byte[], byte[]>> records = Arrays.stream(values)
                .map(value -> new ProducerRecord<byte[], byte[]>(topic, partition, null, value.getBytes(UTF_8)))
                .toList();
        return write(records);
    }

    /** Writes one record into partition 0; returns its offset. */
    long write(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        return write(List.of(new ProducerRecord<>(topic, 0, key, value)));
    }

    /** Writes one record into partition 0 at a time; returns its offset. */
    long writeAt(String topic, long timestamp, String value) {
        return write(List.of(new ProducerRecord<>(topic, 0, timestamp, null, value.getBytes(UTF_8))));
    }

    /** Writes the numbers from {@code from} (inclusive) to {@code to} (exclusive) as values of {@code partition}. */
    void writeNumbers(String topic, int partition, int from, int to) {
        String[] values = new String[to - from];
        Arrays.setAll(values, i -> Integer.toString(from + i));
        writeTo(topic, partition, values);
    }

    /** Writes one record with headers, whose values may be null, into partition 0. */
    void writeWithHeaders(String topic, String value, List<Map.Entry<String, byte @Nullable []>> headers) {
        ProducerRecord<byte[], byte[]> producerRecord = new ProducerRecord<>(topic, 0, null, value.getBytes(UTF_8));
        headers.forEach(header -> producerRecord.headers().add(header.getKey(), header.getValue()));
        write(List.of(producerRecord));
    }

    /** Writes one record as it is; returns its offset. */
    long write(ProducerRecord<byte[], byte[]> producerRecord) {
        return write(List.of(producerRecord));
    }

    private long write(List<ProducerRecord<byte[], byte[]>> records) {
        var sent = records.stream().map(producer::send).toList();
        producer.flush();
        try {
            return sent.get(0).get().offset();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("the foreign client could not write", e);
        }
    }

    /** The first {@code count} records of all partitions, or as many as there are after {@link #PATIENCE}. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
        return read(topic, count, "read_uncommitted", PATIENCE);
    }

    /** The records of committed transactions that arrive until {@code count} are there or {@code patience} is over. */
    List<ConsumerRecord<byte[], byte[]>> readCommitted(String topic, int count, Duration patience) {
        return read(topic, count, "read_committed", patience);
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic, int count, String isolation, Duration patience) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        Map<String, Object> properties = Map.of("bootstrap.servers", servers, "isolation.level", isolation);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Instant end = Instant.now().plus(patience);
            while (records.size() < count && Instant.now().isBefore(end)) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    /** How many partitions a topic has, 0 where it does not exist; makes none. */
    int partitions(String topic) {
        return get(admin.listTopics().names()).contains(topic)
                ? get(admin.describeTopics(List.of(topic)).allTopicNames())
                        .get(topic)
                        .partitions()
                        .size()
                : 0;
    }

    /** The committed offset of a group in partition 0. */
    OptionalLong committed(String group, String topic) {
        return committed(group, topic, 0);
    }

    OptionalLong committed(String group, String topic, int partition) {
        Map<TopicPartition, @Nullable OffsetAndMetadata> offsets =
                get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        OffsetAndMetadata offset = offsets.get(new TopicPartition(topic, partition));
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset.offset());
    }

    /** How many members a group has; none where it does not exist. */
    int members(String group) {
        return membersOf(group).size();
    }

    /** The instance ids of the static members of a group. */
    Set<String> instanceIds(String group) {
        return membersOf(group).stream()
                .flatMap(member -> member.groupInstanceId().stream())
                .collect(Collectors.toSet());
    }

    private Collection<MemberDescription> membersOf(String group) {
        try {
            return admin.describeConsumerGroups(List.of(group))
                    .all()
                    .get()
                    .get(group)
                    .members();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return List.of();
            }
            throw new IllegalStateException("the foreign client could not ask", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("the foreign client could not ask", e);
        }
    }

    /** Expels all members of a group; they learn of it with their next heartbeat. */
    void removeMembers(String group) {
        get(admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                .all());
    }

    /** Removes the records of partition 0 before {@code offset}. */
    void deleteBefore(String topic, long offset) {
        get(admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
                .all());
    }

    /** How many bytes all partitions of a topic take on the broker's disk. */
    long size(String topic) {
        List<Integer> brokers = get(admin.describeCluster().nodes()).stream()
                .map(node -> node.id())
                .toList();
        return get(admin.describeLogDirs(brokers).allDescriptions()).values().stream()
                .flatMap(folders -> folders.values().stream())
                .flatMap(folder -> folder.replicaInfos().entrySet().stream())
                .filter(replica -> replica.getKey().topic().equals(topic))
                .mapToLong(replica -> replica.getValue().size())
                .sum();
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("the foreign client could not ask", e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
    }
}
