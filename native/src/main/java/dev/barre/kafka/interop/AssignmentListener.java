package dev.barre.kafka.interop;

import java.util.Collection;
import org.apache.kafka.common.TopicPartition;

/**
 * Told of every change of the assignment, on the thread that polls, unsubscribes or closes, inside that call. Must not throw.
 */
public interface AssignmentListener {
    /** An assignment listener that does nothing. */
    AssignmentListener NONE = new AssignmentListener() {};

    /** Partitions that the member now owns in addition to what it had. */
    default void assigned(Collection<TopicPartition> partitions) {}

    /** Partitions that the member is about to give up and still owns: the last moment to commit for them. */
    default void revoked(Collection<TopicPartition> partitions) {}

    /** Partitions that already belong to somebody else: too late to commit. */
    default void lost(Collection<TopicPartition> partitions) {}
}
