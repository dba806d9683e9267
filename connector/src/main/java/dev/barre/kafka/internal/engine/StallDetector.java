package dev.barre.kafka.internal.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds out what stands still although there is something to do: a partition with records left of which neither the position nor what
 * is settled moves, and a thread that does not come round. Used by one thread.
 */
public final class StallDetector {
    private final long limitNanos;
    private final Map<TopicPartition, Mark> marks = new HashMap<>();

    /** @param limit how long something may stand still */
    public StallDetector(Duration limit) {
        this.limitNanos = limit.toNanos();
    }

    /** What stands still by {@code snapshot} at {@code nowNanos}, each as a sentence; empty where all moves. */
    public List<String> stalls(MemberSnapshot snapshot, long nowNanos) {
        List<String> stalls = new ArrayList<>();
        long silence = nowNanos - snapshot.roundNanos();
        if (silence > limitNanos) {
            stalls.add(snapshot.name() + " has not polled for " + seconds(silence) + " s.");
        }
        Map<TopicPartition, Mark> seen = new HashMap<>();
        for (PartitionSnapshot partition : snapshot.partitions()) {
            Mark mark = mark(partition, nowNanos);
            seen.put(partition.partition(), mark);
            long still = nowNanos - mark.sinceNanos;
            if (still > limitNanos) {
                stalls.add(sentence(partition, still));
            }
        }
        marks.clear();
        marks.putAll(seen);
        return stalls;
    }

    /** Begins anew: another member has taken the place of the one that was watched. */
    public void reset() {
        marks.clear();
    }

    private Mark mark(PartitionSnapshot partition, long nowNanos) {
        Mark before = marks.get(partition.partition());
        boolean hasWork = partition.unfinished() > 0
                || !partition.paused() && partition.lag().orElse(0) > 0;
        if (before != null
                && hasWork
                && before.settled.equals(partition.settled())
                && before.fetched.equals(partition.fetched())) {
            return before;
        }
        return new Mark(partition.settled(), partition.fetched(), nowNanos);
    }

    private static String sentence(PartitionSnapshot partition, long stillNanos) {
        String what = partition.inHand()
                ? "its handler has not returned"
                : partition.unfinished() > 0 ? "handling it fails or waits" : "nothing is fetched of it";
        String where = partition.settled().isPresent()
                ? " at offset " + partition.settled().getAsLong()
                : "";
        return partition.partition() + " has stood still" + where + " for " + seconds(stillNanos) + " s: " + what + ".";
    }

    private static long seconds(long nanos) {
        return Duration.ofNanos(nanos).toSeconds();
    }

    /** Where a partition stood, and since when. */
    private record Mark(OptionalLong settled, OptionalLong fetched, long sinceNanos) {}
}
