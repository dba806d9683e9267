package dev.barre.kafka;

import dev.barre.kafka.internal.engine.MemberSnapshot;
import dev.barre.kafka.internal.engine.PartitionSnapshot;
import dev.barre.kafka.internal.engine.StallDetector;
import dev.barre.kafka.internal.engine.StallDetector.Stall;
import dev.barre.kafka.interop.Disposition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the members of one run from a thread of its own: says how they stand, reports what stands still once, and replaces a member
 * that does where it may. Thread-safe.
 */
final class ListenerWatch implements AutoCloseable {
    /** Watches nothing. */
    static final ListenerWatch NONE = new ListenerWatch(ListenerRun.NONE);

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(20);

    private final ListenerRun run;
    private final PartitionEnds ends;
    private final boolean replaces;
    private final LongSupplier nanoTime;
    private final List<StallDetector> detectors;
    private final ScheduledExecutorService thread;
    private final List<Set<String>> reported = new ArrayList<>();
    private volatile List<String> stalls = List.of();

    /**
     * @param name what the thread is called
     * @param members how many members the run has
     * @param stallTimeout how long something may stand still
     * @param ends where partitions end, whatever the members believe
     * @param replaces whether a member of which something stands still is replaced
     */
    ListenerWatch(
            String name,
            ListenerRun run,
            int members,
            Duration stallTimeout,
            PartitionEnds ends,
            boolean replaces,
            LongSupplier nanoTime) {
        this.run = run;
        this.ends = ends;
        this.replaces = replaces;
        this.nanoTime = nanoTime;
        this.detectors = new ArrayList<>();
        for (int index = 0; index < members; index++) {
            detectors.add(new StallDetector(stallTimeout));
            reported.add(new HashSet<>());
        }
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "barre-watch-" + name);
            made.setDaemon(true);
            return made;
        });
        long interval =
                Math.max(SHORTEST_INTERVAL.toNanos(), Math.min(LONGEST_INTERVAL.toNanos(), stallTimeout.toNanos() / 4));
        thread.scheduleWithFixedDelay(this::lookQuietly, interval, interval, TimeUnit.NANOSECONDS);
    }

    private ListenerWatch(ListenerRun none) {
        this.run = none;
        this.ends = PartitionEnds.unknown();
        this.replaces = false;
        this.nanoTime = System::nanoTime;
        this.detectors = List.of();
        this.thread = Executors.newScheduledThreadPool(0);
    }

    private void lookQuietly() {
        try {
            look();
        } catch (Throwable defect) {
            // Thrown on, it would end all later looks.
            LOG.warn("The watch of the listener has met a defect", defect);
        }
    }

    private void look() {
        List<String> all = new ArrayList<>();
        List<MemberSnapshot> snapshots = run.snapshots();
        ends.refresh(snapshots);
        for (int index = 0; index < snapshots.size(); index++) {
            MemberSnapshot snapshot = ends.applied(snapshots.get(index));
            List<Stall> found = detectors.get(index).stalls(snapshot, nanoTime.getAsLong());
            List<String> sentences = found.stream().map(Stall::what).toList();
            all.addAll(sentences);
            if (found.isEmpty()) {
                reported.get(index).clear();
            } else if (reported.get(index).isEmpty()) {
                reported.get(index).addAll(sentences);
                report(index, String.join(" ", sentences), found.stream().anyMatch(Stall::isStuck));
            }
        }
        stalls = List.copyOf(all);
    }

    private void report(int index, String what, boolean isStuck) {
        // A record that waits for its next attempt would begin anew with another member, and never come to its last.
        boolean isReplaced = replaces && isStuck && run.replace(index);
        String told = isReplaced ? what + " The member is replaced." : what;
        LOG.warn("{}", told);
        run.tellUser(index, new ConnectorException("poll", Disposition.RETRIABLE, told, null));
        if (isReplaced) {
            reported.get(index).clear();
            detectors.get(index).reset();
        }
    }

    /** What stands still at present, each as a sentence. */
    List<String> stalls() {
        return stalls;
    }

    /** What polls fail for at present, each as a sentence. */
    List<String> pollFailures() {
        return failures(MemberSnapshot::pollFailure);
    }

    /** What commits fail for at present, and have for a while, each as a sentence. */
    List<String> commitFailures() {
        return failures(MemberSnapshot::commitFailure);
    }

    private List<String> failures(Function<MemberSnapshot, @Nullable Throwable> of) {
        List<String> failures = new ArrayList<>();
        for (MemberSnapshot snapshot : run.snapshots()) {
            Throwable failure = of.apply(snapshot);
            if (failure != null) {
                failures.add(snapshot.name() + ": " + failure.getMessage());
            }
        }
        return failures;
    }

    /** How far each assigned partition is behind, by topic and number. */
    List<PartitionLag> lag() {
        List<PartitionLag> lags = new ArrayList<>();
        for (MemberSnapshot member : run.snapshots()) {
            for (PartitionSnapshot partition : ends.applied(member).partitions()) {
                lags.add(new PartitionLag(
                        Conversions.ours(partition.partition()),
                        partition.settled(),
                        partition.committed(),
                        partition.lag(),
                        partition.unfinished()));
            }
        }
        lags.sort(Comparator.comparing((PartitionLag lag) -> lag.partition().topic())
                .thenComparing(lag -> lag.partition().partition()));
        return lags;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        ends.close();
    }
}
