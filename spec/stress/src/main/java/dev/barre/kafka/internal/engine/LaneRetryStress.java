package dev.barre.kafka.internal.engine;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A delivery is tried again at once, while the thread that met its failure is still on its way out of the lane. */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "It was handled, and the lane is idle.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The retry is stranded, or the lane was taken twice at a time.")
@State
public class LaneRetryStress {
    private final StressHost host = new StressHost(1);
    private final Width width = new Width(new DirectExecutor(), 1);
    private final Lane<Long> lane = new Lane<>(host, width);
    private final PartitionState state = StressHost.partition();
    private final Delivery<Long> delivery = StressHost.delivery(state, 0);

    @Actor
    public void handle() {
        lane.submit(delivery);
    }

    @Actor
    public void poll() {
        Delivery<Long> waiting = awaitWaiting();
        lane.waitForRetry(waiting);
        lane.retry(waiting);
    }

    private Delivery<Long> awaitWaiting() {
        @Nullable Delivery<Long> waiting = host.waiting();
        while (waiting == null) {
            Thread.onSpinWait();
            waiting = host.waiting();
        }
        return waiting;
    }

    @Arbiter
    public void afterwards(II_Result result) {
        result.r1 = host.handledInOrder();
        result.r2 = lane.isIdle() && !state.isInHand() ? 1 : 0;
    }
}
