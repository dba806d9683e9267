package dev.barre.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers about numbers. */
class StatisticsTest {
    @Test
    void median_oddCount_isTheOneInTheMiddle() {
        assertThat(Statistics.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5);
    }

    @Test
    void median_evenCount_isTheMeanOfTheTwoInTheMiddle() {
        assertThat(Statistics.median(List.of(9.0, 1.0, 5.0, 6.0))).isEqualTo(5.5);
    }

    @Test
    void spread_isFromLowestToHighest() {
        assertThat(Statistics.lowest(List.of(9.0, 1.0, 5.0))).isEqualTo(1);
        assertThat(Statistics.highest(List.of(9.0, 1.0, 5.0))).isEqualTo(9);
    }
}
