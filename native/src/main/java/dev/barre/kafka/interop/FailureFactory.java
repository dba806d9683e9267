package dev.barre.kafka.interop;

/** Makes the exception that the layer above wants its callers to see, so that each failure is wrapped once. Thread-safe. */
@FunctionalInterface
public interface FailureFactory {
    /** Returns the exception for {@code failure}; never throws it itself. */
    RuntimeException create(Failure failure);
}
