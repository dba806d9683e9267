package dev.barre.examples;

/** A command line that a program cannot follow. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The exit code of a program that was called wrongly. */
    public static final int EXIT_CODE = 2;

    UsageException(String message) {
        super(message);
    }

    UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
