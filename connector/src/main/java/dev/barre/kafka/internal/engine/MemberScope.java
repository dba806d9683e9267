package dev.barre.kafka.internal.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.kafka.common.TopicPartition;

/**
 * What a handler may ask of the member that called it. Thread-safe; each call waits for the thread that polls, up to its timeout,
 * and throws an exception of the failure factory.
 */
public interface MemberScope {
    /**
     * Commits all that the member has settled and, of the batch being handled, the first so many items.
     *
     * @param handledItems how many items of the batch count as handled
     */
    void commit(int handledItems, Duration timeout);

    /** Commits exactly {@code offsets}. */
    void commit(Map<TopicPartition, Long> offsets, Duration timeout);

    /** Delivers from {@code offset} on; what is queued of the partition is dropped. */
    void seek(TopicPartition partition, long offset, Duration timeout);

    /**
     * Notes that so many items of the batch are handled; they may be committed from now on. Returns at once.
     *
     * @return whether the next item is still wanted: its partition may have been revoked or sought away, or the member stops
     */
    boolean goOn(int handledItems);

    /** Runs what goes on after an asynchronous step, on a lane thread. */
    Executor executor();

    /** Settles a record of the batch being handled, whatever becomes of the rest. Returns at once. */
    void accept(TopicPartition partition, long offset);

    /** Has a record of the batch being handled delivered again, not before {@code after}. Returns at once. */
    void release(TopicPartition partition, long offset, Duration after);

    /** Gives up a record of the batch being handled: it goes where records go that are not handled any more. Returns at once. */
    void reject(TopicPartition partition, long offset, Throwable cause);

    /** How often what is being handled was handled, with this time; 0 outside a handler. */
    int attempt();

    /** The partitions that the member has. */
    Set<TopicPartition> assignment(Duration timeout);

    /** The next offset that the member fetches. */
    long position(TopicPartition partition, Duration timeout);

    /** Fetches no more of {@code partitions}; what is fetched is handled still. Outlasts a rebalance. */
    void pause(Collection<TopicPartition> partitions, Duration timeout);

    /** Takes back {@link #pause}. */
    void resume(Collection<TopicPartition> partitions, Duration timeout);
}
