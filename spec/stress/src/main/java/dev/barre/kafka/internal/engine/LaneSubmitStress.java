package dev.barre.kafka.internal.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A delivery is submitted while the lane finishes the one before it. */
@JCStressTest
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "Both were handled in order, and the lane is idle.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A delivery is stranded, or the lane was taken twice at a time.")
@State
public class LaneSubmitStress {
    private final StressHost host = new StressHost(0);
    private final Width width = new Width(new DirectExecutor(), 2);
    private final Lane<Long> lane = new Lane<>(host, width);
    private final PartitionState state = StressHost.partition();
    private final Delivery<Long> first = StressHost.delivery(state, 0);
    private final Delivery<Long> second = StressHost.delivery(state, 1);

    /** What begins the lane: the thread that polls is {@link #poll}, and this one only handles. */
    private volatile boolean isFirstSubmitted;

    @Actor
    public void handle() {
        isFirstSubmitted = true;
        lane.submit(first);
    }

    @Actor
    public void poll() {
        while (!isFirstSubmitted || lane.isIdle() && host.handledInOrder() == 0) {
            Thread.onSpinWait();
        }
        lane.submit(second);
    }

    @Arbiter
    public void afterwards(II_Result result) {
        result.r1 = host.handledInOrder();
        result.r2 = lane.isIdle() && !state.isInHand() ? 1 : 0;
    }
}
