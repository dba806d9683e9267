package dev.barre.kafka.internal.engine;

import java.util.concurrent.CompletionException;

/** What completion stages wrap. */
public final class Stages {
    private Stages() {}

    /** What a stage failed for, without the wrapper that dependent stages put around it. */
    public static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return thrown instanceof CompletionException && cause != null ? cause : thrown;
    }
}
