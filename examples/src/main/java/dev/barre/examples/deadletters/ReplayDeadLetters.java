package dev.barre.examples.deadletters;

import dev.barre.examples.Arrivals;
import dev.barre.examples.ExampleBroker;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.DeadLetterTopic;
import dev.barre.kafka.DeadLetters;
import dev.barre.kafka.Listener;
import dev.barre.kafka.ListenerOptions;
import dev.barre.kafka.OffsetReset;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.ProducerRecord;
import dev.barre.kafka.ReplayOptions;
import dev.barre.kafka.ReplayReport;
import dev.barre.kafka.RetryPolicy;
import dev.barre.kafka.Service;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Sets aside what cannot be handled now and brings it back later: while the payment provider is down, orders paid by card become dead
 * letters after three attempts, and the others are handled. Once it is up again the dead letters are replayed, and the same
 * listener handles them.
 */
public final class ReplayDeadLetters {
    private static final int ORDERS = 20;
    private static final int BY_CARD = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ReplayDeadLetters() {}

    /** An order and how it is paid. */
    public record Order(String id, boolean byCard) {}

    /**
     * What happened.
     *
     * @param handledAtFirst how many orders were handled while the provider was down
     * @param deadLettered how many became dead letters
     * @param dryRun what a replay would do
     * @param replay what the replay did
     * @param handledInTheEnd how many orders were handled after it
     */
    public record Result(
            int handledAtFirst, long deadLettered, ReplayReport dryRun, ReplayReport replay, int handledInTheEnd) {}

    /** Takes {@code --bootstrap-servers}, or runs on a broker in this JVM. */
    public static void main(String[] args) {
        ExampleBroker.run(args, ReplayDeadLetters::run);
    }

    /** Handles orders without the provider, then brings back what has failed. */
    public static Result run(String bootstrapServers) {
        String topic = ExampleBroker.newTopic(bootstrapServers, "orders", 2);
        try (Producer producer = Producer.create(bootstrapServers, ProducerConfiguration.durable())) {
            producer.sendAll(IntStream.range(0, ORDERS)
                            .mapToObj(i -> ProducerRecord.of(topic, "customer-" + i, order(i)))
                            .toList())
                    .throwIfFailed();
        }

        ConsumerConfiguration configuration = ConsumerConfiguration.builder()
                .groupId(topic + "-group")
                .topics(topic)
                .offsetReset(OffsetReset.EARLIEST)
                .build();
        ListenerOptions options = ListenerOptions.builder()
                .retry(RetryPolicy.fixed(Duration.ofMillis(50)).attempts(3))
                .deadLetters(DeadLetterTopic.withSuffix("-dlt"))
                .build();
        Payments payments = new Payments();
        try (Listener listener = Listener.create(bootstrapServers, configuration, options)) {
            listener.attach(payments);
            listener.start();
            payments.paidWithoutProvider.await();
            awaitDeadLetters(listener);
            int handledAtFirst = payments.handled.size();
            System.out.println("The provider is down: " + handledAtFirst + " orders are handled, "
                    + listener.metrics().deadLettered() + " are dead letters.");

            payments.providerIsDown = false;
            ReplayOptions.Builder replay = ReplayOptions.builder()
                    .from(topic + "-dlt")
                    .group(topic + "-replay")
                    .exceptionClass(ProviderDownException.class.getName());
            ReplayReport dryRun =
                    DeadLetters.replay(bootstrapServers, replay.dryRun(true).build());
            System.out.println("The provider is up again. A replay would do this: " + dryRun);
            ReplayReport report = DeadLetters.replay(
                    bootstrapServers,
                    replay.dryRun(false)
                            .onProgress(progress -> System.out.println("Replayed: " + progress.replayed()))
                            .build());
            payments.paidByProvider.await();
            listener.gracefulStop();
            System.out.println("After the replay " + payments.handled.size() + " orders are handled.");
            return new Result(
                    handledAtFirst, listener.metrics().deadLettered(), dryRun, report, payments.handled.size());
        }
    }

    private static Order order(int number) {
        return new Order("order-" + number, number % (ORDERS / BY_CARD) == 0);
    }

    /** A dead letter counts once the brokers have acknowledged it. */
    private static void awaitDeadLetters(Listener listener) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (listener.metrics().deadLettered() < BY_CARD) {
                if (System.nanoTime() - end > 0) {
                    throw new IllegalStateException("no dead letters within " + PATIENCE);
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }

    /** What the payments throw; a replay finds its dead letters by the name. */
    static final class ProviderDownException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ProviderDownException() {
            super("the payment provider does not answer");
        }
    }

    static final class Payments implements Service {
        private final Arrivals paidWithoutProvider = new Arrivals(ORDERS - BY_CARD);
        private final Arrivals paidByProvider = new Arrivals(BY_CARD);
        private final List<String> handled = new CopyOnWriteArrayList<>();
        private volatile boolean providerIsDown = true;

        /** Called by the listener with each order; what it throws is tried again, three times in all. */
        public void onConsumerRecord(Order order) {
            if (order.byCard() && providerIsDown) {
                throw new ProviderDownException();
            }
            handled.add(order.id());
            (order.byCard() ? paidByProvider : paidWithoutProvider).arrived();
        }
    }
}
