package dev.barre.kafka.internal.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A lane begins a delivery while the thread that polls stops the intake of its partition. */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "It is begun, and the stop waits for it.")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "The stop waits for nothing, for a moment.")
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "It is not begun.")
@Outcome(id = "true, false", expect = Expect.FORBIDDEN, desc = "It is begun behind the back of the stop.")
@State
public class StopIntakeStress {
    private final PartitionState state = StressHost.partition();
    private final Delivery<Long> delivery = StressHost.delivery(state, 0);

    @Actor
    public void lane(ZZ_Result result) {
        delivery.show();
        result.r1 = !delivery.isUndecided();
    }

    @Actor
    public void stop(ZZ_Result result) {
        state.holdIntake();
        result.r2 = state.isInHand();
    }
}
