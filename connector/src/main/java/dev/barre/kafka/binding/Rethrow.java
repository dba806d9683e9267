package dev.barre.kafka.binding;

/** Which throwables are no fault of the bytes. */
final class Rethrow {
    private Rethrow() {}

    /**
     * Throws what concerns the whole JVM. A stack overflow is deep nesting, and an error of the target class (it does not
     * link, its constructor asserts) belongs to the record that met it: both are failures to bind.
     */
    static void ifFatal(Throwable thrown) {
        if (thrown instanceof VirtualMachineError fatal && !(thrown instanceof StackOverflowError)) {
            throw fatal;
        }
    }
}
