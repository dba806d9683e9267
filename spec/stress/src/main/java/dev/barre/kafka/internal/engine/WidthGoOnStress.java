package dev.barre.kafka.internal.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A turn that was kept goes on, in its place, while another one asks for that place. */
@JCStressTest
@Outcome(id = "3, 1", expect = Expect.ACCEPTABLE, desc = "Each was taken, one at a time, and the place is free again.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A turn is stranded, or two were taken at a time, or the place is lost.")
@State
public class WidthGoOnStress {
    private final Width width = new Width(new DirectExecutor(), 1);
    private final CountedTurns turns = new CountedTurns();

    public WidthGoOnStress() {
        width.begin(CountedTurns.goesOn());
    }

    @Actor
    public void completes() {
        width.goOn(turns.done());
    }

    @Actor
    public void begins() {
        width.begin(turns.done());
    }

    @Arbiter
    public void afterwards(II_Result result) {
        int before = turns.taken();
        width.begin(turns.done());
        result.r1 = before == 2 ? turns.taken() : -before;
        result.r2 = turns.most();
    }
}
