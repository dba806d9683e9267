package dev.barre.examples.readme;

import static org.awaitility.Awaitility.await;

import dev.barre.examples.Arrivals;
import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.ConsumerRecord;
import dev.barre.kafka.DeadLetterTopic;
import dev.barre.kafka.DeadLetters;
import dev.barre.kafka.Lanes;
import dev.barre.kafka.Listener;
import dev.barre.kafka.ListenerOptions;
import dev.barre.kafka.OffsetReset;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.ProducerRecord;
import dev.barre.kafka.ReplayOptions;
import dev.barre.kafka.ReplayReport;
import dev.barre.kafka.RetryPolicy;
import dev.barre.kafka.RetryTopics;
import dev.barre.kafka.Service;
import dev.barre.kafka.security.AuthenticationConfiguration;
import dev.barre.kafka.security.SecureSocket;
import dev.barre.kafka.security.SecurityProtocol;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The Java of README.md, between {@code snippet} and {@code end} marks in the order of the page, where it compiles and runs.
 * {@link ReadmeTest} compares the two texts.
 */
final class ReadmeSnippets {
    private final String bootstrapServers;
    private final Arrivals arrivals;
    private final List<String> bills = new CopyOnWriteArrayList<>();
    private boolean running = true;

    ReadmeSnippets(String bootstrapServers, int expected) {
        this.bootstrapServers = bootstrapServers;
        this.arrivals = new Arrivals(expected);
    }

    // snippet:order
    public record Order(@NotBlank String id, @Positive int quantity) {}
    // end

    void produceAndConsume() {
        // snippet:produce-and-consume
        try (Producer producer = Producer.create(bootstrapServers, ProducerConfiguration.durable())) {
            // Returns once the broker has acknowledged the record.
            producer.send(ProducerRecord.of("orders", "customer-7", new Order("o-1", 3)));
        }

        ConsumerConfiguration configuration = ConsumerConfiguration.builder()
                .groupId("billing")
                .topics("orders")
                .offsetReset(OffsetReset.EARLIEST)
                .autoCommit(false)
                .build();
        try (Consumer consumer = Consumer.create(bootstrapServers, configuration)) {
            while (running) {
                List<ConsumerRecord<String, Order>> records =
                        consumer.poll(Duration.ofSeconds(1), String.class, Order.class);
                records.forEach(record -> bill(record.key(), record.value()));
                consumer.commit();
            }
        }
        // end
    }

    // snippet:service
    final class Billing implements Service {
        public void onConsumerRecord(List<ConsumerRecord<String, Order>> records) {
            records.forEach(record -> bill(record.key(), record.value()));
        }

        public void onError(ConnectorException error) {
            System.err.println(error.getMessage());
        }
    }
    // end

    void listen() {
        // snippet:listener
        ConsumerConfiguration configuration = ConsumerConfiguration.builder()
                .groupId("billing-service")
                .topics("orders")
                .offsetReset(OffsetReset.EARLIEST)
                .build();
        try (Listener listener = Listener.create(bootstrapServers, configuration)) {
            // A method that cannot be called as it is written is reported here, not at the first record.
            listener.attach(new Billing());
            listener.start();
            awaitShutdown();
            // Finishes the batch in hand, commits it and leaves the group.
            listener.gracefulStop();
        }
        // end
    }

    ReplayReport recover() {
        ConsumerConfiguration configuration = ConsumerConfiguration.builder()
                .groupId("billing-service-2")
                .topics("orders")
                .offsetReset(OffsetReset.EARLIEST)
                .build();
        // snippet:recovery
        ListenerOptions options = ListenerOptions.builder()
                .retry(RetryPolicy.exponential(Duration.ofMillis(100), Duration.ofSeconds(1))
                        .attempts(3)
                        .notRetriable(IllegalArgumentException.class))
                .retryTopics(RetryTopics.after(Duration.ofSeconds(5), Duration.ofMinutes(1)))
                .deadLetters(DeadLetterTopic.withSuffix("-dlt"))
                .build();
        Listener listener = Listener.create(bootstrapServers, configuration, options);
        // end
        try (listener) {
            listener.attach(Service.ofPayload(Order.class, order -> {
                        throw new IllegalArgumentException("no such customer");
                    })
                    .onError((ConnectorException expected) -> {}));
            listener.start();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> listener.metrics().deadLettered() == 1);
        }
        // snippet:replay
        ReplayReport report = DeadLetters.replay(
                bootstrapServers,
                ReplayOptions.builder()
                        .from("orders-dlt")
                        .group("orders-replay")
                        .build());
        // end
        return report;
    }

    static ListenerOptions parallel() {
        // snippet:lanes
        ListenerOptions options =
                ListenerOptions.builder().lanes(Lanes.byKey(64)).build();
        // end
        return options;
    }

    /** A configuration whose certificate file there is none of, unless the caller has one. */
    static ProducerConfiguration secured(String password) {
        // snippet:secured
        ProducerConfiguration configuration = ProducerConfiguration.durable().toBuilder()
                .securityProtocol(SecurityProtocol.SASL_SSL)
                .secureSocket(SecureSocket.of("ca.pem"))
                .auth(AuthenticationConfiguration.scramSha512("billing", password))
                .build();
        // end
        return configuration;
    }

    private void bill(@Nullable String customer, @Nullable Order order) {
        bills.add(customer + " " + order);
        arrivals.arrived();
        running = false;
    }

    private void awaitShutdown() {
        arrivals.await();
    }

    List<String> bills() {
        return List.copyOf(bills);
    }
}
