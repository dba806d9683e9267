package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.assigned;
import static dev.barre.kafka.conformance.Clients.consumer;
import static dev.barre.kafka.conformance.Clients.partitions;
import static dev.barre.kafka.conformance.Clients.payloadsUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.OffsetReset;
import dev.barre.kafka.TopicPartition;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Chapter 4.2.4: assignment, pause and resume, the partitions of a topic. */
@ExtendWith(EmbeddedKafkaExtension.class)
class ConsumerPartitionsTest {
    @Test
    @Clause("4.2.4-1")
    void assign_replacesTheAssignment(@BootstrapServers String servers, @Topic(partitions = 3) String topic) {
        TopicPartition one = new TopicPartition(topic, 1);
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = assigned(servers, topic, 3)) {
            assertThat(consumer.getAssignment()).containsExactlyInAnyOrderElementsOf(partitions(topic, 3));
            consumer.assign(List.of(one));
            assertThat(consumer.getAssignment()).containsExactly(one);
            assertThat(consumer.getSubscription()).isEmpty();
            raw.write(topic, "not assigned");
            raw.writeTo(topic, 1, "assigned");
            assertThat(payloadsUntil(consumer, 1, String.class)).containsExactly("assigned");
            consumer.assign(List.of());
            assertThat(consumer.getAssignment()).isEmpty();
            Failures.of(() -> consumer.pollPayload(Duration.ZERO, String.class));
        }
    }

    @Test
    @Clause("4.2.4-2")
    void assign_blankTopic_isRefused(@BootstrapServers String servers, @Topic String topic) {
        try (Consumer consumer = assigned(servers, topic, 1)) {
            for (String blank : List.of("", "  ")) {
                assertThat(Failures.of(() -> consumer.assign(List.of(new TopicPartition(blank, 0))))
                                .operation())
                        .isEqualTo("assign");
            }
            assertThat(consumer.getAssignment()).isEqualTo(partitions(topic, 1));
        }
    }

    @Test
    @Clause("4.2.4-2")
    void assignAndSubscribe_excludeEachOther(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        try (Consumer subscribed = consumer(servers, group, topic);
                Consumer assigned = consumer(servers, group + "-assigned")) {
            Failures.of(() -> subscribed.assign(partitions(topic, 1)));
            assigned.assign(partitions(topic, 1));
            Failures.of(() -> assigned.subscribe(topic));
            Failures.of(() -> assigned.subscribeWithPattern(topic));
            assigned.unsubscribe();
            assertThatCode(() -> assigned.subscribe(topic)).doesNotThrowAnyException();
        }
    }

    @Test
    @Clause("4.2.4-3")
    void pause_returnsNothingUntilResume(@BootstrapServers String servers, @Topic(partitions = 2) String topic) {
        TopicPartition zero = new TopicPartition(topic, 0);
        TopicPartition one = new TopicPartition(topic, 1);
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = assigned(servers, topic, 2)) {
            raw.write(topic, "a", "b");
            assertThat(payloadsUntil(consumer, 2, String.class)).hasSize(2);
            consumer.pause(List.of(zero));
            assertThat(consumer.getPausedPartitions()).containsExactly(zero);
            raw.write(topic, "c");
            raw.writeTo(topic, 1, "x");
            assertThat(payloadsUntil(consumer, 1, String.class)).containsExactly("x");
            assertThat(consumer.pollPayload(Clients.WATCH, String.class)).isEmpty();
            assertThat(consumer.getPositionOffset(zero)).isEqualTo(2);
            consumer.resume(List.of(zero));
            assertThat(consumer.getPausedPartitions()).isEmpty();
            assertThat(payloadsUntil(consumer, 1, String.class)).containsExactly("c");
            assertThat(consumer.getPositionOffset(one)).isEqualTo(1);
        }
    }

    @Test
    @Clause("4.2.4-3")
    void pause_recordsAlreadyFetched_waitToo(@BootstrapServers String servers, @Topic String topic) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = Consumer.create(
                        servers,
                        ConsumerConfiguration.builder()
                                .offsetReset(OffsetReset.EARLIEST)
                                .maxPollRecords(1)
                                .build())) {
            consumer.assign(partitions(topic, 1));
            raw.write(topic, "a", "b", "c");
            assertThat(payloadsUntil(consumer, 1, String.class)).containsExactly("a");
            consumer.pause(partitions(topic, 1));
            assertThat(consumer.pollPayload(Clients.WATCH, String.class)).isEmpty();
            consumer.resume(partitions(topic, 1));
            assertThat(payloadsUntil(consumer, 2, String.class)).containsExactly("b", "c");
        }
    }

    @Test
    @Clause("4.2.4-4")
    void pauseAndResume_notAssigned_areRefused(@BootstrapServers String servers, @Topic String topic) {
        try (Consumer consumer = assigned(servers, topic, 1)) {
            List<TopicPartition> elsewhere = List.of(new TopicPartition(topic, 7));
            assertThat(Failures.of(() -> consumer.pause(elsewhere)).operation()).isEqualTo("pause");
            assertThat(Failures.of(() -> consumer.resume(elsewhere)).operation())
                    .isEqualTo("resume");
            assertThatCode(() -> consumer.resume(partitions(topic, 1))).doesNotThrowAnyException();
        }
    }

    @Test
    @Clause("4.2.4-5")
    void getTopicPartitions_needsNoAssignment(
            @BootstrapServers String servers, @Topic(partitions = 3) String topic, @GroupId String group) {
        try (Consumer consumer = consumer(servers, group)) {
            assertThat(consumer.getTopicPartitions(topic)).isEqualTo(partitions(topic, 3));
            assertThat(consumer.getTopicPartitions(topic, Duration.ofSeconds(10)))
                    .isEqualTo(partitions(topic, 3));
            for (String blank : List.of("", "  ")) {
                Failures.of(() -> consumer.getTopicPartitions(blank));
            }
        }
    }
}
