package dev.barre.kafka.interop;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The settings of a durable producer that sends on what a consumer has read, over the same connection. What both clients know
 * (security, network, metrics) is taken over, and what neither knows (it is for plugged-in classes); what only one of them knows is
 * not.
 */
public final class CompanionProducer {
    /** What a broker takes in one request by default ({@code socket.request.max.bytes}): it decides, not this client. */
    private static final int LARGEST_REQUEST = 100 * 1024 * 1024;

    /** Room for headers that are added to a record as large as a fetch. */
    private static final int HEADER_ROOM = 64 * 1024;

    /** How long a send waits for the metadata of a topic: failures are told soon, and the caller tries again. */
    private static final int MAX_BLOCK_MS = 5_000;

    /** Shared by name but not by meaning: the interceptors of a consumer are not those of a producer. */
    private static final Set<String> OF_THE_CONSUMER =
            Set.of(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, ConsumerConfig.CLIENT_ID_CONFIG);

    private CompanionProducer() {}

    /**
     * Settings for the same cluster: acknowledged by all replicas, written once, compressed, for records of any size that a broker
     * takes.
     *
     * @param consumer the settings of the consumer
     * @param suffix what is put behind its {@code client.id}, or where it has none behind its group
     */
    public static ClientSettings settings(ClientSettings consumer, String suffix) {
        Map<String, Object> properties = new LinkedHashMap<>();
        consumer.kafkaProperties().forEach((name, value) -> {
            if (isShared(name)) {
                properties.put(name, value);
            }
        });
        consumer.clientId()
                .or(consumer::groupId)
                .ifPresent(name -> properties.put(ProducerConfig.CLIENT_ID_CONFIG, name + "-" + suffix));
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // A record that was read from a compressed batch may not fit into a topic uncompressed.
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        int largest = largestRequest(consumer);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, largest);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) largest);
        return ClientSettings.of(consumer.bootstrapServers(), properties);
    }

    private static boolean isShared(String name) {
        boolean known = ProducerConfig.configNames().contains(name);
        return known == ConsumerConfig.configNames().contains(name) && !OF_THE_CONSUMER.contains(name);
    }

    private static int largestRequest(ClientSettings consumer) {
        Object fetch = consumer.kafkaProperties().get(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG);
        return fetch instanceof Integer bytes
                ? Math.max(LARGEST_REQUEST, Math.min(bytes, Integer.MAX_VALUE - HEADER_ROOM) + HEADER_ROOM)
                : LARGEST_REQUEST;
    }
}
