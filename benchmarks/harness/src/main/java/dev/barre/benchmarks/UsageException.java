package dev.barre.benchmarks;

/** The command line says something that is not there. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
