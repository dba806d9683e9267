package dev.barre.kafka.internal.engine;

import static dev.barre.kafka.internal.engine.Slices.P0;
import static dev.barre.kafka.internal.engine.Slices.P1;
import static dev.barre.kafka.internal.engine.Slices.range;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.interop.RecordSlice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a lane makes of records that are not simply handled: outcomes, attempts that run out, recoveries, admission. */
class LaneOutcomesTest {
    private final LaneProbe host = new LaneProbe();
    private final ManualExecutor executor = new ManualExecutor();
    private final Lane<String> lane = new Lane<>(host, new Width(executor, 1));
    private final PartitionState zero = Slices.state(P0);
    private final PartitionState one = Slices.state(P1);

    @Test
    void accept_thenTheHandlerThrows_isNotHandledAgain() {
        host.then(items -> {
            host.given().accept(P0, 1);
            throw new IllegalStateException("boom");
        });
        submit(range(P0, 0, 3));
        executor.runAll();
        assertThat(host.settledPlaces).containsExactly("0:1");
        assertThat(zero.settled()).as("behind a gap").isEqualTo(Progress.NOTHING);

        retry();

        assertThat(host.handled).containsExactly(List.of("0:0", "0:1", "0:2"), List.of("0:0", "0:2"));
        assertThat(zero.settled()).isEqualTo(3);
    }

    @Test
    void oneAtATime_onlyOfTheRecordThatTheHandlerHas() {
        host.oneAtATime = true;
        host.then(items -> {
            assertThat(host.given().release(P0, 1, Duration.ZERO)).as("to come").isFalse();
            assertThat(host.given().accept(P0, 0)).isTrue();
            assertThat(host.given().goOn(1)).isTrue();
            assertThat(host.given().release(P0, 0, Duration.ZERO)).as("over").isFalse();
            assertThat(host.given().reject(P0, 0, new IllegalStateException("late")))
                    .isFalse();
            assertThat(host.given().reject(P0, 1, new IllegalStateException("bad")))
                    .isTrue();
            assertThat(host.given().goOn(2)).isTrue();
            return null;
        });
        submit(range(P0, 0, 3));
        executor.runAll();

        assertThat(host.handled).hasSize(1);
        assertThat(host.events).containsOnlyOnce("recover 0:1 REJECTED bad 1");
        assertThat(zero.settled()).isEqualTo(3);
    }

    @Test
    void release_someRecords_comeAgainAfterTheLongestOfTheirWaits() {
        host.then(items -> {
            host.given().release(P0, 0, Duration.ofSeconds(1));
            host.given().release(P0, 2, Duration.ofSeconds(3));
            return null;
        });
        submit(range(P0, 0, 4));
        submit(range(P0, 4, 5));
        executor.runAll();
        assertThat(host.waiting().span()).isEqualTo(Duration.ofSeconds(3));
        assertThat(host.settledPlaces).containsExactly("0:1", "0:3");
        assertThat(host.events).as("is no failure").noneMatch(event -> event.startsWith("failed"));

        retry();

        assertThat(host.handled)
                .containsExactly(List.of("0:0", "0:1", "0:2", "0:3"), List.of("0:0", "0:2"), List.of("0:4"));
        assertThat(host.givens).extracting(Delivery.Given::attempt).containsExactly(1, 2, 1);
        assertThat(zero.settled()).isEqualTo(5);
    }

    @Test
    void release_withoutAWait_comesAgainAtOnce() {
        host.then(items -> {
            host.given().release(P0, 1, Duration.ZERO);
            return null;
        });
        submit(range(P0, 0, 2));
        executor.runAll();

        assertThat(host.handled).containsExactly(List.of("0:0", "0:1"), List.of("0:1"));
        assertThat(host.waits).isEmpty();
    }

    @Test
    void release_andThrow_waitsAtLeastAsLongAsWasAsked() {
        host.then(items -> {
            host.given().release(P0, 0, Duration.ofSeconds(3));
            throw new IllegalStateException("boom");
        });
        submit(range(P0, 0, 1));
        executor.runAll();

        assertThat(host.waiting().span()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void reject_oneRecord_isRecoveredAndTheOthersAreHandled() {
        host.then(items -> {
            host.given().reject(P0, 1, new IllegalStateException("no"));
            return null;
        });
        submit(range(P0, 0, 3));
        executor.runAll();

        assertThat(host.events)
                .containsExactly("settled 0@1", "settled 0@1", "recover 0:1 REJECTED no 1", "settled 0@3", "finished");
        assertThat(host.handled).hasSize(1);
    }

    @Test
    void asyncHandler_outcomesBeforeItCompletes_count() {
        CompletableFuture<String> stage = new CompletableFuture<>();
        host.then(items -> stage);
        submit(range(P0, 0, 3));
        executor.runAll();
        host.given().release(P0, 1, Duration.ofSeconds(1));
        stage.complete("done");
        executor.runAll();

        assertThat(host.settledPlaces).containsExactly("0:0", "0:2");
        assertThat(host.given().accept(P0, 1)).as("too late").isFalse();
        retry();
        assertThat(host.handled.get(1)).containsExactly("0:1");
        assertThat(zero.settled()).isEqualTo(3);
    }

    @Test
    void exhausted_oneRecord_isRecoveredAfterAllAttemptsAndTheLaneGoesOn() {
        host.attempts(3);
        boom(3);
        submit(range(P0, 0, 1));
        submit(range(P0, 1, 2));
        executor.runAll();
        retry();
        retry();

        assertThat(host.asked).containsExactly("boom 1", "boom 2", "boom 3");
        assertThat(host.events).contains("recover 0:0 EXHAUSTED boom 3");
        assertThat(host.handled).containsExactly(List.of("0:0"), List.of("0:0"), List.of("0:0"), List.of("0:1"));
        assertThat(zero.settled()).isEqualTo(2);
    }

    @Test
    void exhausted_batch_isHandledOneByOneAndOnlyTheFailingRecordIsRecovered() {
        host.attempts(2);
        boom(2).then(items -> null).thenThrow(new IllegalStateException("second"));
        submit(range(P0, 0, 3));
        executor.runAll();
        retry();

        assertThat(host.handled)
                .containsExactly(
                        List.of("0:0", "0:1", "0:2"),
                        List.of("0:0", "0:1", "0:2"),
                        List.of("0:0"),
                        List.of("0:1"),
                        List.of("0:2"));
        assertThat(host.events.stream().filter(event -> event.startsWith("recover")))
                .containsExactly("recover 0:1 EXHAUSTED second 3");
        assertThat(host.givens).extracting(Delivery.Given::attempt).containsExactly(1, 2, 3, 3, 3);
        assertThat(zero.settled()).isEqualTo(3);
        assertThat(lane.isIdle()).isTrue();
    }

    @Test
    void exhausted_batchWhoseNextDeliveryIsFine_isolatesOnlyItself() {
        host.attempts(1);
        boom(1);
        submit(range(P0, 0, 2));
        submit(range(P0, 2, 4));
        executor.runAll();

        assertThat(host.handled)
                .containsExactly(List.of("0:0", "0:1"), List.of("0:0"), List.of("0:1"), List.of("0:2", "0:3"));
        assertThat(host.events).noneMatch(event -> event.startsWith("recover"));
    }

    @Test
    void exhausted_partitionLeavesWhileIsolated_isNotHandledFurther() {
        host.attempts(1);
        boom(1).then(items -> {
            zero.gone();
            return null;
        });
        submit(range(P0, 0, 3), range(P1, 0, 1));
        executor.runAll();

        assertThat(host.handled.subList(1, 3)).containsExactly(List.of("0:0"), List.of("1:0"));
        assertThat(one.settled()).isEqualTo(1);
    }

    @Test
    void exhausted_handlerSaysWhichRecordFailed_onlyThatIsRecoveredWithoutTryingTheOthersAlone() {
        host.attempts(1);
        host.thenThrow(new PartlyHandledException(1, new IllegalStateException("second")));
        submit(range(P0, 0, 4));
        executor.runAll();

        assertThat(host.handled).containsExactly(List.of("0:0", "0:1", "0:2", "0:3"), List.of("0:2", "0:3"));
        assertThat(host.events).contains("recover 0:1 EXHAUSTED second 1");
        assertThat(host.givens).extracting(Delivery.Given::attempt).containsExactly(1, 1);
        assertThat(zero.settled()).isEqualTo(4);
    }

    @Test
    void failure_asksWithTheTimeSinceTheFirst() {
        List<Duration> since = new ArrayList<>();
        host.retries = (failure, attempts, sinceFirst) -> {
            since.add(sinceFirst);
            return Duration.ZERO;
        };
        boom(2);
        submit(range(P0, 0, 1));
        executor.runAll();
        host.clock.advance(Duration.ofSeconds(7));
        retry();

        assertThat(since).containsExactly(Duration.ZERO, Duration.ofSeconds(7));
    }

    @Test
    void recoveryThatTakesTime_laneGoesOnAndTheOffsetWaits() {
        CompletableFuture<String> stage = new CompletableFuture<>();
        host.attempts(1).recovery = (slice, index, reason, cause, attempts) -> stage;
        boom(1);
        submit(range(P0, 0, 1));
        submit(range(P0, 1, 2));
        executor.runAll();

        assertThat(host.handled).containsExactly(List.of("0:0"), List.of("0:1"));
        assertThat(zero.settled()).isEqualTo(Progress.NOTHING);
        assertThat(zero.isInHand()).isTrue();
        assertThat(host.events.stream().filter("finished"::equals))
                .as("the second")
                .hasSize(1);

        stage.complete("written");

        assertThat(zero.settled()).isEqualTo(2);
        assertThat(zero.isInHand()).isFalse();
        assertThat(host.events.stream().filter("finished"::equals)).hasSize(2);
    }

    @Test
    void recoveryThatFailsLater_recordStaysUnsettledAndIsFinished() {
        CompletableFuture<String> stage = new CompletableFuture<>();
        host.attempts(1).recovery = (slice, index, reason, cause, attempts) -> stage;
        boom(1);
        submit(range(P0, 0, 1));
        executor.runAll();

        stage.completeExceptionally(new IllegalStateException("not written"));

        assertThat(zero.settled()).isEqualTo(Progress.NOTHING);
        assertThat(zero.isInHand()).isFalse();
        assertThat(host.events).endsWith("finished");
    }

    @Test
    void recoveryThatThrows_stopsTheMemberAndPassesNothing() {
        host.attempts(1).recovery = (slice, index, reason, cause, attempts) -> {
            throw new IllegalStateException("may not be passed");
        };
        boom(1);
        submit(range(P0, 0, 1));
        submit(range(P0, 1, 2));
        executor.runAll();

        assertThat(host.events).containsExactly("failed boom", "stop may not be passed");
        assertThat(host.handled).hasSize(1);
        assertThat(zero.settled()).isEqualTo(Progress.NOTHING);
        assertThat(zero.isInHand()).isFalse();
    }

    @Test
    void unreadable_handlerFailsAndIsTriedAgain_isRecoveredOnce() {
        host.reader = Slices.reader("0:1");
        host.policy = (partition, offset, rejection) -> true;
        boom(2);
        submit(range(P0, 0, 3));
        executor.runAll();
        retry();
        retry();

        assertThat(host.events.stream().filter(event -> event.startsWith("recover")))
                .containsExactly("recover 0:1 UNREADABLE 0:1 0");
        assertThat(host.settledPlaces).containsExactly("0:1", "0:0", "0:2");
        assertThat(zero.settled()).isEqualTo(3);
    }

    @Test
    void unreadable_recoveryDoesNotTakeIt_isSettledAtOnce() {
        host.reader = Slices.reader("0:0");
        host.policy = (partition, offset, rejection) -> true;
        host.recovery = new Recovery() {
            @Override
            public CompletableFuture<?> recover(
                    RecordSlice slice, int index, Reason reason, Throwable cause, int attempts) {
                throw new AssertionError("does not take it");
            }

            @Override
            public boolean takes(Rejection rejection) {
                return false;
            }
        };
        submit(range(P0, 0, 1));
        executor.runAll();

        assertThat(host.events).containsExactly("settled 0@1", "finished");
    }

    @Test
    void recoveryMeetsAnError_theMemberStops_forTheRecordIsOffItsDelivery() {
        host.attempts(1);
        host.recovery = (slice, index, reason, cause, attempts) -> {
            throw new OutOfMemoryError("unable to create native thread");
        };
        boom(1);
        submit(range(P0, 0, 1));
        executor.runAll();

        assertThat(host.events).anyMatch(event -> event.startsWith("stop A record could not be given up"));
        assertThat(zero.settled()).isEqualTo(Progress.NOTHING);
    }

    @Test
    void blockedInPlace_isReadAgainAndHoldsOnlyItsOwnRecords() {
        host.blocksInPlace = true;
        host.reader = Slices.reader("0:1");
        submit(range(P0, 0, 3), range(P1, 0, 2));
        executor.runAll();
        assertThat(host.handled).containsExactly(List.of("0:0", "1:0", "1:1"));
        assertThat(one.settled()).isEqualTo(2);
        retry();
        assertThat(host.waits)
                .extracting(LaneProbe.Waiting::span)
                .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));

        host.reader = Slices.reader();
        retry();

        assertThat(host.handled).containsExactly(List.of("0:0", "1:0", "1:1"), List.of("0:1", "0:2"));
        assertThat(host.given().attempt()).as("was never handled before").isEqualTo(1);
        assertThat(zero.settled()).isEqualTo(3);
    }

    @Test
    void blockedInPlace_attemptsToRead_areNoAttemptsToHandle() {
        host.attempts(2).blocksInPlace = true;
        host.reader = Slices.reader("0:0");
        submit(range(P0, 0, 1));
        executor.runAll();
        retry();
        retry();
        host.reader = Slices.reader();
        boom(1);
        retry();
        assertThat(host.asked).containsExactly("boom 1");

        retry();
        assertThat(zero.settled()).isEqualTo(1);
        assertThat(host.events).noneMatch(event -> event.startsWith("recover"));
    }

    @Test
    void readerThatThrows_isNeverGivenUp() {
        host.attempts(1);
        host.reader = slice -> {
            throw new IllegalStateException("broken");
        };
        submit(range(P0, 0, 2));
        executor.runAll();
        retry();
        host.reader = Slices.reader();
        retry();

        assertThat(host.events).noneMatch(event -> event.startsWith("recover"));
        assertThat(zero.settled()).isEqualTo(2);
    }

    @Test
    void admission_rateIsTakenOnceAndAttemptsAreAsked() {
        List<String> log = new ArrayList<>();
        List<Long> waits = new ArrayList<>(List.of(7L, 0L, 0L));
        host.admission = new Admission() {
            @Override
            public long reserve(int items) {
                log.add("reserve " + items);
                return 5;
            }

            @Override
            public long nanosToNextAttempt() {
                return waits.remove(0);
            }

            @Override
            public void succeeded(long nanos) {
                log.add("succeeded " + nanos);
            }

            @Override
            public void failed(long nanos, Throwable cause) {
                log.add("failed " + cause.getMessage());
            }
        };
        boom(1);
        submit(range(P0, 0, 2));
        executor.runAll();
        assertThat(host.waiting().span()).isEqualTo(Duration.ofNanos(5));
        retry();
        assertThat(host.waiting().span()).isEqualTo(Duration.ofNanos(7));
        assertThat(host.handled).isEmpty();
        assertThat(zero.isInHand()).isFalse();
        retry();
        retry();

        assertThat(log).containsExactly("reserve 2", "failed boom", "succeeded 0");
        assertThat(host.givens).extracting(Delivery.Given::attempt).containsExactly(1, 2);
    }

    private LaneProbe boom(int times) {
        for (int each = 0; each < times; each++) {
            host.thenThrow(new IllegalStateException("boom"));
        }
        return host;
    }

    private void submit(RecordSlice... slices) {
        List<Share> shares = new ArrayList<>();
        for (RecordSlice slice : slices) {
            shares.add(Share.of(slice.partition().equals(P0) ? zero : one, slice));
        }
        lane.submit(new Delivery<>(shares));
    }

    private void retry() {
        lane.retry(host.waiting().delivery());
        executor.runAll();
    }
}
