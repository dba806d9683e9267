package dev.barre.kafka.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

class NativeConsumerTest {
    private static final TopicPartition P0 = new TopicPartition("orders", 0);
    private static final TopicPartition P1 = new TopicPartition("orders", 1);
    private static final Duration TIMEOUT = Duration.ofMillis(10);

    private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest");
    private final NativeConsumer consumer = consumer(kafka);

    private static NativeConsumer consumer(MockConsumer<byte[], byte[]> kafka) {
        return new NativeConsumer(
                kafka, List.of("localhost:9092"), new KafkaCalls("consumer", TestFailure::new), System::nanoTime);
    }

    private void assigned() {
        kafka.updateBeginningOffsets(Map.of(P0, 0L, P1, 0L));
        consumer.assign(List.of(P0, P1));
    }

    private void add(TopicPartition partition, long offset) {
        kafka.addRecord(new ConsumerRecord<>(partition.topic(), partition.partition(), offset, null, new byte[] {1}));
    }

    @Test
    void poll_recordsOfTwoPartitions_isASliceOfEach() {
        assigned();
        add(P0, 0);
        add(P0, 4);
        add(P1, 7);

        List<RecordSlice> slices = consumer.poll(TIMEOUT);

        assertThat(slices).extracting(RecordSlice::partition).containsExactlyInAnyOrder(P0, P1);
        RecordSlice first = slices.stream()
                .filter(slice -> slice.partition().equals(P0))
                .findFirst()
                .orElseThrow();
        assertThat(first.size()).isEqualTo(2);
        assertThat(first.offset(1)).isEqualTo(4);
        assertThat(first.nextOffset()).isEqualTo(5);
        assertThat(first.key(0)).isNull();
        assertThat(first.value(0)).containsExactly(1);
        assertThat(first.headers(0)).isNull();
    }

    @Test
    void poll_wokenUp_isEmptyAndTheNextOneIsNot() {
        assigned();
        add(P0, 0);
        consumer.wakeup();

        assertThat(consumer.poll(TIMEOUT)).isEmpty();
        assertThat(consumer.poll(TIMEOUT)).hasSize(1);
    }

    @Test
    void poll_fails_isTranslated() {
        assigned();
        kafka.setPollException(new FencedInstanceIdException("fenced"));

        assertThatThrownBy(() -> consumer.poll(TIMEOUT)).isInstanceOfSatisfying(TestFailure.class, thrown -> {
            assertThat(thrown.failure().operation()).isEqualTo("poll");
            assertThat(thrown.failure().disposition()).isEqualTo(Disposition.FATAL);
            assertThat(thrown)
                    .hasMessageContaining("group.instance.id")
                    .hasCauseInstanceOf(FencedInstanceIdException.class);
        });
    }

    @Test
    void otherCalls_hitByAWakeUpThatWasMeantForAPoll_goOn() {
        MockConsumer<byte[], byte[]> interrupted = new MockConsumer<>("earliest") {
            private int wakeups = 2;

            @Override
            public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
                if (wakeups-- > 0) {
                    throw new WakeupException();
                }
                super.commitSync(offsets);
            }
        };
        NativeConsumer client = consumer(interrupted);
        client.assign(List.of(P0));

        client.commit("commit", Map.of(P0, 5L), TIMEOUT);

        assertThat(client.committed(Set.of(P0, P1), TIMEOUT)).containsExactly(Map.entry(P0, 5L));
    }

    @Test
    void commitAsync_answer_isNullOrTranslated() {
        assigned();
        List<RuntimeException> answers = new ArrayList<>();
        consumer.commitAsync(Map.of(P0, 3L), answers::add);

        assertThat(answers).containsExactly((RuntimeException) null);
    }

    @Test
    void subscribe_listener_hearsOfEveryChange() {
        List<String> heard = new ArrayList<>();
        consumer.subscribe(List.of("orders"), new AssignmentListener() {
            @Override
            public void assigned(Collection<TopicPartition> partitions) {
                heard.add("assigned " + partitions);
            }

            @Override
            public void revoked(Collection<TopicPartition> partitions) {
                heard.add("revoked " + partitions);
            }
        });
        kafka.updateBeginningOffsets(Map.of(P0, 0L, P1, 0L));
        kafka.rebalance(List.of(P0));
        kafka.rebalance(List.of(P1));

        assertThat(heard).containsSubsequence("assigned [orders-0]", "revoked [orders-0]", "assigned [orders-1]");
        assertThat(consumer.subscription()).containsExactly("orders");
    }

    @Test
    void wrongUse_isTranslatedAndNamesTheOperation() {
        assertThatThrownBy(() -> consumer.seek(P0, 1))
                .isInstanceOfSatisfying(TestFailure.class, thrown -> {
                    assertThat(thrown.failure().operation()).isEqualTo("seek");
                    assertThat(thrown.failure().disposition()).isEqualTo(Disposition.NOT_RETRIABLE);
                })
                .hasMessageStartingWith("seek failed on the consumer: ");
        consumer.close();
        consumer.close();
        assertThatThrownBy(() -> consumer.poll(TIMEOUT)).isInstanceOf(TestFailure.class);
    }

    /** One whose polls end by what {@code thrower} throws. */
    private static MockConsumer<byte[], byte[]> pollingInto(Runnable thrower) {
        return new MockConsumer<>("earliest") {
            @Override
            public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                thrower.run();
                return ConsumerRecords.empty();
            }
        };
    }

    @Test
    void poll_libraryIsMissing_nothingGoesOnFromPositionsThatMayHavePassedRecords() {
        try (NativeConsumer consumer = consumer(pollingInto(() -> {
            throw new NoClassDefFoundError("com/github/luben/zstd");
        }))) {
            assertThatThrownBy(() -> consumer.poll(Duration.ZERO)).isInstanceOf(NoClassDefFoundError.class);
            assertThatThrownBy(() -> consumer.poll(Duration.ZERO))
                    .isInstanceOf(TestFailure.class)
                    .hasMessageContaining("close this client");
        }
    }

    @Test
    void poll_wrongUse_canBeMadeGood_butNotAnAnswerThatKafkaDoesNotUnderstand() {
        try (NativeConsumer consumer = consumer(pollingInto(() -> {
            throw new IllegalStateException("Unexpected error code 4711, or not subscribed");
        }))) {
            for (int times = 0; times < 2; times++) {
                assertThatThrownBy(() -> consumer.poll(Duration.ZERO)).hasMessageContaining("not subscribed");
            }
            consumer.assign(List.of(new TopicPartition("orders", 0)));
            assertThatThrownBy(() -> consumer.poll(Duration.ZERO)).hasMessageContaining("4711");
            assertThatThrownBy(() -> consumer.poll(Duration.ZERO)).hasMessageContaining("close this client");
        }
    }

    @Test
    void knownPosition_thatCannotBeFound_isNotKnownYet() {
        MockConsumer<byte[], byte[]> none = new MockConsumer<>("earliest") {
            @Override
            public synchronized long position(TopicPartition partition, Duration timeout) {
                throw new NoOffsetForPartitionException(partition);
            }
        };
        try (NativeConsumer consumer = consumer(none)) {
            assertThat(consumer.knownPosition(new TopicPartition("orders", 0))).isEmpty();
        }
    }

    @Test
    void knownPosition_notYetKnown_isNoFailureIntoWhichAnybodyLooks() {
        MockConsumer<byte[], byte[]> silent = new MockConsumer<>("earliest") {
            @Override
            public synchronized long position(TopicPartition partition, Duration timeout) {
                throw new TimeoutException("not yet");
            }
        };
        KafkaCalls calls = new KafkaCalls("consumer", failure -> {
            throw new AssertionError(failure.message());
        });
        try (NativeConsumer consumer = new NativeConsumer(silent, List.of("localhost:9092"), calls, System::nanoTime)) {
            assertThat(consumer.knownPosition(new TopicPartition("orders", 0))).isEmpty();
        }
    }

    @Test
    void poll_outOfMemory_nothingGoesOnFromPositionsThatMayHavePassedRecords() {
        try (NativeConsumer consumer = consumer(pollingInto(() -> {
            throw new OutOfMemoryError("Java heap space");
        }))) {
            for (int times = 0; times < 2; times++) {
                assertThatThrownBy(() -> consumer.poll(Duration.ZERO))
                        .isInstanceOfSatisfying(
                                TestFailure.class,
                                thrown -> assertThat(thrown.failure().disposition())
                                        .isEqualTo(Disposition.FATAL));
            }
            assertThatThrownBy(() -> consumer.commit(Duration.ofSeconds(1)))
                    .isInstanceOf(TestFailure.class)
                    .hasMessageContaining("close this client");
        }
    }
}
