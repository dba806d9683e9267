package dev.barre.kafka.interop;

/** The exception of the layer above, in tests. */
final class TestFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    TestFailure(Failure failure) {
        super(failure.message(), failure.cause());
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
