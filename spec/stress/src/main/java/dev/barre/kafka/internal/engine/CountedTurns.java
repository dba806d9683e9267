package dev.barre.kafka.internal.engine;

import java.util.concurrent.atomic.AtomicInteger;

/** Turns that count how often they are taken and how many of them at a time. */
final class CountedTurns {
    private final AtomicInteger atWork = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    /** A turn that is done once it was taken. */
    Width.Turn done() {
        return new Width.Turn() {
            @Override
            public boolean take() {
                most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                taken.incrementAndGet();
                atWork.decrementAndGet();
                return true;
            }

            @Override
            public void abandon() {}
        };
    }

    /** A turn that goes on elsewhere, and keeps its place. */
    static Width.Turn goesOn() {
        return new Width.Turn() {
            @Override
            public boolean take() {
                return false;
            }

            @Override
            public void abandon() {}
        };
    }

    int taken() {
        return taken.get();
    }

    int most() {
        return most.get();
    }
}
