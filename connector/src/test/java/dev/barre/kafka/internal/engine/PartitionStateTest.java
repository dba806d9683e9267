package dev.barre.kafka.internal.engine;

import static dev.barre.kafka.internal.engine.Slices.P0;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PartitionStateTest {
    private final LaneProbe host = new LaneProbe();
    private final PartitionState<String> state = new PartitionState<>(P0, new Lane<>(host, new ManualExecutor()));

    @Test
    void needsCommit_onlyWhatWasSettledAndNotCommitted() {
        assertThat(state.needsCommit()).isFalse();
        assertThat(state.hasSettled()).isFalse();

        state.settle(0, 5);
        assertThat(state.needsCommit()).isTrue();
        assertThat(state.settled()).isEqualTo(5);

        state.committed(5);
        assertThat(state.needsCommit()).isFalse();

        state.settle(0, 9);
        assertThat(state.needsCommit()).isTrue();
    }

    @Test
    void sought_whatWasHandedOverBefore_isNeitherWantedNorSettled() {
        state.sought(3);

        assertThat(state.wants(0)).isFalse();
        assertThat(state.wants(state.epoch())).isTrue();
        state.settle(0, 99);
        assertThat(state.settled()).isEqualTo(3);
    }

    @Test
    void block_itsEpoch_isNotWantedButMaySettle() {
        state.block(0);

        assertThat(state.wants(0)).isFalse();
        state.settle(0, 7);
        assertThat(state.settled()).isEqualTo(7);
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
        state.stopIntake();

        assertThat(state.wants(0)).isFalse();
        state.settle(0, 4);
        assertThat(state.settled()).isEqualTo(4);
    }

    @Test
    void gone_resultsThatStillCome_areDropped() {
        state.settle(0, 4);

        state.gone();
        state.settle(0, 9);

        assertThat(state.wants(0)).isFalse();
        assertThat(state.settled()).isEqualTo(4);
    }
}
