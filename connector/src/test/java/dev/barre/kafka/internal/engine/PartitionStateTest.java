package dev.barre.kafka.internal.engine;

import static dev.barre.kafka.internal.engine.Slices.P0;
import static dev.barre.kafka.internal.engine.Slices.range;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionStateTest {
    private final PartitionState state = Slices.state(P0);

    @Test
    void needsCommit_onlyWhatWasSettledAndNotCommitted() {
        Share share = Share.of(state, range(P0, 0, 9));
        assertThat(state.needsCommit()).isFalse();
        assertThat(state.settled()).isEqualTo(Progress.NOTHING);

        share.settle(0, 5);
        assertThat(state.needsCommit()).isTrue();
        assertThat(state.settled()).isEqualTo(5);

        state.committed(5);
        assertThat(state.needsCommit()).isFalse();

        share.settle(7, 9);
        assertThat(state.needsCommit()).as("behind a gap").isFalse();

        share.settle(5, 7);
        assertThat(state.needsCommit()).isTrue();
        assertThat(state.settled()).isEqualTo(9);
    }

    @Test
    void sought_whatWasHandedOverBefore_isNeitherWantedNorSettled() {
        Share before = Share.of(state, range(P0, 0, 9));
        state.sought(3);

        assertThat(before.isWanted()).isFalse();
        assertThat(state.wants(state.epoch(), 0)).isTrue();
        before.settle(0, 9);
        assertThat(state.settled()).isEqualTo(3);
        assertThat(state.uncommittedRecords()).isZero();
    }

    @Test
    void block_itsEpoch_isNotWantedButMaySettle() {
        Share share = Share.of(state, range(P0, 0, 9));
        state.block(0);

        assertThat(share.isWanted()).isFalse();
        share.settle(0, 7);
        assertThat(state.settled()).isEqualTo(7);
    }

    @Test
    void blockedAt_whatWasHandedOverBehind_comesAgainAndWhatIsBeforeMaySettle() {
        Share first = Share.of(state, range(P0, 0, 5));
        Share behind = Share.of(state, range(P0, 5, 9));
        first.settle(0, 2);

        state.blockedAt(3);
        behind.settle(0, 4);
        first.settle(2, 3);

        assertThat(first.isWanted()).isFalse();
        assertThat(state.settled()).isEqualTo(3);
        Share.of(state, range(P0, 3, 9)).settle(0, 6);
        assertThat(state.settled()).isEqualTo(9);
    }

    @Test
    void blockedAt_sameOffset_countsTheAttemptsAndWaits() {
        assertThat(state.blockedAt(7)).isEqualTo(1);
        assertThat(state.isWaiting()).isTrue();
        long firstWait = state.epoch();
        state.stopWaiting(firstWait);
        assertThat(state.isWaiting()).isFalse();

        assertThat(state.blockedAt(7)).isEqualTo(2);
        state.stopWaiting(firstWait);
        assertThat(state.isWaiting()).as("an old timer does not end a new wait").isTrue();

        assertThat(state.blockedAt(8)).as("another record").isEqualTo(1);
    }

    @Test
    void sought_whileItWaits_goesOnAtOnceAndForgetsTheAttempts() {
        state.blockedAt(7);
        state.blockedAt(7);

        state.sought(7);

        assertThat(state.isWaiting()).isFalse();
        assertThat(state.blockedAt(7)).isEqualTo(1);
    }

    @Test
    void stopIntake_nothingIsWantedAndWhatRunsMaySettle() {
        Share share = Share.of(state, range(P0, 0, 9));
        state.stopIntakeAt(Progress.NOTHING);

        assertThat(share.isWanted()).isFalse();
        share.settle(0, 4);
        assertThat(state.settled()).isEqualTo(4);
    }

    @Test
    void gone_isWantedByNobodyAndHasNoPlaceAmongThePartitions() {
        Partitions<String> partitions = new Partitions<>(
                OrderedDispatch.oneLane(() -> new Lane<>(new LaneProbe(), new Width(new ManualExecutor(), 1))),
                new IntakeLimits(9, 9, 9, 9));
        partitions.add(List.of(P0));
        PartitionState added = partitions.all().get(0);
        Share share = Share.of(added, range(P0, 0, 9));
        share.settle(0, 4);

        partitions.remove(List.of(added));
        share.settle(4, 9);

        assertThat(share.isWanted()).isFalse();
        assertThat(partitions.uncommitted(partitions.all())).isEmpty();
    }

    @Test
    void inHand_severalTakeAndGive_untilTheLastHasGiven() {
        state.taken();
        state.taken();
        state.given();
        assertThat(state.isInHand()).isTrue();

        state.given();
        assertThat(state.isInHand()).isFalse();
    }

    @Test
    void unfinished_sharesHandedOverAndFinished_areCounted() {
        state.handedOver(3, 100);
        state.handedOver(2, 50);
        assertThat(state.unfinishedRecords()).isEqualTo(5);
        assertThat(state.unfinishedBytes()).isEqualTo(150);
        assertThat(state.hasFinishedWithin(Long.MAX_VALUE, 0)).isFalse();

        state.finished(3, 100, 10);
        assertThat(state.isBusy()).isTrue();
        state.finished(2, 50, 20);

        assertThat(state.isBusy()).isFalse();
        assertThat(state.unfinishedBytes()).isZero();
        long second = Duration.ofSeconds(1).toNanos();
        assertThat(state.hasFinishedWithin(second, 20 + second)).isTrue();
        assertThat(state.hasFinishedWithin(second, 21 + second)).isFalse();
    }
}
