package dev.barre.kafka.chaos;

/** A command line that the program cannot follow. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
