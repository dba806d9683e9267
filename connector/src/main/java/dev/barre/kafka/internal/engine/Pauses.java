package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.NativeConsumer;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Which partitions Kafka's client does not fetch; it is told of what changes. Owned by the thread that polls. */
final class Pauses {
    private final NativeConsumer client;
    private Set<TopicPartition> paused = Set.of();

    Pauses(NativeConsumer client) {
        this.client = client;
    }

    /** Only {@code held}, which are assigned now, are paused from now on. */
    void holdOnly(Set<TopicPartition> held) {
        if (held.equals(paused)) {
            return;
        }
        Set<TopicPartition> toPause = without(held, paused);
        Set<TopicPartition> toResume = without(paused, held);
        if (!toPause.isEmpty()) {
            client.pause(toPause);
        }
        if (!toResume.isEmpty()) {
            client.resume(toResume);
        }
        paused = Set.copyOf(held);
    }

    /** These are assigned no more, or anew: the client has forgotten of them too. */
    void forget(Collection<TopicPartition> partitions) {
        paused = without(paused, partitions);
    }

    private static Set<TopicPartition> without(Set<TopicPartition> some, Collection<TopicPartition> others) {
        Set<TopicPartition> left = new HashSet<>(some);
        left.removeAll(others);
        return left;
    }
}
