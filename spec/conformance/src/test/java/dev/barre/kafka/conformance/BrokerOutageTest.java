package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.PATIENCE;
import static dev.barre.kafka.conformance.Clients.payloadsUntil;
import static dev.barre.kafka.conformance.Clients.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.Consumer;
import dev.barre.kafka.Listener;
import dev.barre.kafka.ListenerState;
import dev.barre.kafka.Service;
import dev.barre.kafka.embedded.EmbeddedKafka;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A broker that was there, goes away and comes back. On a cluster of its own, since it is stopped. */
class BrokerOutageTest {
    private static final String TOPIC = "outage";

    @Test
    @Clause({"4.2.2-7", "4.3.1-3", "8-7"})
    void brokerGoesAway_isReportedAndRecordsComeAfterwards() {
        Queue<String> received = new ConcurrentLinkedQueue<>();
        Queue<ConnectorException> errors = new ConcurrentLinkedQueue<>();
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                Consumer consumer = Clients.consumer(kafka.bootstrapServers(), "polling", TOPIC);
                Listener listener = Listener.create(
                        kafka.bootstrapServers(),
                        reading("listening", TOPIC).autoCommit(true).build())) {
            kafka.createTopic(TOPIC, 1);
            listener.attach(Service.ofPayloads(String.class, received::addAll)
                    .onError((ConnectorException error) -> errors.add(error)));
            listener.start();
            try (RawKafka raw = RawKafka.at(kafka.bootstrapServers())) {
                raw.write(TOPIC, "before");
                assertThat(payloadsUntil(consumer, 1, String.class)).containsExactly("before");
                // What is not committed when the broker goes may come again.
                await().atMost(PATIENCE)
                        .until(() -> raw.committed("listening", TOPIC).equals(OptionalLong.of(1)));
            }

            kafka.stopNode(0);
            await().atMost(PATIENCE).until(() -> errors.stream().anyMatch(ConnectorException::isRetriable));
            await().atMost(PATIENCE).untilAsserted(() -> {
                ConnectorException failure = Failures.of(() -> consumer.poll(Duration.ofSeconds(2), String.class));
                assertThat(failure.isRetriable()).isTrue();
                assertThat(failure).hasMessageContaining(kafka.bootstrapServers());
            });
            assertThat(listener.state()).isEqualTo(ListenerState.RUNNING);

            kafka.startNode(0);
            try (RawKafka raw = RawKafka.at(kafka.bootstrapServers())) {
                raw.write(TOPIC, "after");
            }
            await().atMost(PATIENCE).until(() -> received.contains("after"));
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(ConnectorException.class)
                    .until(() ->
                            consumer.pollPayload(Clients.ROUND, String.class).contains("after"));
            listener.gracefulStop();
            assertThat(received).containsExactly("before", "after");
        }
    }

    @Test
    @Clause("10-5")
    void immediateStop_handlerWaitsForACommitAndTheBrokerIsGone_isInTime() {
        CountDownLatch committing = new CountDownLatch(1);
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            kafka.createTopic(TOPIC, 1);
            Listener listener = Listener.create(
                    kafka.bootstrapServers(), reading("stopping", TOPIC).build());
            listener.attach(Service.ofPayloads(String.class, (caller, batch) -> {
                        kafka.stopNode(0);
                        committing.countDown();
                        caller.commit();
                    })
                    .onError((ConnectorException error) -> {}));
            try (RawKafka raw = RawKafka.at(kafka.bootstrapServers())) {
                raw.write(TOPIC, "once");
            }
            listener.start();
            await().atMost(PATIENCE).until(() -> committing.getCount() == 0);
            listener.immediateStop();
            assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
        }
    }
}
