package dev.barre.kafka.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimersTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final FakeClock clock = new FakeClock();
    private final Timers timers = new Timers(clock);
    private final List<String> ran = new ArrayList<>();

    @Test
    void runDue_beforeItsTime_runsNothing() {
        timers.after(SECOND, () -> ran.add("a"));

        clock.advance(Duration.ofMillis(999));
        timers.runDue();

        assertThat(ran).isEmpty();
    }

    @Test
    void runDue_several_runsThoseThatAreDueInTheOrderOfTheirTimes() {
        timers.after(9 * SECOND, () -> ran.add("late"));
        timers.after(6 * SECOND, () -> ran.add("second"));
        timers.after(SECOND, () -> ran.add("first"));

        // Over the overflow of the clock.
        clock.advance(Duration.ofSeconds(7));
        timers.runDue();

        assertThat(ran).containsExactly("first", "second");
        assertThat(timers.nanosToNext(Long.MAX_VALUE)).isEqualTo(2 * SECOND);
    }

    @Test
    void runDue_timerThatAddsADueOne_runsThatToo() {
        timers.after(SECOND, () -> timers.after(0, () -> ran.add("inner")));

        clock.advance(Duration.ofSeconds(1));
        timers.runDue();

        assertThat(ran).containsExactly("inner");
    }

    @Test
    void runDue_timerThatThrows_isNotRunAgain() {
        timers.after(0, () -> {
            throw new IllegalStateException("once");
        });
        timers.after(0, () -> ran.add("next"));

        assertThatThrownBy(timers::runDue).hasMessage("once");
        timers.runDue();

        assertThat(ran).containsExactly("next");
    }

    @Test
    void nanosToNext_isNeverNegativeAndNeverOverTheLimit() {
        assertThat(timers.nanosToNext(SECOND)).isEqualTo(SECOND);

        timers.after(2 * SECOND, () -> {});
        assertThat(timers.nanosToNext(SECOND)).isEqualTo(SECOND);

        clock.advance(Duration.ofSeconds(3));
        assertThat(timers.nanosToNext(SECOND)).isZero();
    }
}
