package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.FailureFactory;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * How a member works. Immutable.
 *
 * @param name what its threads and log lines are called
 * @param topics what it subscribes to
 * @param pollTimeout the longest one poll blocks
 * @param deliveryInterval the shortest time between two polls that bring records; zero for none
 * @param lanes how records are spread over lanes
 * @param limits how much is fetched ahead of the handlers
 * @param autoCommit whether settled offsets are committed on the interval, on revoke and on stop
 * @param commitsBeginning whether the offset at which a partition begins is committed before anything of it is settled: where the group has none,
 *     and would not begin there again
 * @param commitInterval the time between two commits
 * @param commitAfter after how many handled records a commit does not wait for the interval
 * @param drainTimeout how long a revoke waits for what is being handled
 * @param backoff the waits before binding or polling is tried again
 * @param fatal whether an exception of the native consumer ends the member
 * @param failures makes exceptions for callers
 * @param nanoTime the monotonic clock
 */
public record MemberSettings(
        String name,
        List<String> topics,
        Duration pollTimeout,
        Duration deliveryInterval,
        LanePlan lanes,
        IntakeLimits limits,
        boolean autoCommit,
        boolean commitsBeginning,
        Duration commitInterval,
        int commitAfter,
        Duration drainTimeout,
        Backoff backoff,
        Predicate<Throwable> fatal,
        FailureFactory failures,
        LongSupplier nanoTime) {}
