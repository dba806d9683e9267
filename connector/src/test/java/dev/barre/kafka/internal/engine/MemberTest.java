package dev.barre.kafka.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.interop.Deadline;
import dev.barre.kafka.interop.MockedConsumers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A member whose polls fail at the worst moment. */
class MemberTest {
    private final ExecutorService lanes = Executors.newCachedThreadPool();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final CountDownLatch polling = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        lanes.shutdownNow();
    }

    @Test
    void stopAtOnce_pollFailsMeanwhile_endsAndClosesTheClient() throws Exception {
        MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest") {
            @Override
            @SuppressWarnings("UnsynchronizedOverridesSynchronized") // a wake-up must not wait for it
            public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                polling.countDown();
                awaitQuietly(release);
                throw new KafkaException("the broker went away");
            }
        };
        Member<String> member = member(kafka, told::add);
        member.start();
        polling.await();

        member.stop(Deadline.after(Duration.ZERO), true);
        release.countDown();

        member.ended().get(20, TimeUnit.SECONDS);
        assertThat(kafka.closed()).isTrue();
        assertThat(told).as("nobody listens any more").isEmpty();
    }

    @Test
    void fatalFailure_onErrorStillBusyWithAnEarlierOne_isToldNext() {
        MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest") {
            private int polls;

            @Override
            @SuppressWarnings("UnsynchronizedOverridesSynchronized") // a wake-up must not wait for it
            public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                polls++;
                if (polls == 2) {
                    polling.countDown();
                }
                throw new KafkaException(polls == 1 ? "passing" : "fatal");
            }
        };
        Member<String> member = member(kafka, message -> {
            awaitQuietly(polling);
            told.add(message);
        });
        member.start();

        assertThatThrownBy(() -> member.ended().get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("fatal");
        assertThat(told).hasSize(2);
        assertThat(told.get(0)).contains("passing");
        assertThat(told.get(1)).contains("fatal");
        await().until(kafka::closed);
    }

    private Member<String> member(MockConsumer<byte[], byte[]> kafka, Consumer<String> onError) {
        MemberSettings settings = new MemberSettings(
                "test",
                List.of("orders"),
                Duration.ofMillis(50),
                Duration.ZERO,
                new LanePlan(LanePlan.Order.MEMBER, 1),
                new IntakeLimits(1_000, 1 << 20, 1 << 20, 1_000),
                true,
                false,
                Duration.ofSeconds(5),
                1_000,
                Duration.ofSeconds(5),
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), () -> 0),
                failure -> String.valueOf(failure.getMessage()).contains("fatal"),
                failure -> new IllegalStateException(failure.message(), failure.cause()),
                System::nanoTime);
        RecordHandler<String> handler = new RecordHandler<>() {
            @Override
            public @Nullable CompletionStage<?> handle(List<@Nullable String> items, MemberScope scope) {
                return null;
            }

            @Override
            public void handled(int items) {}

            @Override
            public void failed(Throwable error, MemberScope scope) {
                onError.accept(String.valueOf(error.getMessage()));
            }
        };
        return new Member<>(
                settings,
                MockedConsumers.over(kafka, settings.failures()),
                lanes,
                new Processing<>(
                        Slices.reader(),
                        (partition, offset, rejection) -> true,
                        handler,
                        (failure, attempts, sinceFirst) -> Duration.ofMillis(1),
                        (slice, index, reason, cause, attempts) -> null,
                        Admission.OPEN,
                        DueTimes.NOW,
                        RebalanceHandler.NONE,
                        () -> {}));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
