package dev.barre.kafka;

import dev.barre.kafka.interop.ClientSettings;
import dev.barre.kafka.interop.NativeAdmin;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the topics that this library sends to where they are missing, with as many partitions as the topic whose records they take
 * and the replication factor of the brokers; they keep their records until somebody says otherwise. Several clients may do so at once. Used by one thread, which it blocks.
 */
final class TopicsOnDemand implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicsOnDemand.class);

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final short DEFAULT_REPLICATION = -1;

    /** Records keep their timestamps, by which a broker would delete those of long ago at once. */
    private static final Map<String, String> KEPT = Map.of("retention.ms", "-1");

    private final ClientSettings connection;
    private final Map<String, Integer> known = new HashMap<>();
    private @Nullable NativeAdmin admin;

    /** @param connection to the cluster; connected to when it is first needed */
    TopicsOnDemand(ClientSettings connection) {
        this.connection = connection;
    }

    /** How many partitions {@code topic} has; where it is missing it is made like {@code source}. Blocks up to 30 s the first time. */
    int partitions(String topic, String source) {
        Integer count = known.get(topic);
        if (count == null) {
            count = existing(topic).orElseGet(() -> created(topic, source));
            known.put(topic, count);
        }
        return count;
    }

    /** How many partitions {@code topic} has; empty where there is no such topic, which is asked for anew each time. */
    OptionalInt existing(String topic) {
        return admin().partitionCount(topic, TIMEOUT);
    }

    /** Looks at {@code topic} again before the next use: it may be gone. */
    void forget(String topic) {
        known.remove(topic);
    }

    private int created(String topic, String source) {
        int wanted = existing(source)
                .orElseThrow(() -> ConnectorException.refused(
                        "createTopic",
                        topic + " does not exist, and could not be made like " + source + ", which does not either."));
        try {
            admin().createTopicIfAbsent(topic, wanted, DEFAULT_REPLICATION, KEPT, TIMEOUT);
        } catch (ConnectorException e) {
            throw new ConnectorException(
                    "createTopic",
                    e.disposition(),
                    topic + " does not exist and could not be made. Make it with " + wanted
                            + " partitions, or let this principal make it. " + e.getMessage(),
                    e.getCause());
        }
        LOG.info("Made the topic {} with {} partitions, as many as {} has", topic, wanted, source);
        return existing(topic).orElse(wanted);
    }

    private NativeAdmin admin() {
        NativeAdmin open = admin;
        if (open == null) {
            open = new NativeAdmin(connection.kafkaProperties(), ConnectorException::from);
            admin = open;
        }
        return open;
    }

    /** {@link #close(Duration)} with five seconds. */
    @Override
    public void close() {
        close(CLOSE_TIMEOUT);
    }

    /** Waits up to {@code timeout} for what is in flight. */
    void close(Duration timeout) {
        if (admin != null) {
            admin.close(timeout);
            admin = null;
        }
    }
}
