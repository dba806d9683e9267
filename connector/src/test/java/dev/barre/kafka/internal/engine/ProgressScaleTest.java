package dev.barre.kafka.internal.engine;

import static dev.barre.kafka.internal.engine.Slices.P0;
import static dev.barre.kafka.internal.engine.Slices.range;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Settling while very many records are open. */
class ProgressScaleTest {
    private static final int RECORDS = 100_000;

    private final Progress progress = new Progress();

    @Test
    void settle_backwardsInOneSlice_isSettledWithTheFirst() {
        SliceProgress slice = progress.add(range(P0, 0, RECORDS));

        for (int position = RECORDS - 1; position > 0; position--) {
            slice.settle(position, position + 1);
            assertNothingIsSettled();
        }
        slice.settle(0, 1);

        assertThat(progress.settled()).isEqualTo(RECORDS);
    }

    @Test
    void settle_backwardsOverManySlices_isSettledWithTheFirst() {
        List<SliceProgress> slices = new ArrayList<>();
        for (int offset = 0; offset < RECORDS; offset++) {
            slices.add(progress.add(range(P0, offset, offset + 1)));
        }

        for (int index = RECORDS - 1; index > 0; index--) {
            slices.get(index).settle(0, 1);
            assertNothingIsSettled();
        }
        slices.get(0).settle(0, 1);

        assertThat(progress.settled()).isEqualTo(RECORDS);
    }

    private void assertNothingIsSettled() {
        if (progress.settled() > 0) {
            throw new AssertionError("the first record is open");
        }
    }
}
