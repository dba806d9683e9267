package dev.barre.kafka.internal.engine;

import static dev.barre.kafka.internal.engine.Slices.P0;
import static dev.barre.kafka.internal.engine.Slices.P1;
import static dev.barre.kafka.internal.engine.Slices.range;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records are due at their offset times a second. */
class DelaysTest {
    private final FakeClock clock = new FakeClock();
    private final Timers timers = new Timers(clock);
    private final PartitionState zero = Slices.state(P0);
    private final PartitionState one = Slices.state(P1);
    private final List<String> submitted = new ArrayList<>();
    private long nowMillis;
    private final Delays delays = new Delays(
            (slice, index) -> 1_000 * slice.offset(index),
            () -> nowMillis,
            timers,
            shares -> shares.forEach(share -> {
                for (int index = 0; index < share.records(); index++) {
                    submitted.add(share.state().partition().partition() + ":"
                            + share.slice().offset(index));
                }
            }));

    @Test
    void submitWhenDue_allDue_goesAtOnceAndNothingWaits() {
        advance(9);
        delays.submitWhenDue(List.of(share(zero, 2, 5), share(one, 8, 10)));

        assertThat(submitted).containsExactly("0:2", "0:3", "0:4", "1:8", "1:9");
        assertThat(zero.isWaiting()).isFalse();
    }

    @Test
    void submitWhenDue_someDue_keepsBackTheRestUntilEachIsDue() {
        advance(3);
        delays.submitWhenDue(List.of(share(zero, 2, 6), share(one, 1, 2)));
        assertThat(submitted).containsExactly("0:2", "0:3", "1:1");
        assertThat(zero.isWaiting()).isTrue();
        assertThat(one.isWaiting()).isFalse();

        advance(1);
        assertThat(submitted).endsWith("0:4").hasSize(4);
        assertThat(zero.isWaiting()).as("for the last").isTrue();

        advance(1);
        assertThat(submitted).endsWith("0:5").hasSize(5);
        assertThat(zero.isWaiting()).isFalse();
    }

    @Test
    void submitWhenDue_settlesInTheirPlaces() {
        List<Share> taken = new ArrayList<>();
        Delays settling =
                new Delays((slice, index) -> 1_000 * slice.offset(index), () -> nowMillis, timers, taken::addAll);
        advance(3);
        settling.submitWhenDue(List.of(share(zero, 2, 5)));
        advance(9);

        taken.get(1).settle(0, 1);
        assertThat(zero.settled()).isEqualTo(Progress.NOTHING);
        taken.get(0).settle(0, 2);
        assertThat(zero.settled()).isEqualTo(5);
    }

    @Test
    void submitWhenDue_dueAtTheEndOfTime_waitsAndFailsNothing() {
        nowMillis = 1;
        Delays never =
                new Delays((slice, index) -> Long.MAX_VALUE, () -> nowMillis, timers, shares -> submitted.add("due"));
        never.submitWhenDue(List.of(share(zero, 2, 5)));

        advance(3 * 60 * 60);

        assertThat(zero.isWaiting()).isTrue();
        assertThat(submitted).isEmpty();
    }

    @Test
    void keptBack_soughtAwayMeanwhile_isDropped() {
        delays.submitWhenDue(List.of(share(zero, 2, 5)));
        zero.sought(0);
        assertThat(zero.isWaiting()).isFalse();
        delays.submitWhenDue(List.of(share(zero, 4, 5)));

        advance(2);
        assertThat(submitted).isEmpty();
        assertThat(zero.isWaiting()).as("an old timer does not end a new wait").isTrue();

        advance(2);
        assertThat(submitted).containsExactly("0:4");
    }

    @Test
    void keptBack_partitionGone_isDropped() {
        delays.submitWhenDue(List.of(share(zero, 2, 5)));
        zero.gone();

        advance(9);

        assertThat(submitted).isEmpty();
    }

    @Test
    void dropUnwanted_partitionGone_holdsOnToNothingOfIt() {
        delays.submitWhenDue(List.of(share(zero, 2, 5), share(one, 2, 5)));
        zero.gone();

        delays.dropUnwanted();
        assertThat(delays.waiting()).as("of the other partition").isEqualTo(1);

        advance(9);
        assertThat(submitted).containsExactly("1:2", "1:3", "1:4");
        assertThat(delays.waiting()).isZero();
    }

    private static Share share(PartitionState state, long from, long end) {
        return Share.of(state, range(state.partition(), from, end));
    }

    private void advance(int seconds) {
        nowMillis += 1_000L * seconds;
        clock.advance(Duration.ofSeconds(seconds));
        timers.runDue();
    }
}
