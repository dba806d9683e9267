package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.WATCH;
import static dev.barre.kafka.conformance.Clients.partitions;
import static dev.barre.kafka.conformance.Clients.payloadsUntil;
import static dev.barre.kafka.conformance.Clients.reading;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.OffsetReset;
import dev.barre.kafka.PartitionOffset;
import dev.barre.kafka.TopicPartition;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Chapters 2.2 and 2.3, and where reading begins (4.1-9). */
@ExtendWith(EmbeddedKafkaExtension.class)
class RecordsTest {
    @Test
    @Clause("2.2-1")
    void topicPartition_isAValue() {
        TopicPartition partition = new TopicPartition("orders", 3);
        assertThat(partition).isEqualTo(new TopicPartition("orders", 3)).hasToString("orders-3");
        assertThat(partition.topic()).isEqualTo("orders");
        assertThat(partition.partition()).isEqualTo(3);
    }

    @Test
    @Clause("2.3-1")
    void partitionOffset_isAValueOf64Bits() {
        PartitionOffset offset = PartitionOffset.of("orders", 3, 5_000_000_000L);
        assertThat(offset)
                .isEqualTo(new PartitionOffset(new TopicPartition("orders", 3), 5_000_000_000L))
                .hasToString("orders-3@5000000000");
    }

    @Test
    @Clause("4.1-9")
    void offsetReset_earliestAndLatest(@BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer earliest = reset(servers, group + "-earliest", topic, OffsetReset.EARLIEST);
                Consumer latest = reset(servers, group + "-latest", topic, OffsetReset.LATEST)) {
            raw.write(topic, "before");
            assertThat(payloadsUntil(earliest, 1, String.class)).containsExactly("before");
            latest.assign(partitions(topic, 1));
            assertThat(latest.getPositionOffset(new TopicPartition(topic, 0))).isEqualTo(1);
            raw.write(topic, "after");
            assertThat(payloadsUntil(latest, 1, String.class)).containsExactly("after");
            assertThat(latest.pollPayload(WATCH, String.class)).isEmpty();
        }
    }

    private static Consumer reset(String servers, String group, String topic, OffsetReset offsetReset) {
        Consumer consumer = Consumer.create(
                servers,
                ConsumerConfiguration.builder()
                        .groupId(group)
                        .offsetReset(offsetReset)
                        .build());
        consumer.assign(List.of(new TopicPartition(topic, 0)));
        return consumer;
    }

    @Test
    @Clause("4.1-9")
    void offsetReset_none_thePollFails(@BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        try (Consumer consumer = Consumer.create(
                servers, reading(group, topic).offsetReset(OffsetReset.NONE).build())) {
            Instant end = Instant.now().plus(Clients.PATIENCE);
            ConnectorException failure = Failures.within(Clients.PATIENCE, () -> {
                while (Instant.now().isBefore(end)) {
                    consumer.pollPayload(Clients.ROUND, String.class);
                }
            });
            assertThat(failure).hasMessageContaining("offsetReset");
            assertThat(failure.isRetriable()).isFalse();
        }
    }
}
