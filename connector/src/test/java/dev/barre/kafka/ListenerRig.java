package dev.barre.kafka;

import static org.awaitility.Awaitility.await;

import dev.barre.kafka.interop.NativeAdmin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** A topic, a group and what a listener test does with them; closes all that it has made. */
final class ListenerRig implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    final String servers;
    final String topic;
    final String group;
    private final Producer producer;
    private final NativeAdmin admin;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    ListenerRig(String servers, String topic, String group) {
        this.servers = servers;
        this.topic = topic;
        this.group = group;
        this.producer = Producer.create(servers, ProducerConfiguration.durable());
        this.admin = new NativeAdmin(Map.of("bootstrap.servers", servers), ConnectorException::from);
    }

    /** From the beginning, committing every 100 ms, polling for 200 ms. */
    ConsumerConfiguration.Builder config() {
        return ConsumerConfiguration.builder()
                .groupId(group)
                .topics(topic)
                .offsetReset(OffsetReset.EARLIEST)
                .autoCommitInterval(Duration.ofMillis(100))
                .pollingTimeout(Duration.ofMillis(200));
    }

    Listener listener(ConsumerConfiguration.Builder config, Service service) {
        Listener listener = Listener.create(servers, config.build());
        listeners.add(listener);
        listener.attach(service);
        return listener;
    }

    Listener started(ConsumerConfiguration.Builder config, Service service) {
        Listener listener = listener(config, service);
        listener.start();
        return listener;
    }

    /** Sends {@code values} to partition 0, in order. */
    void send(Object... values) {
        sendTo(0, values);
    }

    void sendTo(int partition, Object... values) {
        List<ProducerRecord<?, ?>> records = new ArrayList<>();
        for (Object value : values) {
            records.add(ProducerRecord.of(topic, value).withPartition(partition));
        }
        producer.sendAll(records).throwIfFailed();
    }

    /** Sends the numbers {@code from} to one less than {@code end} to the partition. */
    void sendRange(int partition, int from, int end) {
        sendTo(partition, IntStream.range(from, end).boxed().toArray());
    }

    /** The committed offset of the partition as the broker knows it, -1 for none. */
    long committed(int partition) {
        return admin.committedOffsets(group, PATIENCE)
                .getOrDefault(new org.apache.kafka.common.TopicPartition(topic, partition), -1L);
    }

    void awaitCommitted(int partition, long offset) {
        await().atMost(PATIENCE).until(() -> committed(partition) == offset);
    }

    PartitionOffset at(int partition, long offset) {
        return PartitionOffset.of(topic, partition, offset);
    }

    static void awaitSize(Collection<?> seen, int size) {
        await().atMost(PATIENCE).until(() -> seen.size() >= size);
    }

    static void awaitState(Listener listener, ListenerState state) {
        await().atMost(PATIENCE).until(() -> listener.state() == state);
    }

    @Override
    public void close() {
        listeners.forEach(Listener::immediateStop);
        producer.close();
        admin.close();
    }
}
