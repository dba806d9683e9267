package dev.barre.kafka.internal.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Another thread of the user's accepts a record, the first word on any, while its handler ends with a failure. */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "It was said in time, and it is settled.")
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "It was said too late, and refused.")
@Outcome(expect = Expect.FORBIDDEN, desc = "What was taken is lost, or what was refused counts.")
@State
public class OutcomesStress {
    private final Delivery<Long> delivery = StressHost.delivery(StressHost.partition(), 0);
    private final Delivery.Given<Long> given;

    public OutcomesStress() {
        StressHost host = new StressHost(0);
        delivery.prepare(host.reader(), host.rejectionPolicy(), false);
        given = delivery.given(false);
    }

    @Actor
    public void user(ZZ_Result result) {
        result.r1 = given.accept(StressHost.PARTITION, 0);
    }

    @Actor
    public void lane(ZZ_Result result) {
        result.r2 = delivery.conclude(0).count() == 1;
    }
}
