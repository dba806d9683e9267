package dev.barre.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
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

    /** Between any two bookings there are no more records than the rate allows, and those of one second. */
    @Property(tries = 200)
    void reserve_overAnySpan_keepsTheRateAndASecondOfCredit(
            @ForAll @DoubleRange(min = 0.1, max = 100_000) double perSecond,
            @ForAll @Size(min = 2, max = 30) List<@IntRange(min = 0, max = 10_000) Integer> steps) {
        RecordRate rate = new RecordRate(perSecond, clock::get);
        long begin = clock.get();
        List<Long> starts = new ArrayList<>();
        for (int step : steps) {
            pass(step);
            starts.add(clock.get() - begin + rate.reserve(records(step)));
        }
        for (int from = 0; from < steps.size(); from++) {
            long booked = 0;
            for (int to = from + 1; to < steps.size(); to++) {
                booked += records(steps.get(to - 1));
                double seconds = (starts.get(to) - starts.get(from)) / 1e9 + 1;

                assertThat((double) booked).isLessThanOrEqualTo(seconds * perSecond * 1.000_001 + 0.01);
            }
        }
    }

    /** After a long step few records come, so that credit could pile up, and after a short one many. */
    private static int records(int step) {
        return 1 + 20_000 / (step + 1);
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    private void pass(long millis) {
        clock.addAndGet(millis(millis));
    }
}
