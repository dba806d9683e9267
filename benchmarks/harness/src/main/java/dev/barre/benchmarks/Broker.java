package dev.barre.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/** The broker of a case, in a JVM of its own. Not thread-safe. */
final class Broker implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final ChildJvm jvm;
    private final Map<String, Object> properties;
    private final Admin admin;

    private Broker(ChildJvm jvm, Map<String, Object> properties) {
        this.jvm = jvm;
        this.properties = properties;
        this.admin = Admin.create(properties);
    }

    /** Returns once it serves requests. */
    static Broker start(Environment environment, Case measured) throws IOException {
        ChildJvm jvm = environment.startBroker(measured);
        String line = jvm.hear(PATIENCE);
        if (!line.startsWith(BrokerProgram.READY)) {
            jvm.close();
            throw new IOException("The broker says " + line);
        }
        String[] words = line.substring(BrokerProgram.READY.length()).split(" ", -1);
        Map<String, Object> properties = new HashMap<>(Map.of("bootstrap.servers", words[0]));
        if (words.length > 1) {
            properties.putAll(Map.of(
                    "security.protocol", "SSL",
                    "ssl.truststore.type", "PEM",
                    "ssl.truststore.location", words[1]));
        }
        return new Broker(jvm, properties);
    }

    /** What a client needs to come to it. */
    Map<String, Object> clientProperties() {
        return properties;
    }

    /** The same for an arm. */
    List<String> pairs() {
        List<String> pairs = new ArrayList<>();
        properties.forEach((name, value) -> pairs.add("client." + name + "=" + value));
        return pairs;
    }

    /**
     * Returns once the leaders of all partitions answer. Before that the first batch of a producer is refused and sent again, behind five
     * others: that is out of order for a broker until its time is over, two minutes.
     */
    void createTopic(String name, int partitions) throws IOException {
        try {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get();
            awaitLeaders(ends(name, partitions));
        } catch (ExecutionException e) {
            throw new IOException("Topic " + name + " could not be created", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    private void awaitLeaders(Map<TopicPartition, OffsetSpec> ends) throws ExecutionException, InterruptedException {
        long begin = System.nanoTime();
        while (true) {
            try {
                admin.listOffsets(ends).all().get();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException) || System.nanoTime() - begin > PATIENCE.toNanos()) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    /** Removes the topic; returns how many records were in it. */
    long removeTopic(String name, int partitions) throws IOException {
        try {
            long records = admin.listOffsets(ends(name, partitions)).all().get().values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
            admin.deleteTopics(List.of(name)).all().get();
            return records;
        } catch (ExecutionException e) {
            throw new IOException("Topic " + name + " could not be removed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    private static Map<TopicPartition, OffsetSpec> ends(String name, int partitions) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            ends.put(new TopicPartition(name, partition), OffsetSpec.latest());
        }
        return ends;
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
        jvm.close();
    }
}
