package dev.barre.kafka.internal.engine;

import static dev.barre.kafka.internal.engine.Slices.P0;
import static dev.barre.kafka.internal.engine.Slices.range;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTest {
    private final Progress progress = new Progress();

    @Test
    void settled_nothingHandedOverOrSettled_isNothing() {
        assertThat(progress.settled()).isEqualTo(Progress.NOTHING);

        progress.add(range(P0, 7, 9));

        assertThat(progress.settled()).isEqualTo(Progress.NOTHING);
        assertThat(progress.lowest()).isEqualTo(7);
        assertThat(progress.fetched()).isEqualTo(9);
    }

    @Test
    void settle_outOfOrder_endsBeforeTheFirstThatIsNot() {
        SliceProgress slice = progress.add(range(P0, 10, 15));

        slice.settle(1, 2);
        slice.settle(3, 5);
        assertThat(progress.settled()).isEqualTo(Progress.NOTHING);

        slice.settle(0, 1);
        assertThat(progress.settled()).isEqualTo(12);

        slice.settle(2, 3);
        assertThat(progress.settled()).isEqualTo(15);
    }

    @Test
    void settle_secondSliceFirst_waitsForTheFirst() {
        SliceProgress first = progress.add(range(P0, 0, 3));
        SliceProgress second = progress.add(range(P0, 3, 5));

        second.settle(0, 2);
        assertThat(progress.settled()).isEqualTo(Progress.NOTHING);

        first.settle(0, 3);
        assertThat(progress.settled()).isEqualTo(5);
    }

    @Test
    void settle_offsetsWithGaps_goesOnAtTheNextRecordOrBehindTheSlice() {
        SliceProgress slice = progress.add(Slices.of(P0, 50, 5, 20, 40));

        slice.settle(0, 1);
        assertThat(progress.settled()).isEqualTo(20);
        slice.settle(1, 2);
        assertThat(progress.settled()).isEqualTo(40);
        slice.settle(2, 3);
        assertThat(progress.settled()).isEqualTo(50);
    }

    @Test
    void add_sliceWithoutRecords_waitsOnlyForWhatIsBeforeIt() {
        SliceProgress first = progress.add(range(P0, 0, 1));
        progress.add(Slices.of(P0, 30));
        assertThat(progress.settled()).isEqualTo(Progress.NOTHING);

        first.settle(0, 1);
        assertThat(progress.settled()).isEqualTo(30);
    }

    @Test
    void add_onlyASliceWithoutRecords_isItsEnd() {
        progress.add(Slices.of(P0, 30));

        assertThat(progress.settled()).isEqualTo(30);
        assertThat(progress.records()).isZero();
    }

    @Test
    void records_areThoseFromTheFirstUnsettledSliceOn() {
        SliceProgress first = progress.add(range(P0, 0, 3));
        SliceProgress second = progress.add(range(P0, 3, 5));
        second.settle(0, 2);
        first.settle(0, 2);
        assertThat(progress.records()).isEqualTo(5);

        first.settle(2, 3);
        assertThat(progress.records()).as("without being asked how far it is").isZero();
    }

    @Test
    void cutAt_inASlice_forgetsFromThereOn() {
        SliceProgress first = progress.add(range(P0, 0, 4));
        SliceProgress second = progress.add(range(P0, 4, 8));
        first.settle(0, 1);

        progress.cutAt(2);
        assertThat(progress.records()).isEqualTo(2);
        assertThat(progress.fetched()).isEqualTo(2);
        first.settle(1, 4);
        second.settle(0, 4);

        assertThat(progress.settled()).as("what was cut off settles nothing").isEqualTo(2);
        progress.add(range(P0, 2, 8)).settle(0, 6);
        assertThat(progress.settled()).isEqualTo(8);
    }

    @Test
    void cutAt_betweenSlices_keepsTheOneBefore() {
        progress.add(range(P0, 0, 4));
        progress.add(range(P0, 4, 8));
        progress.add(range(P0, 8, 9));

        progress.cutAt(4);

        assertThat(progress.records()).isEqualTo(4);
        assertThat(progress.fetched()).isEqualTo(4);
    }

    @Test
    void cutAt_inAGapOfTheLog_settlesUpToWhatComesAgain() {
        SliceProgress slice = progress.add(Slices.of(P0, 50, 5, 20, 40));
        slice.settle(0, 1);

        progress.cutAt(20);

        assertThat(progress.settled()).isEqualTo(20);
        assertThat(progress.records()).isZero();
    }

    @Test
    void cutAt_behindEverything_changesNothing() {
        SliceProgress slice = progress.add(range(P0, 0, 4));

        progress.cutAt(4);
        slice.settle(0, 4);

        assertThat(progress.settled()).isEqualTo(4);
    }

    @Test
    void cutAt_nothingHandedOver_changesNothing() {
        progress.restartAt(4);

        progress.cutAt(4);

        assertThat(progress.settled()).isEqualTo(4);
    }

    @Test
    void restartAt_backwardsAndForwards_goesOnFromThere() {
        SliceProgress before = progress.add(range(P0, 10, 20));
        progress.restartAt(3);
        before.settle(0, 10);
        assertThat(progress.settled()).isEqualTo(3);
        assertThat(progress.records()).isZero();

        progress.add(range(P0, 3, 5)).settle(0, 2);
        assertThat(progress.settled()).isEqualTo(5);
        progress.restartAt(100);
        assertThat(progress.settled()).isEqualTo(100);
    }
}
