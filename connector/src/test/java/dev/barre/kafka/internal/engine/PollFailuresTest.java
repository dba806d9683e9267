package dev.barre.kafka.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PollFailuresTest {
    private final FakeClock clock = new FakeClock();
    private final PollFailures failures = new PollFailures(clock);

    @Test
    void isNews_firstAndAnotherKind_areAtOnce() {
        assertThat(failures.isNews(caused(new IllegalStateException()))).isTrue();
        assertThat(failures.isNews(caused(new IllegalStateException()))).isFalse();
        assertThat(failures.isNews(caused(new IllegalArgumentException()))).isTrue();
        assertThat(failures.isNews(new RuntimeException("without a cause"))).isTrue();
        assertThat(failures.isNews(new RuntimeException("again"))).isFalse();
    }

    @Test
    void isNews_sameKindAgainAndAgain_isAfterTimesThatDoubleUpToAMinute() {
        assertThat(failures.isNews(caused(new IllegalStateException()))).isTrue();
        for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(failures.isNews(caused(new IllegalStateException())))
                    .as("shortly before %s s", seconds)
                    .isFalse();
            clock.advance(Duration.ofMillis(1));
            assertThat(failures.isNews(caused(new IllegalStateException())))
                    .as("after %s s", seconds)
                    .isTrue();
        }
    }

    @Test
    void isNews_afterAPollThatWentWell_isAtOnce() {
        assertThat(failures.isNews(caused(new IllegalStateException()))).isTrue();

        failures.over();

        assertThat(failures.isNews(caused(new IllegalStateException()))).isTrue();
    }

    private static RuntimeException caused(Throwable cause) {
        return new RuntimeException(cause);
    }
}
