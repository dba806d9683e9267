package dev.barre.kafka;

import static dev.barre.kafka.RawRecords.slice;
import static dev.barre.kafka.RawRecords.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaCluster;
import dev.barre.kafka.embedded.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.server.policy.CreateTopicPolicy;
import org.junit.jupiter.api.Test;

/** A cluster that does not let clients make every topic. */
@EmbeddedKafkaCluster(
        brokerProperties =
                "create.topic.policy.class.name=dev.barre.kafka.ForwarderRefusedTopicTest$NoDeadLetterTopics")
class ForwarderRefusedTopicTest {
    /** Made by the broker, which runs in this JVM. */
    public static final class NoDeadLetterTopics implements CreateTopicPolicy {
        static final AtomicBoolean LIFTED = new AtomicBoolean();

        @Override
        public void validate(RequestMetadata request) {
            if (request.topic().endsWith("-dlt") && !LIFTED.get()) {
                throw new PolicyViolationException("no dead letter topics here");
            }
        }

        @Override
        public void configure(Map<String, ?> configs) {}

        @Override
        public void close() {}
    }

    @Test
    void topicMayNotBeMade_isToldWhatToDoAndTheRecordGoesOnceItMay(
            @BootstrapServers String servers, @Topic(partitions = 2) String topic) throws Exception {
        List<ConnectorException> told = new CopyOnWriteArrayList<>();
        var settings = ConsumerConfiguration.builder().build().nativeSettings(List.of(servers));
        try (Forwarder forwarder = Forwarder.create(settings, "test", told::add)) {
            CompletableFuture<Void> done = forwarder
                    .send(Forwarded.of(slice(topic, 1, 0, "v"), 0, topic + "-dlt", Headers.empty()))
                    .toCompletableFuture();
            await().atMost(Duration.ofSeconds(30)).until(() -> !told.isEmpty());
            assertThat(told.get(0))
                    .hasMessageContaining(topic + "-dlt does not exist and could not be made")
                    .hasMessageContaining("Make it with 2 partitions")
                    .hasMessageContaining("no dead letter topics here");
            assertThat(done).isNotDone();

            NoDeadLetterTopics.LIFTED.set(true);
            done.get(60, TimeUnit.SECONDS);
        }
        assertThat(values(servers, topic + "-dlt", 1)).containsExactly("v");
    }
}
