package dev.barre.kafka;

import java.util.Collection;

/**
 * Hears which partitions a member of the group gets and gives up. Every method runs on a lane thread, never on the thread that
 * polls; that thread waits for it up to the drain timeout (half of {@code maxPollInterval}, at most 30 seconds) and then goes on
 * without. What a method throws is told to {@code onError} and changes nothing else. Methods of several members may run at the same
 * time.
 */
public interface RebalanceListener {
    /** These partitions are the member's now, in addition to those it had; nothing of them has been delivered yet. */
    default void assigned(Collection<TopicPartition> partitions, Caller caller) {}

    /**
     * These partitions go to another member, or the listener stops in order. What was being handled of them is finished, or has had
     * the drain timeout for it; the offsets may still be committed.
     */
    default void revoked(Collection<TopicPartition> partitions, Caller caller) {}

    /** These partitions belong to another member already: nothing of them can be committed any more. */
    default void lost(Collection<TopicPartition> partitions, Caller caller) {}
}
