package dev.barre.kafka;

import dev.barre.kafka.interop.ApiTimeouts;
import dev.barre.kafka.interop.KafkaCalls;
import dev.barre.kafka.interop.NativeAdmin;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Makes, lists and deletes topics. Thread-safe; each function blocks until the brokers have done it, up to 60 seconds, and throws a
 * {@link ConnectorException} and nothing else.
 */
public final class Admin implements AutoCloseable {
    /** Kafka's {@code default.api.timeout.ms}. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final short DEFAULT_REPLICATION = -1;

    private final NativeAdmin client;
    private final ApiTimeouts timeouts =
            new ApiTimeouts(new KafkaCalls("admin client", ConnectorException::from), TIMEOUT);

    private Admin(NativeAdmin client) {
        this.client = client;
    }

    /** Makes an admin client for a cluster that wants neither TLS nor a login. */
    public static Admin create(String bootstrapServers) {
        return create(bootstrapServers, ProducerConfiguration.durable());
    }

    /**
     * Makes an admin client. Connects lazily.
     *
     * @param bootstrapServers one or more {@code host:port}, separated by commas
     * @param connection its security and network settings are used, the rest of it is not
     */
    public static Admin create(String bootstrapServers, ClientConfiguration connection) {
        Arguments.required("create", "the configuration", connection);
        var settings = connection.nativeSettings(Collections.singletonList(bootstrapServers));
        return new Admin(new NativeAdmin(settings.kafkaProperties(), ConnectorException::from));
    }

    /** Makes a topic with the replication factor of the brokers, and returns once every partition has a leader. */
    public void createTopic(String topic, int partitions) {
        createTopic(topic, partitions, Map.of());
    }

    /** The same with configurations of the topic, by Kafka's names ({@code cleanup.policy}). */
    public void createTopic(String topic, int partitions, Map<String, String> configs) {
        Arguments.checkTopic("createTopic", topic);
        Arguments.required("createTopic", "the configurations", configs);
        if (partitions < 1) {
            throw ConnectorException.refused(
                    "createTopic", "partitions must be at least 1, but is " + partitions + ".");
        }
        client.createTopic(topic, partitions, DEFAULT_REPLICATION, configs, timeouts.of("createTopic", null));
    }

    /** Deletes a topic with all its records. */
    public void deleteTopic(String topic) {
        client.deleteTopic(Arguments.checkTopic("deleteTopic", topic), timeouts.of("deleteTopic", null));
    }

    /** The names of the topics that this client may see, sorted. */
    public List<String> topics() {
        return client.topics(timeouts.of("topics", null)).stream().sorted().toList();
    }

    /** Closes; a second close does nothing. */
    @Override
    public void close() {
        client.close();
    }
}
