package dev.barre.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.barre.kafka.internal.engine.Retries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private final RuntimeException failure = new IllegalStateException("no database");
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void standard_neverGivesUp() {
        Retries retries = RetryPolicy.standard().asRetries(() -> 1);

        assertThat(wait(retries, failure, 1)).isEqualTo(Duration.ofMillis(200));
        assertThat(wait(retries, failure, 2)).isEqualTo(Duration.ofMillis(400));
        assertThat(wait(retries, failure, 9)).isEqualTo(Duration.ofSeconds(30));
        assertThat(wait(retries, new StackOverflowError(), Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(30));
        assertThat(wait(RetryPolicy.standard().asRetries(() -> 0), failure, 1)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void attempts_countCallsInAll() {
        Retries retries = RetryPolicy.fixed(SECOND).attempts(3).asRetries();

        assertThat(wait(retries, failure, 1)).isEqualTo(SECOND);
        assertThat(wait(retries, failure, 2)).isEqualTo(SECOND);
        assertThat(wait(retries, failure, 3)).isNull();
        assertThat(wait(retries, failure, 4)).isNull();
    }

    @Test
    void none_isOneAttempt() {
        assertThat(wait(RetryPolicy.none().asRetries(), failure, 1)).isNull();
    }

    @Test
    void totalTime_noAttemptBeginsAfterIt() {
        Retries retries =
                RetryPolicy.fixed(SECOND).totalTime(Duration.ofSeconds(10)).asRetries();

        assertThat(retries.waitAfter(failure, 5, Duration.ofSeconds(9))).isEqualTo(SECOND);
        assertThat(retries.waitAfter(failure, 5, Duration.ofSeconds(9).plusNanos(1)))
                .isNull();
    }

    @Test
    void notRetriable_matchesSubclassesAndWhatIsWrapped() {
        Retries retries = RetryPolicy.fixed(SECOND)
                .notRetriable(IllegalArgumentException.class)
                .notRetriable(IOException.class)
                .asRetries();

        assertThat(wait(retries, new NumberFormatException(), 1)).isNull();
        assertThat(wait(retries, new CompletionException(new ExecutionException(new IOException())), 1))
                .isNull();
        assertThat(wait(retries, new InvocationTargetException(new IOException()), 1))
                .isNull();
        assertThat(wait(retries, new UncheckedIOException(new IOException()), 1))
                .isEqualTo(SECOND);
        assertThat(wait(retries, new CompletionException(null), 1)).isEqualTo(SECOND);
    }

    @Test
    void notRetriable_ofAWrapper_matchesIt() {
        Retries retries = RetryPolicy.fixed(SECOND)
                .notRetriable(CompletionException.class)
                .asRetries();

        assertThat(wait(retries, new CompletionException(failure), 1)).isNull();
        assertThat(wait(retries, failure, 1)).isEqualTo(SECOND);
    }

    @Test
    void retriableIf_isAskedAboutTheCauseOfAWrapper() {
        Retries retries = RetryPolicy.fixed(SECOND)
                .retriableIf(failure -> failure instanceof IOException)
                .asRetries();

        assertThat(wait(retries, new CompletionException(new IOException()), 1)).isEqualTo(SECOND);
        assertThat(wait(retries, failure, 1)).isNull();
    }

    @Test
    void retriableIf_besideNotRetriable_bothMustAllow() {
        Retries retries = RetryPolicy.fixed(SECOND)
                .notRetriable(IOException.class)
                .retriableIf(failure -> true)
                .asRetries();

        assertThat(wait(retries, new IOException(), 1)).isNull();
        assertThat(wait(retries, failure, 1)).isEqualTo(SECOND);
    }

    @Test
    void retriableIf_thatThrows_keepsTheRecord() {
        Retries retries = RetryPolicy.fixed(SECOND)
                .retriableIf(failure -> {
                    throw new IllegalStateException();
                })
                .asRetries();

        assertThat(wait(retries, failure, 1)).isEqualTo(SECOND);
    }

    @Test
    void transientBindingFailure_isTriedAgainWhateverThePolicySays() {
        Retries retries = RetryPolicy.none()
                .totalTime(Duration.ZERO)
                .notRetriable(Throwable.class)
                .retriableIf(failure -> false)
                .asRetries(() -> 1);

        assertThat(retries.waitAfter(unbound(true), 20, Duration.ofDays(2))).isEqualTo(Duration.ofSeconds(30));
        assertThat(retries.waitAfter(new CompletionException(unbound(true)), 20, SECOND))
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(retries.waitAfter(unbound(false), 1, Duration.ZERO)).isNull();
    }

    @Test
    void custom_takesTheNumberOfFailedAttempts() {
        Retries retries = RetryPolicy.custom(Duration::ofSeconds).asRetries();

        assertThat(wait(retries, failure, 1)).isEqualTo(SECOND);
        assertThat(wait(retries, failure, 7)).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void custom_withoutAWait_waitsThirtySeconds() {
        List<Duration> answers = new ArrayList<>();
        answers.add(null);
        answers.add(Duration.ofNanos(-1));
        answers.add(Duration.ofSeconds(Long.MAX_VALUE));
        Retries retries =
                RetryPolicy.custom(attempts -> answers.get(attempts - 1)).asRetries();

        assertThat(wait(retries, failure, 1)).isEqualTo(Duration.ofSeconds(30));
        assertThat(wait(retries, failure, 2)).isEqualTo(Duration.ofSeconds(30));
        assertThat(wait(retries, failure, 3)).isEqualTo(Duration.ofDays(365));
        assertThat(wait(retries, failure, 4)).as("it throws").isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void withers_changeACopy() {
        RetryPolicy policy = RetryPolicy.fixed(SECOND);
        policy.attempts(1).totalTime(Duration.ZERO).jitter(1).notRetriable(Throwable.class);

        assertThat(policy).hasToString("RetryPolicy[fixed PT1S, jitter=0.0]");
        assertThat(wait(policy.asRetries(), failure, 9)).isEqualTo(SECOND);
    }

    @Test
    void toString_saysWhatWasSet() {
        assertThat(RetryPolicy.standard().attempts(3).totalTime(SECOND).notRetriable(IOException.class))
                .hasToString("RetryPolicy[exponential PT0.2S to PT30S, jitter=0.5, attempts=3, totalTime=PT1S, "
                        + "notRetriable=[java.io.IOException]]");
    }

    @Test
    void isLimited_byAttemptsOrTime() {
        assertThat(RetryPolicy.standard().notRetriable(IOException.class).isLimited())
                .isFalse();
        assertThat(RetryPolicy.standard().attempts(9).isLimited()).isTrue();
        assertThat(RetryPolicy.standard().totalTime(SECOND).isLimited()).isTrue();
    }

    @Test
    void wrongArguments_areRefusedByName() {
        refused("exponential", () -> RetryPolicy.exponential(Duration.ZERO, SECOND));
        refused("exponential", () -> RetryPolicy.exponential(SECOND, Duration.ofMillis(999)));
        refused("exponential", () -> RetryPolicy.exponential(SECOND, Duration.ofDays(366)));
        refused("exponential", () -> RetryPolicy.exponential(null, SECOND));
        refused("fixed", () -> RetryPolicy.fixed(Duration.ofNanos(-1)));
        refused("custom", () -> RetryPolicy.custom(null));
        refused("attempts", () -> RetryPolicy.standard().attempts(0));
        refused("totalTime", () -> RetryPolicy.standard().totalTime(Duration.ofNanos(-1)));
        refused("jitter", () -> RetryPolicy.standard().jitter(Double.NaN));
        refused("jitter", () -> RetryPolicy.standard().jitter(1.01));
        refused("jitter", () -> RetryPolicy.standard().jitter(-0.01));
        refused("notRetriable", () -> RetryPolicy.standard().notRetriable((Class<? extends Throwable>) null));
        refused("retriableIf", () -> RetryPolicy.standard().retriableIf(null));
    }

    private static void refused(String operation, ThrowingCallable call) {
        assertThatExceptionOfType(ConnectorException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.operation()).isEqualTo(operation))
                .withMessageStartingWith(operation + " failed: ");
    }

    private static PayloadBindingException unbound(boolean retriable) {
        return new PayloadBindingException(
                "poll", retriable, "registry", PartitionOffset.of("t", 0, 1), RecordPart.VALUE, null);
    }

    private static Duration wait(Retries retries, Throwable failure, int attempts) {
        return retries.waitAfter(failure, attempts, Duration.ofSeconds(1));
    }
}
