package dev.barre.kafka.conformance;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.types.Password;

/**
 * An interceptor that changes nothing and keeps the properties that the Kafka client was made with, by client id: what really
 * reaches the client.
 */
public final class CapturedProperties
        implements ProducerInterceptor<byte[], byte[]>, ConsumerInterceptor<byte[], byte[]> {
    // Kafka makes the instance from the name of the class, so that only a static place can be found again by the test.
    private static final Map<String, Map<String, String>> BY_CLIENT_ID = new ConcurrentHashMap<>();

    /** A client id that nobody else uses. */
    static String freshClientId() {
        return "captured-" + UUID.randomUUID();
    }

    /** The properties of the client with this id, each as text. */
    static Map<String, String> of(String clientId) {
        Map<String, String> properties = BY_CLIENT_ID.get(clientId);
        if (properties == null) {
            throw new AssertionError("no Kafka client was made with client.id " + clientId);
        }
        return properties;
    }

    @Override
    public void configure(Map<String, ?> configs) {
        Map<String, String> properties = new ConcurrentHashMap<>();
        configs.forEach((name, value) -> {
            if (value != null) {
                properties.put(name, text(value));
            }
        });
        BY_CLIENT_ID.put(properties.get("client.id"), properties);
    }

    private static String text(Object value) {
        if (value instanceof Collection<?> values) {
            return values.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        if (value instanceof Class<?> type) {
            return type.getName();
        }
        return value instanceof Password secret ? secret.value() : value.toString();
    }

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> producerRecord) {
        return producerRecord;
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception exception) {}

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}
}
