package dev.barre.kafka.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.ConsumerRecord;
import dev.barre.kafka.TopicPartition;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Every commit of a group to one topic, in order, as the brokers keep them in {@code __consumer_offsets}: also those that another one
 * follows at once. Confined to the thread that reads.
 */
final class CommitLog implements AutoCloseable {
    private static final String TOPIC = "__consumer_offsets";
    private static final Duration API_TIMEOUT = Duration.ofSeconds(3);

    /** Keys of a higher version are about members, not offsets. */
    private static final int LAST_OFFSET_VERSION = 1;

    private final String group;
    private final String topic;
    private final Consumer consumer;
    private List<TopicPartition> partitions = List.of();

    /** One offset that was committed. */
    record Commit(int partition, long offset) {}

    CommitLog(String servers, String group, String topic) {
        this.group = group;
        this.topic = topic;
        this.consumer = Consumer.create(
                servers,
                ConsumerConfiguration.builder()
                        .autoCommit(false)
                        .defaultApiTimeout(API_TIMEOUT)
                        .build());
    }

    /** The commits since the last call that the brokers give within {@code timeout}; throws a {@code ConnectorException} where they are away. */
    List<Commit> next(Duration timeout) {
        if (partitions.isEmpty()) {
            open();
        }
        List<Commit> commits = new ArrayList<>();
        if (!partitions.isEmpty()) {
            consumer.poll(timeout, byte[].class, byte[].class).forEach(record -> add(record, commits));
        }
        return commits;
    }

    /** Where the log ends now; other groups write to it all the time. Throws a {@code ConnectorException} where the brokers are away. */
    long end() {
        return partitions.isEmpty()
                ? Long.MAX_VALUE
                : consumer.getEndOffsets(partitions).get(0).offset();
    }

    /** Whether every commit before {@code end} has been returned. */
    boolean isReadTo(long end) {
        return !partitions.isEmpty() && consumer.getPositionOffset(partitions.get(0)) >= end;
    }

    /** The topic is there from the first group on. */
    private void open() {
        List<TopicPartition> all = consumer.getTopicPartitions(TOPIC);
        if (!all.isEmpty()) {
            int number = Math.abs(group.hashCode()) % all.size();
            List<TopicPartition> ours = List.of(new TopicPartition(TOPIC, number));
            consumer.assign(ours);
            consumer.seekToBeginning(ours);
            partitions = ours;
        }
    }

    private void add(ConsumerRecord<byte[], byte[]> record, List<Commit> commits) {
        byte[] value = record.value();
        if (value == null) {
            return;
        }
        ByteBuffer key = ByteBuffer.wrap(record.key());
        if (key.getShort() <= LAST_OFFSET_VERSION
                && text(key).equals(group)
                && text(key).equals(topic)) {
            ByteBuffer content = ByteBuffer.wrap(value);
            content.getShort(); // its version: the offset is first in all of them
            commits.add(new Commit(key.getInt(), content.getLong()));
        }
    }

    private static String text(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.getShort()];
        buffer.get(bytes);
        return new String(bytes, UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
