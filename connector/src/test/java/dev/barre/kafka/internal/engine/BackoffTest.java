package dev.barre.kafka.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration CAP = Duration.ofSeconds(30);

    @Test
    void after_mostOfTheDraw_doublesUpToTheCap() {
        Backoff backoff = new Backoff(FIRST, CAP, () -> 1);

        assertThat(backoff.after(1)).isEqualTo(Duration.ofMillis(200));
        assertThat(backoff.after(2)).isEqualTo(Duration.ofMillis(400));
        assertThat(backoff.after(3)).isEqualTo(Duration.ofMillis(800));
        assertThat(backoff.after(8)).isEqualTo(Duration.ofMillis(25_600));
        assertThat(backoff.after(9)).isEqualTo(CAP);
    }

    @Test
    void after_leastOfTheDraw_isHalf() {
        Backoff backoff = new Backoff(FIRST, CAP, () -> 0);

        assertThat(backoff.after(1)).isEqualTo(Duration.ofMillis(100));
        assertThat(backoff.after(100)).isEqualTo(Duration.ofSeconds(15));
    }

    @Property(tries = 300)
    void after_anyAttemptAndDraw_isBetweenHalfTheFirstAndTheCap(
            @ForAll @IntRange(min = 1) int attempts, @ForAll @DoubleRange(min = 0, max = 1) double draw) {
        assertThat(new Backoff(FIRST, CAP, () -> draw).after(attempts)).isBetween(FIRST.dividedBy(2), CAP);
    }
}
