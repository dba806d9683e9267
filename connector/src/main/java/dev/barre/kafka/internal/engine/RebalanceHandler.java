package dev.barre.kafka.internal.engine;

import java.util.Collection;
import org.apache.kafka.common.TopicPartition;

/** User code that hears of changes of the assignment. Called on a lane thread, while the thread that polls waits for it. */
public interface RebalanceHandler {
    /** Does nothing, and is not called. */
    RebalanceHandler NONE = new RebalanceHandler() {};

    /** These are now assigned in addition to what was. */
    default void assigned(Collection<TopicPartition> partitions, MemberScope scope) {}

    /** These are about to be given up; what was being handled of them has ended, and nothing of them was committed for the last time. */
    default void revoked(Collection<TopicPartition> partitions, MemberScope scope) {}

    /** These belong to somebody else already. */
    default void lost(Collection<TopicPartition> partitions, MemberScope scope) {}
}
