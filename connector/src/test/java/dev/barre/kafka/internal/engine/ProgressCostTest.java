package dev.barre.kafka.internal.engine;

import static dev.barre.kafka.internal.engine.Slices.P0;
import static dev.barre.kafka.internal.engine.Slices.range;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What it costs to settle one record while very many are open. The limits are a hundred times what it takes. */
class ProgressCostTest {
    private static final int RECORDS = 100_000;

    private final Progress progress = new Progress();

    @Test
    void settle_backwards_hundredThousandRecords_takesNoTimeToSpeakOf() {
        SliceProgress slice = progress.add(range(P0, 0, RECORDS));

        long begin = System.nanoTime();
        for (int position = RECORDS - 1; position > 0; position--) {
            slice.settle(position, position + 1);
            assertNothingIsSettled();
        }
        slice.settle(0, 1);

        assertThat(progress.settled()).isEqualTo(RECORDS);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void settle_backwards_manySlices_takesNoTimeToSpeakOf() {
        List<SliceProgress> slices = new ArrayList<>();
        for (int offset = 0; offset < RECORDS; offset++) {
            slices.add(progress.add(range(P0, offset, offset + 1)));
        }

        long begin = System.nanoTime();
        for (int index = RECORDS - 1; index > 0; index--) {
            slices.get(index).settle(0, 1);
            assertNothingIsSettled();
        }
        slices.get(0).settle(0, 1);

        assertThat(progress.settled()).isEqualTo(RECORDS);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
    }

    private void assertNothingIsSettled() {
        if (progress.settled() > 0) {
            throw new AssertionError("the first record is open");
        }
    }
}
