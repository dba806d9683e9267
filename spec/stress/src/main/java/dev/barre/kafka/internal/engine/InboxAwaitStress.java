package dev.barre.kafka.internal.engine;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** An entry comes in while the owner parks. */
@JCStressTest
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "The entry kept the owner from parking, or ended that.")
@Outcome(id = "1", expect = Expect.FORBIDDEN, desc = "The entry was left unseen until the time was over.")
@State
public class InboxAwaitStress {
    private static final Duration FAR = Duration.ofSeconds(10);

    private final Inbox inbox = new Inbox(() -> {});

    @Actor
    public void writer() {
        inbox.add(() -> {});
    }

    @Actor
    public void owner(I_Result result) {
        inbox.own();
        long begin = System.nanoTime();
        inbox.await(FAR);
        result.r1 = System.nanoTime() - begin < FAR.toNanos() ? 0 : 1;
    }
}
