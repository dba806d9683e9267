package dev.barre.kafka.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutcomesTest {
    private final Outcomes outcomes = new Outcomes();

    @Test
    void settled_nothingSaid_isTheFirstSoMany() {
        assertThat(outcomes.settled(2)).isEqualTo(items(0, 1));
        assertThat(outcomes.hasReleased()).isFalse();
        assertThat(outcomes.longestWait()).isZero();
    }

    @Test
    void settled_acceptedBehind_isThereToo() {
        outcomes.accept(4);

        assertThat(outcomes.settled(2)).isEqualTo(items(0, 1, 4));
    }

    @Test
    void settled_releasedAndRejectedBefore_areNot() {
        outcomes.release(0, Duration.ZERO);
        outcomes.reject(2, new IllegalStateException());

        assertThat(outcomes.settled(4)).isEqualTo(items(1, 3));
    }

    @Test
    void lastWord_onAnItem_counts() {
        IllegalStateException cause = new IllegalStateException();
        outcomes.accept(0);
        outcomes.release(0, Duration.ofSeconds(1));
        outcomes.release(1, Duration.ofSeconds(1));
        outcomes.reject(1, cause);
        outcomes.reject(2, cause);
        outcomes.accept(2);

        assertThat(outcomes.settled(3)).isEqualTo(items(2));
        assertThat(outcomes.close()).containsOnlyKeys(1).containsValue(cause);
    }

    @Test
    void settledOnce_isNotTakenBack() {
        outcomes.accept(0);
        assertThat(outcomes.settled(0)).isEqualTo(items(0));

        assertThat(outcomes.release(0, Duration.ZERO)).isFalse();
        assertThat(outcomes.reject(0, new IllegalStateException())).isFalse();
        assertThat(outcomes.accept(0)).isTrue();
        assertThat(outcomes.settled(0)).isEqualTo(items(0));
    }

    @Test
    void release_takenBackByAccept_waitsForNothing() {
        outcomes.release(0, Duration.ofSeconds(1));
        outcomes.accept(0);

        assertThat(outcomes.hasReleased()).isFalse();
        assertThat(outcomes.longestWait()).isZero();
    }

    @Test
    void longestWait_ofSeveral_isThatOfTheLongest() {
        outcomes.release(0, Duration.ofSeconds(1));
        outcomes.release(1, Duration.ofSeconds(3));
        outcomes.release(2, Duration.ofSeconds(2));

        assertThat(outcomes.longestWait()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void close_whatIsSaidAfterwards_isRefusedAndChangesNothing() {
        outcomes.accept(1);
        outcomes.close();

        assertThat(outcomes.accept(0)).isFalse();
        assertThat(outcomes.release(1, Duration.ZERO)).isFalse();
        assertThat(outcomes.reject(2, new IllegalStateException())).isFalse();
        assertThat(outcomes.settled(0)).isEqualTo(items(1));
        assertThat(outcomes.close()).isEmpty();
    }

    private static BitSet items(int... items) {
        BitSet set = new BitSet();
        IntStream.of(items).forEach(set::set);
        return set;
    }
}
