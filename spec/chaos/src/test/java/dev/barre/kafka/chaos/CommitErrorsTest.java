package dev.barre.kafka.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.internal.engine.Admission;
import dev.barre.kafka.internal.engine.Backoff;
import dev.barre.kafka.internal.engine.DueTimes;
import dev.barre.kafka.internal.engine.IntakeLimits;
import dev.barre.kafka.internal.engine.LanePlan;
import dev.barre.kafka.internal.engine.Member;
import dev.barre.kafka.internal.engine.MemberScope;
import dev.barre.kafka.internal.engine.MemberSettings;
import dev.barre.kafka.internal.engine.PartlyHandledException;
import dev.barre.kafka.internal.engine.Processing;
import dev.barre.kafka.internal.engine.RebalanceHandler;
import dev.barre.kafka.internal.engine.RecordHandler;
import dev.barre.kafka.interop.Deadline;
import dev.barre.kafka.interop.MockedConsumers;
import dev.barre.kafka.interop.RecordSlice;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ledger of a member whose commits fail in every way, by Kafka's own mock: what a broker cannot be made to say when it is wanted. */
class CommitErrorsTest {
    private static final int RECORDS = 20_000;
    private static final long SEED = 11;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration STALL = Duration.ofSeconds(30);

    /** Duplicates are what failed commits and moves cost. */
    private final FaultWindows always = new FaultWindows(Duration.ZERO, System::nanoTime);

    private final ExecutorService executor = Executors.newCachedThreadPool();

    @ParameterizedTest
    @EnumSource(LanePlan.Order.class)
    void commits_failingInEveryWay_loseNothingAndNeverGoBack(LanePlan.Order order) throws Exception {
        boolean keepsKeyOrder = order != LanePlan.Order.NOTHING;
        Ledger ledger = new Ledger(FlakyGroup.PARTITIONS, keepsKeyOrder, always, STALL, System::nanoTime);
        always.open();
        FlakyGroup kafka = new FlakyGroup(ledger, SEED);
        kafka.produce(RECORDS);
        Member<Handling> member = member(kafka, order, ledger);
        member.start();

        await().atMost(PATIENCE).until(() -> ledger.handled() > RECORDS / 2 && kafka.moves() > 10);
        kafka.calm();
        await().atMost(PATIENCE).until(() -> ledger.waiting() == 0);
        member.stop(Deadline.after(PATIENCE), false);
        member.ended().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        ledger.close(true);
        executor.shutdownNow();

        assertThat(ledger.findings().toString()).isEmpty();
        assertThat(ledger.handled()).isEqualTo(RECORDS);
        assertThat(kafka.failed()).as("commits that failed").isGreaterThan(20);
    }

    private Member<Handling> member(FlakyGroup kafka, LanePlan.Order order, Ledger ledger) {
        MemberSettings settings = new MemberSettings(
                "flaky-" + order,
                List.of("orders"),
                Duration.ofMillis(50),
                Duration.ZERO,
                new LanePlan(order, 8),
                new IntakeLimits(200, 1 << 20, 1 << 20, 400),
                true,
                false,
                Duration.ofMillis(5),
                Integer.MAX_VALUE,
                Duration.ofSeconds(10),
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), () -> 0),
                failure -> false,
                failure -> new IllegalStateException(failure.message(), failure.cause()),
                System::nanoTime);
        return new Member<>(
                settings,
                MockedConsumers.over(kafka, settings.failures()),
                executor,
                new Processing<>(
                        slice -> (index, items) -> {
                            items.add(handling(slice, index));
                            return null;
                        },
                        (partition, offset, rejection) -> true,
                        new Accounted(ledger),
                        (failure, attempts, sinceFirst) -> Duration.ofMillis(1),
                        (slice, index, reason, cause, attempts) -> null,
                        Admission.OPEN,
                        DueTimes.NOW,
                        RebalanceHandler.NONE,
                        () -> {}));
    }

    private static Handling handling(RecordSlice slice, int index) {
        String[] record = new String(slice.value(index), UTF_8).split("#", 2);
        return new Handling(
                record[0],
                Long.parseLong(record[1]),
                slice.partition().partition(),
                slice.offset(index),
                slice.partition().topic());
    }

    private record Accounted(Ledger ledger) implements RecordHandler<Handling> {
        @Override
        public @Nullable CompletionStage<?> handle(List<@Nullable Handling> items, MemberScope scope)
                throws PartlyHandledException {
            for (int index = 0; index < items.size(); index++) {
                if (index > 0 && !scope.goOn(index)) {
                    throw new PartlyHandledException(index);
                }
                ledger.delivered(items.get(index));
                ledger.handled(items.get(index));
            }
            return null;
        }

        @Override
        public boolean takesOneAtATime() {
            return true;
        }

        @Override
        public void handled(int items) {}

        @Override
        public void failed(Throwable error, MemberScope scope) {}
    }
}
