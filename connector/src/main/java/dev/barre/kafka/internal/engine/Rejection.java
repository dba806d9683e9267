package dev.barre.kafka.internal.engine;

/** Why a record could not be bound, or which constraints it breaks. The exception is made only where somebody wants it. */
public interface Rejection {
    /** Whether the same bytes may be bound later: a schema registry that is down, say. Such a record is never skipped. */
    boolean isRetriable();

    /** The exception for the user; names the place of the record. */
    RuntimeException exception();
}
