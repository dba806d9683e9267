package dev.barre.kafka.internal.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two threads ask for the only place, while either gives it back. */
@JCStressTest
@Outcome(id = "5, 1", expect = Expect.ACCEPTABLE, desc = "Each was taken, one at a time, and the place is free again.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A turn is stranded, or two were taken at a time, or the place is lost.")
@State
public class WidthBeginStress {
    private final Width width = new Width(new DirectExecutor(), 1);
    private final CountedTurns turns = new CountedTurns();

    @Actor
    public void one() {
        width.begin(turns.done());
        width.begin(turns.done());
    }

    @Actor
    public void other() {
        width.begin(turns.done());
        width.begin(turns.done());
    }

    @Arbiter
    public void afterwards(II_Result result) {
        int before = turns.taken();
        width.begin(turns.done());
        // A turn that was stranded would be taken by the last one's thread.
        result.r1 = before == 4 ? turns.taken() : -before;
        result.r2 = turns.most();
    }
}
