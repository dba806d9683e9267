package dev.barre.kafka.internal.engine;

import static dev.barre.kafka.internal.engine.Slices.P0;
import static dev.barre.kafka.internal.engine.Slices.P1;
import static dev.barre.kafka.internal.engine.Slices.range;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.interop.RecordSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class LaneTest {
    private final LaneProbe host = new LaneProbe();
    private final ManualExecutor executor = new ManualExecutor();
    private final Width width = new Width(executor, Integer.MAX_VALUE);
    private final Lane<String> lane = new Lane<>(host, width);
    private final PartitionState zero = Slices.state(P0);
    private final PartitionState one = Slices.state(P1);

    @Test
    void submit_several_handlesOneAfterTheOtherInOrder() {
        submit(range(P0, 0, 2));
        submit(range(P0, 2, 3));
        assertThat(executor.waiting()).as("one runner for both").isEqualTo(1);
        assertThat(lane.isIdle()).isFalse();

        executor.runAll();

        assertThat(host.handled).containsExactly(List.of("0:0", "0:1"), List.of("0:2"));
        assertThat(host.events).containsExactly("settled 0@2", "finished", "settled 0@3", "finished");
        assertThat(lane.isIdle()).isTrue();
        assertThat(zero.isInHand()).isFalse();
    }

    @Test
    void submit_afterTheLaneWasIdle_runsAgain() {
        submit(range(P0, 0, 1));
        executor.runAll();
        submit(range(P0, 1, 2));
        executor.runAll();

        assertThat(host.handled).containsExactly(List.of("0:0"), List.of("0:1"));
    }

    @Test
    void handlerThrows_theRestWaitsAndTheHeadIsTriedAgain() {
        host.thenThrow(new IllegalStateException("boom"));
        submit(range(P0, 0, 2));
        submit(range(P0, 2, 3));
        executor.runAll();

        assertThat(host.handled).containsExactly(List.of("0:0", "0:1"));
        assertThat(host.events).containsExactly("failed boom");
        assertThat(failures()).isEqualTo(1);
        assertThat(zero.isInHand()).as("while it waits").isFalse();
        assertThat(zero.settled()).isEqualTo(Progress.NOTHING);

        retry();

        assertThat(host.handled).containsExactly(List.of("0:0", "0:1"), List.of("0:0", "0:1"), List.of("0:2"));
        assertThat(zero.settled()).isEqualTo(3);
    }

    @Test
    void handlerThrowsAgainAndAgain_countsTheAttempts() {
        for (int attempt = 1; attempt <= 3; attempt++) {
            host.thenThrow(new IllegalStateException("boom"));
        }
        submit(range(P0, 0, 1));
        executor.runAll();
        retry();
        retry();

        assertThat(failures()).isEqualTo(3);
    }

    @Test
    void partlyHandled_settlesThatMuchAndTriesTheRestAgainFromOne() {
        host.thenThrow(new IllegalStateException("all"))
                .thenThrow(new PartlyHandledException(2, new IllegalStateException("third")))
                .thenThrow(new PartlyHandledException(0, new IllegalStateException("third again")));
        submit(range(P0, 0, 2), range(P1, 5, 7));
        executor.runAll();
        assertThat(failures()).isEqualTo(1);
        retry();

        assertThat(zero.settled()).isEqualTo(2);
        assertThat(one.settled()).isEqualTo(Progress.NOTHING);
        assertThat(failures()).as("of what is left").isEqualTo(1);
        retry();
        assertThat(failures()).isEqualTo(2);
        retry();

        assertThat(host.handled.subList(2, 4)).containsOnly(List.of("1:5", "1:6"));
        assertThat(host.events).contains("failed third", "failed third again");
        assertThat(one.settled()).isEqualTo(7);
    }

    @Test
    void partlyHandled_partWhoseRecordsWereAllSkipped_goesOn() {
        host.reader = Slices.reader("1:5");
        host.policy = (partition, offset, rejection) -> true;
        host.thenThrow(new PartlyHandledException(1, new IllegalStateException("second")));
        submit(range(P0, 0, 2), range(P1, 5, 6));
        executor.runAll();

        assertThat(host.events)
                .containsExactly("recover 1:5 UNREADABLE 1:5 0", "settled 1@6", "settled 0@1", "failed second");
        retry();
        assertThat(host.handled).containsExactly(List.of("0:0", "0:1"), List.of("0:1"));
    }

    @Test
    void asyncStage_untilItCompletesNothingElseRuns() {
        CompletableFuture<String> stage = new CompletableFuture<>();
        host.then(items -> stage);
        submit(range(P0, 0, 1));
        submit(range(P0, 1, 2));
        executor.runAll();

        assertThat(host.handled).hasSize(1);
        assertThat(zero.isInHand()).isTrue();
        assertThat(host.events).isEmpty();

        stage.complete("done");
        assertThat(host.events).as("not on the thread that completes").isEmpty();
        executor.runAll();

        assertThat(host.handled).hasSize(2);
        assertThat(zero.settled()).isEqualTo(2);
        assertThat(lane.isIdle()).isTrue();
    }

    @Test
    void asyncStage_thatFails_isTriedAgainWithTheBareCause() {
        CompletableFuture<String> stage = new CompletableFuture<>();
        host.then(items -> stage.thenApply(result -> result));
        submit(range(P0, 0, 1));
        executor.runAll();
        stage.completeExceptionally(new CompletionException(new IllegalStateException("boom")));
        executor.runAll();

        assertThat(host.events).containsExactly("failed boom");
        retry();
        assertThat(zero.settled()).isEqualTo(1);
    }

    @Test
    void retry_onePartitionRevoked_handlesTheOthers() {
        host.thenThrow(new IllegalStateException("boom"));
        submit(range(P0, 0, 2), range(P1, 5, 7));
        executor.runAll();

        zero.gone();
        retry();

        assertThat(host.handled.get(1)).containsExactly("1:5", "1:6");
        assertThat(zero.settled()).isEqualTo(Progress.NOTHING);
        assertThat(one.settled()).isEqualTo(7);
    }

    @Test
    void dropUnwanted_headSoughtAway_goesOnAtOnceAndTheOldRetryDoesNothing() {
        host.thenThrow(new IllegalStateException("boom"));
        submit(range(P0, 0, 2));
        executor.runAll();
        Delivery<String> head = host.waiting().delivery();

        zero.sought(7);
        submit(range(P0, 7, 8));
        lane.dropUnwanted();
        executor.runAll();

        assertThat(host.handled).containsExactly(List.of("0:0", "0:1"), List.of("0:7"));
        lane.retry(head);
        assertThat(executor.waiting()).isZero();
    }

    @Test
    void dropUnwanted_headStillWanted_waitsOn() {
        host.thenThrow(new IllegalStateException("boom"));
        submit(range(P0, 0, 1), range(P1, 0, 1));
        executor.runAll();

        zero.gone();
        lane.dropUnwanted();

        assertThat(executor.waiting()).isZero();
    }

    @Test
    void failure_ofWhatNobodyWantsAnyMore_isToldAndNotTriedAgain() {
        host.then(items -> {
            zero.gone();
            throw new IllegalStateException("interrupted by the revoke");
        });
        submit(range(P0, 0, 1));
        executor.runAll();

        assertThat(host.events).containsExactly("failed interrupted by the revoke", "finished");
    }

    @Test
    void blocked_batchesFetchedAhead_neverOvertake() {
        host.reader = Slices.reader("0:2");
        submit(range(P0, 0, 4));
        submit(range(P0, 4, 6));
        executor.runAll();

        assertThat(host.handled).containsExactly(List.of("0:0", "0:1"));
        assertThat(host.events).containsExactly("settled 0@2", "blocked 0@2", "finished", "finished");
        assertThat(zero.settled()).isEqualTo(2);

        zero.blockedAt(2);
        host.reader = Slices.reader();
        submit(range(P0, 2, 6));
        executor.runAll();
        assertThat(host.handled.get(1)).containsExactly("0:2", "0:3", "0:4", "0:5");
    }

    @Test
    void blocked_theOthersAreNotWantedAnyMore_isToldStill() {
        host.reader = Slices.reader("1:0");
        host.then(items -> {
            zero.stopIntakeAt(1);
            throw new PartlyHandledException(1);
        });
        submit(range(P0, 0, 3), range(P1, 0, 2));
        executor.runAll();

        assertThat(host.handled).containsExactly(List.of("0:0", "0:1", "0:2"));
        assertThat(host.events).containsExactly("settled 0@1", "blocked 1@0", "finished");
    }

    @Test
    void blocked_theHandlerThrowsAndTheOthersWereTakenAway_isToldStill() {
        host.reader = Slices.reader("1:0");
        host.then(items -> {
            zero.gone();
            throw new IllegalStateException("boom");
        });
        submit(range(P0, 0, 3), range(P1, 0, 2));
        executor.runAll();

        assertThat(host.events).containsExactly("failed boom", "blocked 1@0", "finished");
    }

    @Test
    void leaves_itsRecordsAreDone_isNotHeldUpByTheOthers() {
        List<Boolean> inHand = new ArrayList<>();
        host.then(items -> {
            assertThat(host.given().goOn(2)).isTrue();
            zero.stopIntakeAt(2);
            assertThat(host.given().goOn(3)).isFalse();
            throw new PartlyHandledException(3);
        });
        host.then(items -> {
            inHand.addAll(List.of(zero.isInHand(), one.isInHand()));
            return null;
        });
        submit(range(P0, 0, 2), range(P1, 0, 3));
        executor.runAll();

        assertThat(host.handled.get(1)).containsExactly("1:1", "1:2");
        assertThat(inHand).containsExactly(false, true);
        assertThat(zero.settled()).isEqualTo(2);
        assertThat(one.settled()).isEqualTo(3);
    }

    @Test
    void leaves_itsRecordCannotBeRead_isNotHeldUpByTheOthers() {
        List<Boolean> inHand = new ArrayList<>();
        host.reader = Slices.reader("0:0");
        host.then(items -> {
            zero.stopIntakeAt(0);
            assertThat(host.given().goOn(1)).isFalse();
            throw new PartlyHandledException(1);
        });
        host.then(items -> {
            inHand.addAll(List.of(zero.isInHand(), one.isInHand()));
            return null;
        });
        submit(range(P0, 0, 2), range(P1, 0, 3));
        executor.runAll();

        assertThat(host.handled).containsExactly(List.of("1:0", "1:1", "1:2"), List.of("1:1", "1:2"));
        assertThat(inHand).containsExactly(false, true);
        assertThat(host.events).noneMatch(event -> event.startsWith("blocked"));
    }

    @Test
    void seekOfAnotherPartition_whatIsLeftIsHandledInOneGo() {
        host.reader = Slices.reader("0:1");
        host.then(items -> {
            zero.stopIntakeAt(5);
            assertThat(host.given().goOn(1)).as("looked at anew").isFalse();
            throw new PartlyHandledException(1);
        });
        host.then(items -> {
            assertThat(host.given().goOn(1)).as("nothing has changed since").isTrue();
            return null;
        });
        submit(range(P0, 0, 4), range(P1, 0, 3));
        executor.runAll();

        assertThat(host.handled).containsExactly(List.of("0:0", "1:0", "1:1", "1:2"), List.of("1:0", "1:1", "1:2"));
        assertThat(host.events).endsWith("blocked 0@1", "finished");
    }

    @Test
    void blocked_otherPartitionsOfTheBatch_areHandledToTheirEnd() {
        host.reader = Slices.reader("0:0");
        submit(range(P0, 0, 4), range(P1, 0, 2));
        executor.runAll();

        assertThat(host.handled).containsExactly(List.of("1:0", "1:1"));
        assertThat(one.settled()).isEqualTo(2);
        assertThat(host.events).contains("blocked 0@0");
    }

    @Test
    void blocked_batchFailsFirst_isToldOnceTheBatchIsDone() {
        host.reader = Slices.reader("0:1");
        host.thenThrow(new IllegalStateException("boom"));
        submit(range(P0, 0, 4));
        executor.runAll();
        assertThat(host.events).containsExactly("failed boom");

        retry();
        assertThat(host.events).containsExactly("failed boom", "settled 0@1", "blocked 0@1", "finished");
    }

    @Test
    void everyRecordSkipped_handlerIsNotCalledAndTheEndIsSettled() {
        host.reader = Slices.reader("0:0", "0:1");
        host.policy = (partition, offset, rejection) -> true;
        submit(range(P0, 0, 2));
        executor.runAll();

        assertThat(host.handled).isEmpty();
        assertThat(zero.settled()).isEqualTo(2);
    }

    @Test
    void readerThrows_isTriedAgain() {
        List<RecordSlice> opened = new ArrayList<>();
        RecordReader<String> good = Slices.reader();
        host.reader = slice -> {
            opened.add(slice);
            if (opened.size() == 1) {
                throw new IllegalStateException("broken validator");
            }
            return good.open(slice);
        };
        submit(range(P0, 0, 1));
        executor.runAll();
        assertThat(host.events).containsExactly("failed broken validator");
        assertThat(failures()).isEqualTo(1);

        retry();
        assertThat(zero.settled()).isEqualTo(1);
    }

    @Test
    void executorShutDown_retryAndCompletion_endQuietly() {
        CompletableFuture<String> stage = new CompletableFuture<>();
        host.then(items -> stage);
        submit(range(P0, 0, 1));
        executor.runAll();
        executor.shutdownNow();

        stage.complete("too late");
        submit(range(P0, 1, 2));

        assertThat(zero.isInHand()).isFalse();
        assertThat(host.events).isEmpty();
    }

    @Test
    void executorShutDown_failureOfAnInterruptedHandler_isNoFailure() {
        host.then(items -> {
            executor.shutdownNow();
            throw new InterruptedException();
        });
        submit(range(P0, 0, 1));
        executor.runAll();

        assertThat(host.events).containsExactly("finished");
        assertThat(zero.settled()).isEqualTo(Progress.NOTHING);
    }

    @Test
    void settlements_keptBeyondTheCall_settleNothing() {
        host.thenThrow(new PartlyHandledException(1, new IllegalStateException("second")));
        submit(range(P0, 0, 3));
        executor.runAll();
        var ofFirstAttempt = host.givens.get(0);
        assertThat(ofFirstAttempt.settledAfter(2))
                .as("counts items that were cut off")
                .isEmpty();

        retry();
        assertThat(host.givens.get(1).settledAfter(1)).as("is finished").isEmpty();
    }

    @Test
    void settlements_duringTheCall_settleWhatTheyCount() {
        List<Long> settled = new ArrayList<>();
        host.then(items -> {
            host.givens.get(0).settledAfter(2).forEach(Delivery.Settled::apply);
            settled.add(zero.settled());
            return null;
        });
        submit(range(P0, 0, 3));
        executor.runAll();

        assertThat(settled).containsExactly(2L);
        assertThat(zero.settled()).isEqualTo(3);
    }

    @Test
    void stoppedWhileItReads_whatWasSkippedIsNotSettled() {
        host.policy = (partition, offset, rejection) -> true;
        host.reader = slice -> (index, items) -> {
            executor.shutdownNow();
            return new Slices.Bad("interrupted");
        };
        submit(range(P0, 0, 2));
        executor.runAll();

        assertThat(zero.settled()).isEqualTo(Progress.NOTHING);
        assertThat(host.handled).isEmpty();
        assertThat(zero.isInHand()).isFalse();
    }

    private void submit(RecordSlice... slices) {
        List<Share> shares = new ArrayList<>();
        for (RecordSlice slice : slices) {
            shares.add(Share.of(slice.partition().equals(P0) ? zero : one, slice));
        }
        lane.submit(new Delivery<>(shares));
    }

    private int failures() {
        return host.waiting().delivery().failures();
    }

    private void retry() {
        lane.retry(host.waiting().delivery());
        executor.runAll();
    }
}
