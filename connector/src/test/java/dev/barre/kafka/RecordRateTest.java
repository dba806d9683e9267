package dev.barre.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RecordRateTest {
    /** Overflows within the first test second, as the real clock may. */
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 500_000_000);

    @Test
    void reserve_beginsWhenTheBookingBeforeIsThrough() {
        RecordRate rate = new RecordRate(10, clock::get);

        assertThat(rate.reserve(5)).isZero();
        assertThat(rate.reserve(1)).isEqualTo(millis(500));
        assertThat(rate.reserve(1)).isEqualTo(millis(600));
        pass(650);
        assertThat(rate.reserve(1)).isEqualTo(millis(50));
    }

    @Test
    void reserve_afterIdleTime_makesUpForOneSecond() {
        RecordRate rate = new RecordRate(10, clock::get);
        pass(60_000);

        assertThat(rate.reserve(10)).isZero();
        assertThat(rate.reserve(1)).isZero();
        assertThat(rate.reserve(1)).isEqualTo(millis(100));
    }

    @Test
    void reserve_shortIdleTime_makesUpForThat() {
        RecordRate rate = new RecordRate(10, clock::get);
        rate.reserve(1);
        pass(300);

        assertThat(rate.reserve(2)).isZero();
        assertThat(rate.reserve(1)).isZero();
        assertThat(rate.reserve(1)).isEqualTo(millis(100));
    }

    @Test
    void reserve_almostNoRate_doesNotOverflow() {
        RecordRate rate = new RecordRate(Double.MIN_NORMAL, clock::get);
        rate.reserve(Integer.MAX_VALUE);
        rate.reserve(Integer.MAX_VALUE);

        assertThat(rate.reserve(1)).isEqualTo(Long.MAX_VALUE);
    }

    @Property(tries = 200)
    void reserve_overAnyHistory_keepsTheRateAndASecondOfCredit(
            @ForAll @DoubleRange(min = 0.1, max = 1_000_000) double perSecond,
            @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 0, max = 5_000) Integer> steps) {
        RecordRate rate = new RecordRate(perSecond, clock::get);
        long begin = clock.get();
        long before = 0;
        for (int step : steps) {
            pass(step);
            long starts = clock.get() - begin + rate.reserve(step + 1);
            double allowed = (starts / 1e9 + 1) * perSecond;

            assertThat((double) before).isLessThanOrEqualTo(allowed * 1.000_001 + 0.001);
            before += step + 1;
        }
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    private void pass(long millis) {
        clock.addAndGet(millis(millis));
    }
}
