package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.CLOSED_PORT;
import static dev.barre.kafka.conformance.Clients.assigned;
import static dev.barre.kafka.conformance.Clients.consumer;
import static dev.barre.kafka.conformance.Clients.partitions;
import static dev.barre.kafka.conformance.Clients.payloadsUntil;
import static dev.barre.kafka.conformance.Clients.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.PartitionOffset;
import dev.barre.kafka.TopicPartition;
import dev.barre.kafka.TopicPartitionOffset;
import dev.barre.kafka.TopicPartitionTimestamp;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Chapter 4.2.3: committing offsets and asking for them. */
@ExtendWith(EmbeddedKafkaExtension.class)
class ConsumerOffsetsTest {
    private static final TopicPartition SOMEWHERE = new TopicPartition("somewhere", 0);

    @Test
    @Clause({"4.2.3-1", "4.2.3-4"})
    void commitOffset_commitsExactlyWhatIsGiven(
            @BootstrapServers String servers, @Topic(partitions = 3) String topic, @GroupId String group) {
        long beyond32Bits = 5_000_000_000L;
        TopicPartition first = new TopicPartition(topic, 0);
        TopicPartition second = new TopicPartition(topic, 1);
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = consumer(servers, group, topic)) {
            raw.write(topic, "a", "b", "c");
            payloadsUntil(consumer, 3, String.class);
            consumer.commitOffset(List.of(new PartitionOffset(first, 2), new PartitionOffset(second, beyond32Bits)));
            assertThat(consumer.getCommittedOffset(first)).hasValue(new PartitionOffset(first, 2));
            assertThat(consumer.getCommittedOffset(second)).hasValue(new PartitionOffset(second, beyond32Bits));
            assertThat(consumer.getCommittedOffset(new TopicPartition(topic, 2)))
                    .isEmpty();
            assertThat(raw.committed(group, topic, 1)).hasValue(beyond32Bits);
            consumer.commitOffset(List.of(new PartitionOffset(first, 1)), Duration.ofSeconds(10));
            assertThat(consumer.getCommittedOffset(first, Duration.ofSeconds(10)))
                    .hasValue(new PartitionOffset(first, 1));
        }
    }

    @Test
    @Clause("4.2.3-2")
    void commitOffset_nothingOrNegative(@BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = consumer(servers, group, topic)) {
            raw.write(topic, "a");
            payloadsUntil(consumer, 1, String.class);
            assertThatCode(() -> consumer.commitOffset(List.of())).doesNotThrowAnyException();
            assertThat(Failures.of(() -> consumer.commitOffset(List.of(PartitionOffset.of(topic, 0, -1))))
                            .operation())
                    .isEqualTo("commitOffset");
            assertThat(raw.committed(group, topic)).isEmpty();
        }
    }

    @Test
    @Clause("4.2.3-3")
    void beginningAndEndOffsets_areInTheOrderOfTheArgument(
            @BootstrapServers String servers, @Topic(partitions = 3) String topic) {
        TopicPartition zero = new TopicPartition(topic, 0);
        TopicPartition one = new TopicPartition(topic, 1);
        TopicPartition two = new TopicPartition(topic, 2);
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = assigned(servers, topic, 1)) {
            raw.writeNumbers(topic, 0, 0, 5);
            raw.writeNumbers(topic, 2, 0, 7);
            raw.deleteBefore(topic, 3);
            assertThat(consumer.getBeginningOffsets(List.of(two, zero, one)))
                    .containsExactly(
                            new PartitionOffset(two, 0), new PartitionOffset(zero, 3), new PartitionOffset(one, 0));
            assertThat(consumer.getEndOffsets(List.of(two, zero, one)))
                    .containsExactly(
                            new PartitionOffset(two, 7), new PartitionOffset(zero, 5), new PartitionOffset(one, 0));
            assertThat(consumer.getBeginningOffsets(List.of(zero), Duration.ofSeconds(10)))
                    .containsExactly(new PartitionOffset(zero, 3));
            assertThat(consumer.getEndOffsets(List.of(zero), Duration.ofSeconds(10)))
                    .containsExactly(new PartitionOffset(zero, 5));
            assertThat(consumer.getEndOffsets(List.of())).isEmpty();
        }
    }

    @Test
    @Clause("4.2.3-5")
    void getPositionOffset_isTheNextOffset(@BootstrapServers String servers, @Topic String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = assigned(servers, topic, 1)) {
            raw.write(topic, "a", "b");
            assertThat(consumer.getPositionOffset(partition)).isZero();
            payloadsUntil(consumer, 2, String.class);
            assertThat(consumer.getPositionOffset(partition)).isEqualTo(2);
            assertThat(consumer.getPositionOffset(partition, Duration.ofSeconds(10)))
                    .isEqualTo(2);
            assertThat(Failures.of(() -> consumer.getPositionOffset(new TopicPartition(topic, 9)))
                            .operation())
                    .isEqualTo("getPositionOffset");
        }
    }

    @Test
    @Clause({"4.2.3-6", "2.4-3"})
    void offsetsForTimes_findsTheFirstRecordAtOrAfter(
            @BootstrapServers String servers, @Topic(partitions = 3) String topic) {
        TopicPartition zero = new TopicPartition(topic, 0);
        TopicPartition two = new TopicPartition(topic, 2);
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = assigned(servers, topic, 1)) {
            raw.writeAt(topic, 1_000, "a");
            raw.writeAt(topic, 2_000, "b");
            raw.writeAt(topic, 3_000, "c");
            List<TopicPartitionOffset> found = consumer.offsetsForTimes(
                    List.of(new TopicPartitionTimestamp(two, 1_500), new TopicPartitionTimestamp(zero, 1_500)));
            assertThat(found).extracting(TopicPartitionOffset::partition).containsExactly(two, zero);
            assertThat(found.get(0).offset()).isEmpty();
            assertThat(found.get(1).offset()).hasValueSatisfying(at -> {
                assertThat(at.offset()).isEqualTo(1);
                assertThat(at.timestamp()).isEqualTo(2_000);
            });
            assertThat(consumer.offsetsForTimes(
                                    List.of(new TopicPartitionTimestamp(zero, 3_001)), Duration.ofSeconds(10))
                            .get(0)
                            .offset())
                    .isEmpty();
            Failures.of(() -> consumer.offsetsForTimes(List.of(new TopicPartitionTimestamp(zero, -1))));
        }
    }

    /** A function that takes a duration. */
    interface Timed {
        void call(Consumer consumer, Duration duration);
    }

    static Stream<Timed> timedFunctions() {
        List<TopicPartition> some = List.of(SOMEWHERE);
        return Stream.of(
                named(
                        "commitOffset",
                        (consumer, duration) ->
                                consumer.commitOffset(List.of(new PartitionOffset(SOMEWHERE, 1)), duration)),
                named("getBeginningOffsets", (consumer, duration) -> consumer.getBeginningOffsets(some, duration)),
                named("getEndOffsets", (consumer, duration) -> consumer.getEndOffsets(some, duration)),
                named("getCommittedOffset", (consumer, duration) -> consumer.getCommittedOffset(SOMEWHERE, duration)),
                named("getPositionOffset", (consumer, duration) -> consumer.getPositionOffset(SOMEWHERE, duration)),
                named(
                        "offsetsForTimes",
                        (consumer, duration) ->
                                consumer.offsetsForTimes(List.of(new TopicPartitionTimestamp(SOMEWHERE, 1)), duration)),
                named("getTopicPartitions", (consumer, duration) -> consumer.getTopicPartitions("t", duration)),
                named("getAvailableTopics", Consumer::getAvailableTopics));
    }

    static Stream<Timed> untimedFunctions() {
        List<TopicPartition> some = List.of(SOMEWHERE);
        return Stream.of(
                named(
                        "commitOffset",
                        (consumer, unused) -> consumer.commitOffset(List.of(new PartitionOffset(SOMEWHERE, 1)))),
                named("getBeginningOffsets", (consumer, unused) -> consumer.getBeginningOffsets(some)),
                named("getEndOffsets", (consumer, unused) -> consumer.getEndOffsets(some)),
                named("getCommittedOffset", (consumer, unused) -> consumer.getCommittedOffset(SOMEWHERE)),
                named("getPositionOffset", (consumer, unused) -> consumer.getPositionOffset(SOMEWHERE)),
                named(
                        "offsetsForTimes",
                        (consumer, unused) ->
                                consumer.offsetsForTimes(List.of(new TopicPartitionTimestamp(SOMEWHERE, 1)))),
                named("getTopicPartitions", (consumer, unused) -> consumer.getTopicPartitions("t")),
                named("getAvailableTopics", (consumer, unused) -> consumer.getAvailableTopics()));
    }

    private static Timed named(String operation, Timed function) {
        return new Timed() {
            @Override
            public void call(Consumer consumer, Duration duration) {
                function.call(consumer, duration);
            }

            @Override
            public String toString() {
                return operation;
            }
        };
    }

    private static Consumer unreachable(Duration defaultApiTimeout) {
        Consumer consumer = Consumer.create(
                CLOSED_PORT,
                ConsumerConfiguration.builder()
                        .groupId("group")
                        .defaultApiTimeout(defaultApiTimeout)
                        .build());
        consumer.assign(partitions(SOMEWHERE.topic(), 1));
        return consumer;
    }

    @ParameterizedTest
    @MethodSource("timedFunctions")
    @Clause("4.2.3-7")
    void duration_brokerUnreachable_isTheDeadline(Timed function) {
        Consumer consumer = unreachable(Duration.ofSeconds(90));
        try {
            ConnectorException failure =
                    Failures.within(Duration.ofSeconds(5), () -> function.call(consumer, Duration.ofMillis(400)));
            assertThat(failure.operation()).isEqualTo(function.toString());
            assertThat(failure.isRetriable()).isTrue();
            Failures.of(() -> function.call(consumer, Duration.ofMillis(-1)));
        } finally {
            consumer.close(Duration.ZERO);
        }
    }

    @ParameterizedTest
    @MethodSource("untimedFunctions")
    @Clause("4.2.3-8")
    void noDuration_defaultApiTimeoutIsTheDeadline(Timed function) {
        Consumer consumer = unreachable(Duration.ofMillis(500));
        try {
            ConnectorException failure =
                    Failures.within(Duration.ofSeconds(5), () -> function.call(consumer, Duration.ZERO));
            assertThat(failure.operation()).isEqualTo(function.toString());
            assertThat(failure.isRetriable()).isTrue();
        } finally {
            consumer.close(Duration.ZERO);
        }
    }

    @Test
    @Clause("4.2.3-4")
    void getCommittedOffset_anotherConsumerOfTheGroup_seesIt(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Consumer committing = Consumer.create(servers, reading(group).build());
                Consumer asking = Consumer.create(servers, reading(group).build())) {
            assertThat(asking.getCommittedOffset(partition)).isEmpty();
            committing.assign(List.of(partition));
            committing.commitOffset(List.of(new PartitionOffset(partition, 4)));
            assertThat(asking.getCommittedOffset(partition)).hasValue(new PartitionOffset(partition, 4));
        }
    }
}
