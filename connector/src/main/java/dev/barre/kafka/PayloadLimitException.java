package dev.barre.kafka;

/**
 * A record that is beyond a limit of the configuration, and was not looked at further. Has no stack trace: it is thrown by nobody, and a
 * topic may hold many bad records.
 */
public final class PayloadLimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PayloadLimitException(String what, long size, String limit, long allowed) {
        super(what + " " + size + ", and " + limit + " allows " + allowed, null, false, false);
    }
}
