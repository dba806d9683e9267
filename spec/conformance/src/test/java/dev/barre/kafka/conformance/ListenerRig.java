package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.PATIENCE;
import static dev.barre.kafka.conformance.Clients.reading;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.Listener;
import dev.barre.kafka.ListenerOptions;
import dev.barre.kafka.PartitionOffset;
import dev.barre.kafka.Service;
import dev.barre.kafka.TopicPartition;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A topic, a group, a foreign client and the listeners of one test; closes all that it has made. */
final class ListenerRig implements AutoCloseable {
    final String servers;
    final String topic;
    final String group;
    final RawKafka raw;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    ListenerRig(String servers, String topic, String group) {
        this.servers = servers;
        this.topic = topic;
        this.group = group;
        this.raw = RawKafka.at(servers);
    }

    /** From the first record on, committing every 50 ms, polling for 200 ms. */
    ConsumerConfiguration.Builder config() {
        return reading(group, topic)
                .autoCommit(true)
                .autoCommitInterval(Duration.ofMillis(50))
                .pollingTimeout(Duration.ofMillis(200));
    }

    static ListenerOptions.Builder options() {
        return ListenerOptions.builder();
    }

    Listener listener(ConsumerConfiguration.Builder config, ListenerOptions.Builder options, Service service) {
        Listener listener = Listener.create(servers, config.build(), options.build());
        listeners.add(listener);
        listener.attach(service);
        return listener;
    }

    Listener started(ConsumerConfiguration.Builder config, ListenerOptions.Builder options, Service service) {
        Listener listener = listener(config, options, service);
        listener.start();
        return listener;
    }

    Listener started(ListenerOptions.Builder options, Service service) {
        return started(config(), options, service);
    }

    /** Writes each text as a value of partition 0, without a key. */
    void write(String... values) {
        raw.write(topic, values);
    }

    /** Writes the numbers from {@code from} (inclusive) to {@code to} (exclusive) as values of {@code partition}. */
    void writeNumbers(int partition, int from, int to) {
        raw.writeNumbers(topic, partition, from, to);
    }

    /** Writes one record into partition 0. */
    void writeKeyed(String key, String value) {
        raw.write(topic, key.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    TopicPartition partition(int partition) {
        return new TopicPartition(topic, partition);
    }

    PartitionOffset at(int partition, long offset) {
        return PartitionOffset.of(topic, partition, offset);
    }

    /** The committed offset of a partition, -1 where there is none. */
    long committed(int partition) {
        return raw.committed(group, topic, partition).orElse(-1);
    }

    void awaitCommitted(int partition, long offset) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(committed(partition)).isEqualTo(offset));
    }

    static void awaitSize(Collection<?> seen, int size) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(seen).hasSizeGreaterThanOrEqualTo(size));
    }

    static void awaitEqual(Collection<?> seen, Collection<?> expected) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(List.copyOf(seen)).isEqualTo(List.copyOf(expected)));
    }

    @Override
    public void close() {
        listeners.forEach(Listener::immediateStop);
        raw.close();
    }
}
