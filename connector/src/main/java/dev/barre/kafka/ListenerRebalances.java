package dev.barre.kafka;

import dev.barre.kafka.internal.engine.MemberScope;
import dev.barre.kafka.internal.engine.RebalanceHandler;
import dev.barre.kafka.interop.ApiTimeouts;
import java.util.Collection;

/** Tells a rebalance listener of the user in the connector's own words. Immutable. */
final class ListenerRebalances implements RebalanceHandler {
    private final RebalanceListener listener;
    private final ApiTimeouts timeouts;
    private final ThreadLocal<Boolean> insideService;

    /** @param insideService true on a thread while it is inside code of the user, where a stop does not wait */
    ListenerRebalances(RebalanceListener listener, ApiTimeouts timeouts, ThreadLocal<Boolean> insideService) {
        this.listener = listener;
        this.timeouts = timeouts;
        this.insideService = insideService;
    }

    @Override
    public void assigned(Collection<org.apache.kafka.common.TopicPartition> partitions, MemberScope scope) {
        call("assigned", () -> listener.assigned(Conversions.ours(partitions), caller(scope)));
    }

    @Override
    public void revoked(Collection<org.apache.kafka.common.TopicPartition> partitions, MemberScope scope) {
        call("revoked", () -> listener.revoked(Conversions.ours(partitions), caller(scope)));
    }

    @Override
    public void lost(Collection<org.apache.kafka.common.TopicPartition> partitions, MemberScope scope) {
        call("lost", () -> listener.lost(Conversions.ours(partitions), caller(scope)));
    }

    /** What the user throws names the function that has thrown it. */
    private void call(String operation, Runnable function) {
        insideService.set(true);
        try {
            function.run();
        } catch (ConnectorException ours) {
            throw ours;
        } catch (Throwable thrown) {
            throw ConnectorException.refused(
                    operation,
                    "the rebalance listener has thrown " + thrown.getClass().getName() + ".",
                    thrown);
        } finally {
            insideService.remove();
        }
    }

    private Caller caller(MemberScope scope) {
        return new ListenerCaller(scope, timeouts, 0, 0);
    }
}
