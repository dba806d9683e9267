package dev.barre.kafka.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.barre.kafka.ConnectorException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a call that must fail throws. */
final class Failures {
    private Failures() {}

    /** The exception of a call that must fail at once. */
    static ConnectorException of(ThrowingCallable call) {
        return within(Duration.ofSeconds(10), call);
    }

    /** The exception of a call that must fail by a deadline; the wrapper of a future is taken off. */
    static ConnectorException within(Duration deadline, ThrowingCallable call) {
        long start = System.nanoTime();
        Throwable thrown = catchThrowable(call);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Throwable failure = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        assertThat(failure).isInstanceOf(ConnectorException.class);
        assertThat(took).as("time until it failed").isLessThan(deadline);
        return (ConnectorException) failure;
    }
}
