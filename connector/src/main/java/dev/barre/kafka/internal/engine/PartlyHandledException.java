package dev.barre.kafka.internal.engine;

/**
 * The first {@code handled} items are done; the one behind them failed with the cause, or nobody wants it any more where there is no
 * cause. Carries no stack trace of its own.
 */
public final class PartlyHandledException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int handled;

    /** The first {@code handled} items are done, then {@code cause} was thrown. */
    public PartlyHandledException(int handled, Throwable cause) {
        super(null, cause, false, false);
        this.handled = handled;
    }

    /** The first {@code handled} items are done, and not all of the rest is wanted any more. */
    public PartlyHandledException(int handled) {
        super(null, null, false, false);
        this.handled = handled;
    }

    /** How many items are done. */
    public int handled() {
        return handled;
    }
}
