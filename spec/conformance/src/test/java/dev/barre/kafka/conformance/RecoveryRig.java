package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.PATIENCE;
import static dev.barre.kafka.conformance.Clients.reading;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.DeadLetterTopic;
import dev.barre.kafka.Headers;
import dev.barre.kafka.Listener;
import dev.barre.kafka.ListenerOptions;
import dev.barre.kafka.RetryPolicy;
import dev.barre.kafka.TypedService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A topic, a group and listeners whose service fails; the foreign client sees where records go then. Closes what it has made. */
final class RecoveryRig implements AutoCloseable {
    /** A wait between two attempts. */
    static final Duration SOON = Duration.ofMillis(50);

    final String topic;
    final String group;
    final RawKafka raw;
    final Queue<ConnectorException> errors = new ConcurrentLinkedQueue<>();
    private final String servers;
    private final List<Listener> listeners = new ArrayList<>();

    RecoveryRig(String servers, String topic, String group) {
        this.servers = servers;
        this.topic = topic;
        this.group = group;
        this.raw = RawKafka.at(servers);
    }

    /** Dead letters go to {@link #deadLetterTopic()}, after one attempt. */
    static ListenerOptions.Builder deadLetters() {
        return ListenerOptions.builder().retry(RetryPolicy.none()).deadLetters(DeadLetterTopic.withSuffix("-dlt"));
    }

    String deadLetterTopic() {
        return topic + "-dlt";
    }

    String retryTopic(int number) {
        return topic + "-" + group + "-retry-" + number;
    }

    /** A listener of {@link #topic} that was started. */
    Listener started(ListenerOptions.Builder options, TypedService service) {
        Listener listener = Listener.create(
                servers,
                reading(group, topic)
                        .autoCommit(true)
                        .autoCommitInterval(Duration.ofMillis(100))
                        .pollingTimeout(Duration.ofMillis(200))
                        .build(),
                options.build());
        listeners.add(listener);
        listener.attach(service.onError((ConnectorException error) -> errors.add(error)));
        listener.start();
        return listener;
    }

    /** Writes one record with headers given as name, value, name, value; returns its offset. */
    long write(int partition, @Nullable String key, @Nullable String value, @Nullable String... headers) {
        ProducerRecord<byte[], byte[]> written = new ProducerRecord<>(topic, partition, bytes(key), bytes(value));
        for (int name = 0; name < headers.length; name += 2) {
            written.headers().add(headers[name], bytes(headers[name + 1]));
        }
        return raw.write(written);
    }

    /** The dead letters, once there are {@code count}. */
    List<ConsumerRecord<byte[], byte[]>> deadLetters(int count) {
        return records(deadLetterTopic(), count);
    }

    /** The records of a topic that somebody else makes, once there are {@code count}. */
    List<ConsumerRecord<byte[], byte[]>> records(String from, int count) {
        await().atMost(PATIENCE).until(() -> raw.partitions(from) > 0);
        List<ConsumerRecord<byte[], byte[]>> found = raw.read(from, count);
        assertThat(found).hasSize(count);
        return found;
    }

    void awaitCommitted(String of, int partition, long offset) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(raw.committed(group, of, partition)).hasValue(offset));
    }

    static void awaitSize(Collection<?> seen, int size) {
        await().atMost(PATIENCE).until(() -> seen.size() >= size);
    }

    static Headers headers(ConsumerRecord<byte[], byte[]> found) {
        Headers.Builder headers = Headers.builder();
        for (Header header : found.headers()) {
            headers.add(header.key(), header.value());
        }
        return headers.build();
    }

    /** The text of a header that occurs once. */
    static @Nullable String header(ConsumerRecord<byte[], byte[]> found, String name) {
        List<@Nullable String> values = headers(found).strings(name);
        assertThat(values).as(name).hasSize(1);
        return values.get(0);
    }

    static @Nullable String value(ConsumerRecord<byte[], byte[]> found) {
        return found.value() == null ? null : new String(found.value(), UTF_8);
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }

    @Override
    public void close() {
        listeners.forEach(Listener::immediateStop);
        raw.close();
    }
}
