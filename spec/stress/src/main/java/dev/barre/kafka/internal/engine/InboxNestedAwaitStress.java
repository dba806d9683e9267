package dev.barre.kafka.internal.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** An entry comes in while the owner, inside a poll, waits in a rebalance and then polls on. */
@JCStressTest
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "The owner saw the entry and did not poll.")
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The entry ended the poll.")
@Outcome(id = "2", expect = Expect.FORBIDDEN, desc = "The entry is left unseen: the poll goes on.")
@State
public class InboxNestedAwaitStress {
    private final AtomicInteger wakeups = new AtomicInteger();
    private final Inbox inbox = new Inbox(wakeups::incrementAndGet);
    private volatile boolean isAdded;

    @Actor
    public void writer() {
        inbox.add(() -> {});
        isAdded = true;
    }

    @Actor
    public void owner(I_Result result) {
        Integer ended = inbox.whilePolling(true, this::poll);
        result.r1 = ended == null ? 0 : ended;
    }

    /** A poll that lasts until it is woken, or nobody is left to wake it. */
    private Integer poll() {
        inbox.undisturbed(() -> inbox.await(Duration.ZERO));
        while (wakeups.get() == 0 && !isAdded) {
            Thread.onSpinWait();
        }
        return wakeups.get() > 0 ? 1 : 2;
    }
}
