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

    /** What stands still by {@code snapshot} at {@code nowNanos}; empty where all moves. */
    public List<Stall> stalls(MemberSnapshot snapshot, long nowNanos) {
        List<Stall> stalls = new ArrayList<>();
        long silence = nowNanos - snapshot.roundNanos();
        if (silence > limitNanos) {
            stalls.add(new Stall(snapshot.name() + " has not polled for " + seconds(silence) + " s.", true));
        }
        Map<TopicPartition, Mark> seen = new HashMap<>();
        for (PartitionSnapshot partition : snapshot.partitions()) {
            Mark mark = mark(partition, nowNanos);
            seen.put(partition.partition(), mark);
            long still = nowNanos - mark.sinceNanos;
            if (still > limitNanos) {
                boolean waits = mark.hasWaited || partition.unfinished() > 0 && !mark.isInHand;
                // Where polls fail, those of another member would too.
                boolean isStuck = !waits && (mark.isInHand || snapshot.pollFailure() == null);
                stalls.add(new Stall(sentence(partition, mark, still), isStuck));
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
                || partition.waiting()
                || !partition.paused() && partition.lag().orElse(0) > 0;
        if (before != null
                && hasWork
                && before.settled.equals(partition.settled())
                && before.fetched.equals(partition.fetched())) {
            return new Mark(
                    before.settled,
                    before.fetched,
                    before.sinceNanos,
                    before.isInHand && partition.inHand(),
                    before.hasWaited || partition.waiting());
        }
        return new Mark(partition.settled(), partition.fetched(), nowNanos, partition.inHand(), partition.waiting());
    }

    private static String sentence(PartitionSnapshot partition, Mark mark, long stillNanos) {
        String what = partition.inHand()
                ? "its handler has not returned"
                : mark.hasWaited
                        ? "a record of it cannot be read, or not be passed on"
                        : partition.unfinished() > 0 ? "handling it fails or waits" : "nothing is fetched of it";
        String where = partition.settled().isPresent()
                ? " at offset " + partition.settled().getAsLong()
                : "";
        return partition.partition() + " has stood still" + where + " for " + seconds(stillNanos) + " s: " + what + ".";
    }

    private static long seconds(long nanos) {
        return Duration.ofNanos(nanos).toSeconds();
    }

    /**
     * Something that stands still.
     *
     * @param what a sentence
     * @param isStuck whether another member may do better; not where a record only waits for its next attempt
     */
    public record Stall(String what, boolean isStuck) {}

    /**
     * Where a partition stood, and since when.
     *
     * @param isInHand whether user code has had something of it at every look
     * @param hasWaited whether a record of it waited at one of them: in between it is tried, and a look may fall into that
     */
    private record Mark(
            OptionalLong settled, OptionalLong fetched, long sinceNanos, boolean isInHand, boolean hasWaited) {}
}
