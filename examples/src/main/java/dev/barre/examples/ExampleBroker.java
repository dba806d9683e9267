package dev.barre.examples;

import dev.barre.kafka.Admin;
import dev.barre.kafka.embedded.EmbeddedKafka;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The cluster that an example runs on: the one named by {@code --bootstrap-servers}, or else a broker inside this JVM, which
 * ends with the example.
 */
public final class ExampleBroker implements AutoCloseable {
    /** The argument that names a cluster. */
    public static final String BOOTSTRAP_SERVERS = "--bootstrap-servers";

    private final String bootstrapServers;
    private final @Nullable EmbeddedKafka embedded;

    private ExampleBroker(String bootstrapServers, @Nullable EmbeddedKafka embedded) {
        this.bootstrapServers = bootstrapServers;
        this.embedded = embedded;
    }

    /** The given cluster, or one broker in this JVM (about two seconds) where none is given. */
    public static ExampleBroker open(Optional<String> bootstrapServers) {
        if (bootstrapServers.isPresent()) {
            return new ExampleBroker(bootstrapServers.get(), null);
        }
        EmbeddedKafka embedded = EmbeddedKafka.start();
        return new ExampleBroker(embedded.bootstrapServers(), embedded);
    }

    /** What a client connects to: {@code host:port}, comma-separated. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Whether the broker runs inside this JVM. */
    public boolean isEmbedded() {
        return embedded != null;
    }

    /**
     * Makes a topic that nobody used before.
     *
     * @return its name, which begins with {@code prefix}
     */
    public static String newTopic(String bootstrapServers, String prefix, int partitions) {
        String topic = prefix + '-' + UUID.randomUUID().toString().substring(0, 8);
        try (Admin admin = Admin.create(bootstrapServers)) {
            admin.createTopic(topic, partitions);
        }
        return topic;
    }

    /** Stops the embedded broker and removes its data; a given cluster is left as it is. */
    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }

    /** The {@code main} of a small example: reads the command line, runs the example and prints what it returns. */
    public static void run(String[] args, Function<String, ?> example) {
        Optional<String> given;
        try {
            given = Arguments.parse(args, List.of(BOOTSTRAP_SERVERS)).string(BOOTSTRAP_SERVERS);
        } catch (UsageException e) {
            System.err.println(e.getMessage());
            System.exit(UsageException.EXIT_CODE);
            return;
        }
        try (ExampleBroker broker = open(given)) {
            System.out.println(example.apply(broker.bootstrapServers()));
        }
    }
}
