package dev.barre.kafka.internal.engine;

/** One call of the handler, as its admission sees it. Used by one thread after the other. */
final class Attempt {
    private final Admission admission;
    private final LaneHost<?> host;
    private boolean admitted;
    private long beginNanos;

    Attempt(LaneHost<?> host) {
        this.host = host;
        this.admission = host.admission();
        this.beginNanos = host.nanoTime();
    }

    /** How long {@code delivery} is to wait; 0 where it is admitted, and this attempt has begun. */
    long nanosToWait(Delivery<?> delivery, int items) {
        long wait = delivery.reserve() ? 0 : admission.reserve(items);
        if (wait <= 0) {
            wait = admission.nanosToNextAttempt();
            admitted = wait <= 0;
            beginNanos = host.nanoTime();
        }
        return wait;
    }

    /** When it began, on the monotonic clock. */
    long beginNanos() {
        return beginNanos;
    }

    void succeeded() {
        if (admitted) {
            admission.succeeded(host.nanoTime() - beginNanos);
        }
    }

    /** It has failed; counts against the admission only where the handler itself has thrown. */
    void failed(Throwable thrown) {
        if (thrown instanceof PartlyHandledException partly && partly.getCause() == null) {
            unused();
        } else if (admitted) {
            admission.failed(host.nanoTime() - beginNanos, Stages.unwrapped(thrown));
        }
    }

    /** Nobody will know how it ended. */
    void unused() {
        if (admitted) {
            admission.unused();
        }
    }
}
