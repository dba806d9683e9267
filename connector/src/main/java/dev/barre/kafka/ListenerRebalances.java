package dev.barre.kafka;

import dev.barre.kafka.internal.engine.MemberScope;
import dev.barre.kafka.internal.engine.RebalanceHandler;
import dev.barre.kafka.interop.ApiTimeouts;
import java.util.Collection;

/** Tells a rebalance listener of the user in the connector's own words. Immutable. */
final class ListenerRebalances implements RebalanceHandler {
    private final RebalanceListener listener;
    private final ApiTimeouts timeouts;

    ListenerRebalances(RebalanceListener listener, ApiTimeouts timeouts) {
        this.listener = listener;
        this.timeouts = timeouts;
    }

    @Override
    public void assigned(Collection<org.apache.kafka.common.TopicPartition> partitions, MemberScope scope) {
        listener.assigned(Conversions.ours(partitions), caller(scope));
    }

    @Override
    public void revoked(Collection<org.apache.kafka.common.TopicPartition> partitions, MemberScope scope) {
        listener.revoked(Conversions.ours(partitions), caller(scope));
    }

    @Override
    public void lost(Collection<org.apache.kafka.common.TopicPartition> partitions, MemberScope scope) {
        listener.lost(Conversions.ours(partitions), caller(scope));
    }

    private Caller caller(MemberScope scope) {
        return new ListenerCaller(scope, timeouts, 0, 0);
    }
}
