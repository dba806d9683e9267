package dev.barre.examples;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Counts what arrives, for a main thread that waits for it. Safe for use by several threads. */
public final class Arrivals {
    private static final long SECONDS_TO_WAIT = 30;

    private final CountDownLatch latch;

    /** Waits for this many. */
    public Arrivals(int expected) {
        this.latch = new CountDownLatch(expected);
    }

    /** One more is here. */
    public void arrived() {
        latch.countDown();
    }

    /** Returns when all have arrived; throws an {@link IllegalStateException} where they do not within half a minute. */
    public void await() {
        try {
            if (!latch.await(SECONDS_TO_WAIT, TimeUnit.SECONDS)) {
                throw new IllegalStateException(latch.getCount() + " still missing after " + SECONDS_TO_WAIT + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }
}
