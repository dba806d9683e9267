package dev.barre.benchmarks.smallrye;

import dev.barre.benchmarks.arm.Tally;
import java.util.concurrent.atomic.AtomicReference;

/** The tally of the run that is on; the container makes its beans itself, so that nothing can be given to them. */
final class CurrentTally {
    private static final AtomicReference<Tally> CURRENT = new AtomicReference<>();

    private CurrentTally() {}

    static void set(Tally tally) {
        CURRENT.set(tally);
    }

    static Tally get() {
        Tally tally = CURRENT.get();
        if (tally == null) {
            throw new IllegalStateException("No run is on");
        }
        return tally;
    }
}
