package dev.barre.kafka.internal.engine;

import static dev.barre.kafka.internal.engine.Slices.P0;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StallDetectorTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final StallDetector detector = new StallDetector(LIMIT);

    @Test
    void stalls_lagOfAPausedPartition_isNone() {
        assertThat(afterTwiceTheLimit(0, true)).isEmpty();
    }

    @Test
    void stalls_lagOfAPartitionThatMayBeFetched_isOne() {
        assertThat(afterTwiceTheLimit(0, false)).singleElement().asString().contains("nothing is fetched of it");
    }

    @Test
    void stalls_recordThatWaitsForItsNextAttempt_isNothingThatAnotherMemberMends() {
        assertThat(detector.stalls(snapshot(0, 3, false), 0)).isEmpty();
        long between = LIMIT.toNanos();
        assertThat(detector.stalls(waiting(between), between)).isEmpty();
        long later = 2 * between;
        assertThat(detector.stalls(snapshot(later, 3, false), later))
                .singleElement()
                .matches(stall -> !stall.isStuck());
    }

    @Test
    void stalls_handlerThatDoesNotReturn_mayBeMendedByAnotherMember() {
        assertThat(afterTwiceTheLimit(3, false)).singleElement().matches(StallDetector.Stall::isStuck);
    }

    private static MemberSnapshot waiting(long roundNanos) {
        PartitionSnapshot partition = new PartitionSnapshot(
                P0,
                OptionalLong.of(5),
                OptionalLong.of(5),
                OptionalLong.of(8),
                OptionalLong.of(20),
                3,
                false,
                false,
                false);
        return new MemberSnapshot("test", roundNanos, null, null, List.of(partition));
    }

    @Test
    void stalls_handlerStuckWhilePaused_isOne() {
        assertThat(afterTwiceTheLimit(3, true)).singleElement().asString().contains("its handler has not returned");
    }

    private List<StallDetector.Stall> afterTwiceTheLimit(int unfinished, boolean paused) {
        assertThat(detector.stalls(snapshot(0, unfinished, paused), 0)).isEmpty();
        long later = LIMIT.multipliedBy(2).toNanos();
        return detector.stalls(snapshot(later, unfinished, paused), later);
    }

    private static MemberSnapshot snapshot(long roundNanos, int unfinished, boolean paused) {
        PartitionSnapshot partition = new PartitionSnapshot(
                P0,
                OptionalLong.of(5),
                OptionalLong.of(5),
                OptionalLong.of(8),
                OptionalLong.of(20),
                unfinished,
                unfinished > 0,
                false,
                paused);
        return new MemberSnapshot("test", roundNanos, null, null, List.of(partition));
    }
}
