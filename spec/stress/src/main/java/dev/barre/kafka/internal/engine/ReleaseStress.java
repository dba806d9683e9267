package dev.barre.kafka.internal.engine;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Another thread of the user's releases a record while its handler, which takes one at a time, goes on to the next. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "It was said in time, and the next waits.")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "It was said too late, and refused.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The next overtakes what is to come again, or waits for nothing.")
@State
public class ReleaseStress {
    private final Delivery.Given<Long> given;

    public ReleaseStress() {
        StressHost host = new StressHost(0);
        Delivery<Long> delivery = StressHost.delivery(StressHost.partition(), 0, 2);
        delivery.prepare(host.reader(), host.rejectionPolicy(), false);
        given = delivery.given(true);
    }

    @Actor
    public void user(ZZ_Result result) {
        result.r1 = given.release(StressHost.PARTITION, 0, Duration.ZERO);
    }

    @Actor
    public void lane(ZZ_Result result) {
        result.r2 = given.goOn(1);
    }
}
