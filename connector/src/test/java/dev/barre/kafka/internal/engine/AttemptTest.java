package dev.barre.kafka.internal.engine;

import static dev.barre.kafka.internal.engine.Slices.P0;
import static dev.barre.kafka.internal.engine.Slices.range;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class AttemptTest {
    private final LaneProbe host = new LaneProbe();
    private final List<String> log = new ArrayList<>();
    private final Delivery<String> delivery = new Delivery<>(List.of(Share.of(Slices.state(P0), range(P0, 0, 3))));
    private long rate;
    private long breaker;

    private Attempt attempt() {
        host.admission = new Admission() {
            @Override
            public long reserve(int items) {
                log.add("reserve " + items);
                return rate;
            }

            @Override
            public long nanosToNextAttempt() {
                return breaker;
            }

            @Override
            public void succeeded(long nanos) {
                log.add("succeeded " + nanos);
            }

            @Override
            public void failed(long nanos, Throwable cause) {
                log.add("failed " + nanos + " " + cause.getMessage());
            }

            @Override
            public void unused() {
                log.add("unused");
            }
        };
        return new Attempt(host);
    }

    @Test
    void nanosToWait_rate_isAskedOnceForADelivery() {
        rate = 9;
        assertThat(attempt().nanosToWait(delivery, 3)).isEqualTo(9);
        assertThat(attempt().nanosToWait(delivery, 3)).isZero();

        assertThat(log).containsExactly("reserve 3");
    }

    @Test
    void nanosToWait_notAdmitted_whateverFollowsDoesNotCount() {
        breaker = 4;
        Attempt attempt = attempt();
        assertThat(attempt.nanosToWait(delivery, 3)).isEqualTo(4);

        attempt.succeeded();
        attempt.failed(new IllegalStateException());
        attempt.unused();

        assertThat(log).containsExactly("reserve 3");
    }

    @Test
    void beforeItIsAdmitted_aFailureToRead_doesNotCount() {
        attempt().failed(new IllegalStateException("reader"));

        assertThat(log).isEmpty();
    }

    @Test
    void ended_admitted_isToldWithItsTime() {
        Attempt good = admitted();
        host.clock.advance(Duration.ofNanos(30));
        good.succeeded();
        Attempt bad = admitted();
        host.clock.advance(Duration.ofNanos(20));
        bad.failed(new CompletionException(new IllegalStateException("boom")));

        assertThat(log).containsExactly("reserve 3", "succeeded 30", "failed 20 boom");
    }

    @Test
    void failed_nobodyWantedTheRest_isNoFailure() {
        admitted().failed(new PartlyHandledException(1));
        admitted().failed(new PartlyHandledException(1, new IllegalStateException("second")));

        assertThat(log.get(1)).isEqualTo("unused");
        assertThat(log.get(2)).startsWith("failed 0");
    }

    private Attempt admitted() {
        Attempt attempt = attempt();
        assertThat(attempt.nanosToWait(delivery, 3)).isZero();
        return attempt;
    }
}
