package dev.barre.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.internal.engine.Retries;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class RetryPolicyPropertyTest {
    private final RuntimeException failure = new IllegalStateException();

    /** 365 days, the longest wait. */
    private static final long LONGEST = 31_536_000_000L;

    @Property(tries = 300)
    void exponential_neverFallsAndKeepsItsCap(
            @ForAll @LongRange(min = 1, max = LONGEST) long one,
            @ForAll @LongRange(min = 1, max = LONGEST) long other,
            @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE - 1) int attempts) {
        Duration first = Duration.ofMillis(Math.min(one, other));
        Duration cap = Duration.ofMillis(Math.max(one, other));
        Retries retries = RetryPolicy.exponential(first, cap).jitter(0).asRetries();

        Duration wait = wait(retries, attempts);

        assertThat(wait).isBetween(first, cap);
        assertThat(wait(retries, attempts + 1)).isBetween(wait, cap);
        assertThat(wait(retries, 1)).isEqualTo(first);
        assertThat(wait(retries, 64)).isEqualTo(cap);
    }

    @Property(tries = 300)
    void exponential_doublesUntilItsCap(
            @ForAll @LongRange(min = 1, max = 100_000) long first, @ForAll @IntRange(min = 1, max = 16) int attempts) {
        Retries retries = RetryPolicy.exponential(Duration.ofMillis(first), Duration.ofDays(365))
                .jitter(0)
                .asRetries();

        assertThat(wait(retries, attempts)).isEqualTo(Duration.ofMillis(first << (attempts - 1)));
    }

    @Property(tries = 300)
    void jitter_isDrawnFromTheUpperShare(
            @ForAll @LongRange(min = 0, max = LONGEST) long millis,
            @ForAll @DoubleRange(min = 0, max = 1) double jitter,
            @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double draw) {
        Duration longest = Duration.ofMillis(millis);
        Retries retries = RetryPolicy.fixed(longest).jitter(jitter).asRetries(() -> draw);

        Duration shortest = Duration.ofNanos((long) (longest.toNanos() * (1 - jitter)));

        // A double of this size is a few nanoseconds off.
        assertThat(wait(retries, 1)).isBetween(shortest.minusNanos(8), longest);
    }

    @Property(tries = 300)
    void attempts_endExactlyThere(
            @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE - 1) int most, @ForAll @IntRange(min = 1) int failed) {
        Retries retries = RetryPolicy.standard().attempts(most).asRetries();

        assertThat(wait(retries, failed) == null).isEqualTo(failed >= most);
    }

    @Property(tries = 300)
    void totalTime_noAttemptBeginsAfterIt(
            @ForAll @LongRange(min = 0, max = 100_000) long total,
            @ForAll @LongRange(min = 0, max = 200_000) long since,
            @ForAll @IntRange(min = 1, max = 20) int failed,
            @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double draw) {
        Duration sinceFirst = Duration.ofMillis(since);
        Duration unlimited = RetryPolicy.standard().asRetries(() -> draw).waitAfter(failure, failed, sinceFirst);
        Duration limited = RetryPolicy.standard()
                .totalTime(Duration.ofMillis(total))
                .asRetries(() -> draw)
                .waitAfter(failure, failed, sinceFirst);

        boolean beginsInTime = sinceFirst.plus(unlimited).compareTo(Duration.ofMillis(total)) <= 0;
        assertThat(limited).isEqualTo(beginsInTime ? unlimited : null);
    }

    private Duration wait(Retries retries, int attempts) {
        return retries.waitAfter(failure, attempts, Duration.ZERO);
    }
}
