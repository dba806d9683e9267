package dev.barre.kafka.internal.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A lane hands a record to a recovery and is done, while the recovery of an earlier one completes. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "The lane side was the last.")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "The recovery was the last.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Nobody finishes the delivery, or both do.")
@State
public class LetGoStress {
    private final Delivery<Long> delivery = StressHost.delivery(StressHost.partition(), 0);

    public LetGoStress() {
        delivery.hold();
    }

    @Actor
    public void lane(ZZ_Result result) {
        delivery.hold();
        boolean ofSecondRecovery = delivery.letGo();
        result.r1 = delivery.letGo() || ofSecondRecovery;
    }

    @Actor
    public void recovery(ZZ_Result result) {
        result.r2 = delivery.letGo();
    }
}
