package dev.barre.kafka.conformance;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A static member of a foreign client, which has joined and reads nothing until it is closed. */
final class StaticMember implements AutoCloseable {
    private static final Duration ROUND = Duration.ofMillis(100);

    private final Thread thread;
    private volatile boolean joined;
    private volatile boolean closing;

    private StaticMember(KafkaConsumer<byte[], byte[]> consumer) {
        this.thread = new Thread(() -> poll(consumer), "static-member");
    }

    static StaticMember join(String servers, String group, String topic, String instanceId) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", servers,
                        "group.id", group,
                        "group.protocol", "consumer",
                        "group.instance.id", instanceId,
                        "enable.auto.commit", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(topic));
        StaticMember member = new StaticMember(consumer);
        member.thread.start();
        await().atMost(Clients.PATIENCE).until(member::isMember);
        return member;
    }

    boolean isMember() {
        return joined;
    }

    private void poll(KafkaConsumer<byte[], byte[]> consumer) {
        try (consumer) {
            while (!closing) {
                consumer.poll(ROUND);
                joined = !consumer.assignment().isEmpty();
            }
        }
    }

    /** Leaves the group, and returns when that is done. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
