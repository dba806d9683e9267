package dev.barre.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EmbeddedKafkaTest {
    @Test
    void start_oneNode_createsTopics() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            kafka.createTopic("orders", 4);

            assertThat(kafka.isRunning(0)).isTrue();
        }
    }
}
