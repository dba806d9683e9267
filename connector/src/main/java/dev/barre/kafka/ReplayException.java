package dev.barre.kafka;

import dev.barre.kafka.interop.Disposition;

/**
 * A replay that ended early: it was interrupted, the cluster could not be reached, or a filter has thrown. What was replayed stays
 * so, and the next replay of the same group goes on behind it.
 */
public final class ReplayException extends ConnectorException {
    private static final long serialVersionUID = 1L;

    private final transient ReplayReport report;

    ReplayException(Disposition disposition, String message, Throwable cause, ReplayReport report) {
        super("replay", disposition, message, cause);
        this.report = report;
    }

    /** What was done before it ended. */
    public ReplayReport report() {
        return report;
    }
}
