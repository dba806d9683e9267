package dev.barre.examples.quickstart;

import dev.barre.examples.ExampleBroker;
import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.DeliveryMetrics;
import dev.barre.kafka.Listener;
import dev.barre.kafka.OffsetReset;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** One run: generate, produce, consume, stop, compare. Used once, by one thread. */
final class QuickstartRun {
    private static final int PARTITIONS = 4;
    private static final long MILLIS_BETWEEN_LOOKS = 20;

    private final String bootstrapServers;
    private final PrintStream out;
    private final String topic;
    private final String groupId;

    /** Makes the topic of the run. */
    QuickstartRun(String bootstrapServers, PrintStream out) {
        this.bootstrapServers = bootstrapServers;
        this.out = out;
        this.topic = ExampleBroker.newTopic(bootstrapServers, "quickstart-orders", PARTITIONS);
        this.groupId = topic + "-group";
    }

    /** Runs to the end; blocks until all is accounted for, or nothing has moved for half a minute. */
    Summary run(int orders, long seed, Path file) throws IOException, InterruptedException {
        Ledger ledger;
        try (OutputStream lines = new BufferedOutputStream(Files.newOutputStream(file))) {
            ledger = OrderGenerator.write(seed, orders, lines);
        }
        out.printf(
                Locale.ROOT,
                "%,d orders in %s%nto topic %s (%d partitions) on %s%n",
                orders,
                file.toAbsolutePath(),
                topic,
                PARTITIONS,
                bootstrapServers);
        String log = System.getProperty("org.slf4j.simpleLogger.logFile");
        if (log != null) {
            out.println("each rejected record is named in " + Path.of(log).toAbsolutePath());
        }

        OrderFeed feed = new OrderFeed(bootstrapServers, topic);
        OrderService service = new OrderService();
        ConsumerConfiguration configuration = ConsumerConfiguration.builder()
                .groupId(groupId)
                .topics(topic)
                .offsetReset(OffsetReset.EARLIEST)
                .build();
        try (Listener listener = Listener.create(bootstrapServers, configuration)) {
            listener.attach(service);
            listener.start();
            watch(feed, service, listener, CompletableFuture.runAsync(() -> feed.send(file)), ledger);
            listener.gracefulStop();
            return new Summary(
                    ledger, seed, produced(feed), consumed(service), rejected(listener.metrics()), partitions());
        }
    }

    private void watch(
            OrderFeed feed, OrderService service, Listener listener, CompletableFuture<Void> feeding, Ledger ledger)
            throws InterruptedException {
        Progress progress = new Progress(ledger, out);
        while (progress.update(feed, service, listener.metrics()) && !feeding.isCompletedExceptionally()) {
            TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_LOOKS);
        }
        try {
            feeding.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ConnectorException failure ? failure : e;
        }
    }

    private static Summary.Produced produced(OrderFeed feed) {
        return new Summary.Produced(
                feed.acknowledged(),
                feed.failed(),
                feed.firstFailure(),
                feed.stopwatch().rate(feed.acknowledged()));
    }

    private static Summary.Consumed consumed(OrderService service) {
        return new Summary.Consumed(
                service.delivered(),
                service.repeated(),
                service.errors(),
                service.totals(),
                service.stopwatch().rate(service.delivered()));
    }

    private static Map<Defect.Stage, Summary.Rejected> rejected(DeliveryMetrics metrics) {
        return Map.of(
                Defect.Stage.BINDING,
                new Summary.Rejected(metrics.rejectedByBinding(), metrics.firstRejectedByBinding()),
                Defect.Stage.VALIDATION,
                new Summary.Rejected(metrics.rejectedByValidation(), metrics.firstRejectedByValidation()));
    }

    /** Asks the cluster, with the listener's group id, where the group stands and where the topic ends. */
    private List<Summary.Partition> partitions() {
        ConsumerConfiguration onlyAsk = ConsumerConfiguration.builder()
                .groupId(groupId)
                .autoCommit(false)
                .build();
        try (Consumer consumer = Consumer.create(bootstrapServers, onlyAsk)) {
            return consumer.getEndOffsets(consumer.getTopicPartitions(topic)).stream()
                    .map(end -> new Summary.Partition(
                            end.partition(), consumer.getCommittedOffset(end.partition()), end.offset()))
                    .sorted(Comparator.comparingInt(
                            partition -> partition.partition().partition()))
                    .toList();
        }
    }
}
