package dev.barre.kafka.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.barre.kafka.Admin;
import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.Topic;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmbeddedKafkaExtension.class)
class AdminTest {
    @Test
    @Clause("4.5-1")
    void createTopic_isThereWithItsPartitions_untilDeleted(@BootstrapServers String servers) {
        String topic = "made-" + UUID.randomUUID();
        try (Admin admin = Admin.create(servers);
                Producer producer = Producer.create(servers, ProducerConfiguration.durable())) {
            admin.createTopic(topic, 3, Map.of("cleanup.policy", "compact"));

            assertThat(admin.topics()).contains(topic);
            assertThat(producer.getTopicPartitions(topic)).hasSize(3);

            admin.deleteTopic(topic);
            assertThat(admin.topics()).doesNotContain(topic);
        }
    }

    @Test
    @Clause("4.5-2")
    void wrongArguments_areRefused(@BootstrapServers String servers, @Topic String existing) {
        try (Admin admin = Admin.create(servers)) {
            assertThatThrownBy(() -> admin.createTopic(existing, 1))
                    .isInstanceOf(ConnectorException.class)
                    .hasMessageContaining(existing);
            assertThatThrownBy(() -> admin.deleteTopic("no-such-" + UUID.randomUUID()))
                    .isInstanceOf(ConnectorException.class);
            assertThatThrownBy(() -> admin.createTopic(" ", 1)).isInstanceOf(ConnectorException.class);
            assertThatThrownBy(() -> admin.createTopic("none-" + UUID.randomUUID(), 0))
                    .isInstanceOf(ConnectorException.class)
                    .hasMessageContaining("partitions");
        }
    }
}
