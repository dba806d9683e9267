package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.assigned;
import static dev.barre.kafka.conformance.Clients.partitions;
import static dev.barre.kafka.conformance.Clients.payloadsUntil;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.OffsetReset;
import dev.barre.kafka.PartitionOffset;
import dev.barre.kafka.TopicPartition;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.Topic;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Chapter 4.2.5. */
@ExtendWith(EmbeddedKafkaExtension.class)
class SeekTest {
    @Test
    @Clause("4.2.5-1")
    void seek_forwardsAndBackwards_isTheNextRecord(@BootstrapServers String servers, @Topic String topic) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = Consumer.create(
                        servers,
                        ConsumerConfiguration.builder()
                                .offsetReset(OffsetReset.EARLIEST)
                                .maxPollRecords(1)
                                .build())) {
            consumer.assign(partitions(topic, 1));
            raw.writeNumbers(topic, 0, 0, 20);
            assertThat(payloadsUntil(consumer, 1, Integer.class)).containsExactly(0);
            consumer.seek(PartitionOffset.of(topic, 0, 15));
            assertThat(consumer.getPositionOffset(new TopicPartition(topic, 0))).isEqualTo(15);
            assertThat(payloadsUntil(consumer, 2, Integer.class)).containsExactly(15, 16);
            consumer.seek(PartitionOffset.of(topic, 0, 3));
            assertThat(payloadsUntil(consumer, 2, Integer.class)).containsExactly(3, 4);
        }
    }

    @Test
    @Clause("4.2.5-2")
    void seekToBeginningAndEnd_moveThePartitionsGiven(
            @BootstrapServers String servers, @Topic(partitions = 2) String topic) {
        TopicPartition zero = new TopicPartition(topic, 0);
        TopicPartition one = new TopicPartition(topic, 1);
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = assigned(servers, topic, 2)) {
            raw.writeNumbers(topic, 0, 0, 3);
            raw.writeNumbers(topic, 1, 10, 13);
            consumer.seekToEnd(List.of(zero, one));
            assertThat(consumer.getPositionOffset(zero)).isEqualTo(3);
            assertThat(consumer.getPositionOffset(one)).isEqualTo(3);
            raw.writeTo(topic, 1, "13");
            assertThat(payloadsUntil(consumer, 1, Integer.class)).containsExactly(13);
            consumer.seekToBeginning(List.of(zero));
            assertThat(payloadsUntil(consumer, 3, Integer.class)).containsExactly(0, 1, 2);
            assertThat(consumer.getPositionOffset(one)).isEqualTo(4);
        }
    }

    @Test
    @Clause("4.2.5-3")
    void seek_negativeOrNotAssigned_isRefused(@BootstrapServers String servers, @Topic String topic) {
        List<TopicPartition> elsewhere = List.of(new TopicPartition(topic, 7));
        try (Consumer consumer = assigned(servers, topic, 1)) {
            assertThat(Failures.of(() -> consumer.seek(PartitionOffset.of(topic, 0, -1)))
                            .operation())
                    .isEqualTo("seek");
            Failures.of(() -> consumer.seek(PartitionOffset.of(topic, 7, 0)));
            assertThat(Failures.of(() -> consumer.seekToBeginning(elsewhere)).operation())
                    .isEqualTo("seekToBeginning");
            assertThat(Failures.of(() -> consumer.seekToEnd(elsewhere)).operation())
                    .isEqualTo("seekToEnd");
        }
    }
}
