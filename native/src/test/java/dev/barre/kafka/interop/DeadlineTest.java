package dev.barre.kafka.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    @Test
    void after_zeroOrNegative_isOver() {
        assertThat(Deadline.after(Duration.ZERO).isOver()).isTrue();
        assertThat(Deadline.after(Duration.ofSeconds(-1)).isOver()).isTrue();
        assertThat(Deadline.after(Duration.ofSeconds(-1)).remaining()).isZero();
    }

    @Test
    void after_longestDuration_doesNotOverflow() {
        Deadline deadline = Deadline.after(Duration.ofSeconds(Long.MAX_VALUE));

        assertThat(deadline.isOver()).isFalse();
        assertThat(deadline.remaining()).isGreaterThan(Duration.ofDays(36_000));
    }

    @Test
    void remaining_shrinksToZeroAndStaysThere() {
        Deadline deadline = Deadline.after(Duration.ofMillis(20));
        assertThat(deadline.remaining()).isLessThanOrEqualTo(Duration.ofMillis(20));

        await().until(deadline::isOver);
        assertThat(deadline.remainingNanos()).isZero();
    }
}
