package dev.barre.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ListenerAdmissionTest {
    private final RuntimeException failure = new IllegalStateException();
    private static final CircuitBreakerPolicy HALF_OF_FOUR = new CircuitBreakerPolicy(50, 4, Duration.ofSeconds(10), 2);

    private final AtomicLong clock = new AtomicLong(-5);

    @Test
    void withoutLimits_everythingIsAdmitted() {
        ListenerAdmission admission = new ListenerAdmission("billing", ListenerOptions.defaults(), clock::get);

        assertThat(admission.reserve(Integer.MAX_VALUE)).isZero();
        assertThat(admission.reserve(Integer.MAX_VALUE)).isZero();
        admission.failed(1, failure);
        admission.succeeded(1);
        admission.unused();
        assertThat(admission.nanosToNextAttempt()).isZero();
        assertThat(admission.breakerState()).isNull();
    }

    @Test
    void rateLimit_delaysAndDoesNotRefuseAttempts() {
        ListenerAdmission admission = new ListenerAdmission(
                "billing", ListenerOptions.builder().rateLimit(2).build(), clock::get);

        assertThat(admission.reserve(1)).isZero();
        assertThat(admission.reserve(1)).isEqualTo(millis(500));
        assertThat(admission.nanosToNextAttempt()).isZero();
    }

    @Test
    void breaker_opensAtTheRateAndSaysHowLong() {
        ListenerAdmission admission = breaking(HALF_OF_FOUR);

        call(admission, true);
        call(admission, false);
        call(admission, false);
        assertThat(admission.breakerState()).as("before the window is full").isEqualTo("CLOSED");
        call(admission, true);

        assertThat(admission.breakerState()).isEqualTo("OPEN");
        assertThat(admission.nanosToNextAttempt()).isEqualTo(millis(10_000));
        pass(9_000);
        assertThat(admission.nanosToNextAttempt()).isEqualTo(millis(1_000));
        pass(999);
        assertThat(admission.nanosToNextAttempt()).as("at least").isEqualTo(millis(10));
        assertThat(admission.reserve(5)).as("no rate limit").isZero();
    }

    @Test
    void breaker_belowTheRate_staysClosed() {
        ListenerAdmission admission = breaking(HALF_OF_FOUR);
        for (int round = 0; round < 5; round++) {
            call(admission, true);
            call(admission, true);
            call(admission, true);
            call(admission, false);
        }

        assertThat(admission.breakerState()).isEqualTo("CLOSED");
    }

    @Test
    void halfOpen_letsAFewThroughAndCloses() {
        ListenerAdmission admission = open();
        pass(10_010);

        assertThat(admission.nanosToNextAttempt()).isZero();
        assertThat(admission.breakerState()).isEqualTo("HALF_OPEN");
        assertThat(admission.nanosToNextAttempt()).isZero();
        assertThat(admission.nanosToNextAttempt()).as("both are out").isEqualTo(millis(1_000));
        admission.succeeded(1);
        admission.succeeded(1);

        assertThat(admission.breakerState()).isEqualTo("CLOSED");
        assertThat(admission.nanosToNextAttempt()).isZero();
    }

    @Test
    void halfOpen_thatFails_isOpenForTheWholeTimeAgain() {
        ListenerAdmission admission = open();
        pass(25_000);
        call(admission, false);
        call(admission, false);

        assertThat(admission.breakerState()).isEqualTo("OPEN");
        assertThat(admission.nanosToNextAttempt()).isEqualTo(millis(10_000));
    }

    @Test
    void halfOpen_unusedPermission_isGivenToAnother() {
        ListenerAdmission admission = open();
        pass(10_010);
        assertThat(admission.nanosToNextAttempt()).isZero();
        assertThat(admission.nanosToNextAttempt()).isZero();

        admission.unused();

        assertThat(admission.nanosToNextAttempt()).isZero();
        assertThat(admission.nanosToNextAttempt()).isPositive();
    }

    @Test
    void slowCalls_doNotOpen() {
        ListenerAdmission admission = breaking(HALF_OF_FOUR);
        for (int call = 0; call < 8; call++) {
            assertThat(admission.nanosToNextAttempt()).isZero();
            admission.succeeded(Duration.ofHours(5).toNanos());
        }

        assertThat(admission.breakerState()).isEqualTo("CLOSED");
    }

    @Test
    void errors_countAsFailures() {
        ListenerAdmission admission = breaking(HALF_OF_FOUR.slidingWindow(1));
        admission.nanosToNextAttempt();
        admission.failed(1, new StackOverflowError());

        assertThat(admission.breakerState()).isEqualTo("OPEN");
    }

    @Test
    void extremePolicies_areAccepted() {
        CircuitBreakerPolicy most = new CircuitBreakerPolicy(100, 1, Duration.ofDays(365), 1_000_000);
        CircuitBreakerPolicy least = new CircuitBreakerPolicy(1, 1_000_000, Duration.ofMillis(1), 1);

        assertThat(breaking(most).nanosToNextAttempt()).isZero();
        assertThat(breaking(least).nanosToNextAttempt()).isZero();
    }

    private ListenerAdmission open() {
        ListenerAdmission admission = breaking(HALF_OF_FOUR);
        for (int call = 0; call < 4; call++) {
            call(admission, false);
        }
        return admission;
    }

    private ListenerAdmission breaking(CircuitBreakerPolicy policy) {
        return new ListenerAdmission(
                "billing", ListenerOptions.builder().circuitBreaker(policy).build(), clock::get);
    }

    private void call(ListenerAdmission admission, boolean succeeds) {
        assertThat(admission.nanosToNextAttempt()).isZero();
        if (succeeds) {
            admission.succeeded(1);
        } else {
            admission.failed(1, failure);
        }
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    private void pass(long millis) {
        clock.addAndGet(millis(millis));
    }
}
