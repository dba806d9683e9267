package dev.barre.kafka.chaos;

/** A handler fails for the last time: the record is not tried again. */
final class LastAttemptException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LastAttemptException(Handling handling) {
        super("Never: " + handling);
    }
}
