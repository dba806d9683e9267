package dev.barre.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** How frequent keys are. */
class KeysTest {
    private static final int DRAWS = 200_000;

    @Test
    void uniform_everyKeyIsAsFrequent() {
        int[] counts = counts(new Keys(10, false, new Random(1)), 10);

        for (int count : counts) {
            assertThat(count).isCloseTo(DRAWS / 10, within(DRAWS / 100));
        }
    }

    @Test
    void zipf_theNthKeyIsNTimesRarerThanTheFirst() {
        int[] counts = counts(new Keys(100, true, new Random(1)), 100);

        assertThat(counts[0] / (double) counts[1]).isCloseTo(2, within(0.1));
        assertThat(counts[0] / (double) counts[9]).isCloseTo(10, within(1.0));
    }

    private static int[] counts(Keys keys, int count) {
        int[] counts = new int[count];
        for (int draw = 0; draw < DRAWS; draw++) {
            counts[keys.nextNumber()]++;
        }
        return counts;
    }
}
