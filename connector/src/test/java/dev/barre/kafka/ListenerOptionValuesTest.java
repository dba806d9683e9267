package dev.barre.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The small types that {@link ListenerOptions} is made of. */
class ListenerOptionValuesTest {
    @Test
    void lanes_haveModeAndWidth() {
        assertThat(Lanes.sequential().mode()).isEqualTo(Lanes.Mode.SEQUENTIAL);
        assertThat(Lanes.byPartition().mode()).isEqualTo(Lanes.Mode.PARTITION);
        assertThat(Lanes.byKey(1).mode()).isEqualTo(Lanes.Mode.KEY);
        assertThat(Lanes.unordered(100_000).mode()).isEqualTo(Lanes.Mode.UNORDERED);
        assertThat(Lanes.unordered(100_000).width()).isEqualTo(100_000);
        assertThat(Lanes.byKey(7))
                .isEqualTo(Lanes.byKey(7))
                .isNotEqualTo(Lanes.byKey(8))
                .hasToString("key(7)");
        assertThat(Lanes.sequential()).isNotEqualTo(Lanes.byPartition()).hasToString("sequential");
    }

    @Test
    void lanes_outsideTheirRange_areRefused() {
        refused("byKey failed: the width must be 1 to 100000, but is 0.", () -> Lanes.byKey(0));
        refused("unordered failed: the width must be 1 to 100000, but is 100001.", () -> Lanes.unordered(100_001));
    }

    @Test
    void deadLetterTopic_namesByTopic() {
        assertThat(DeadLetterTopic.to("bad").nameFor("orders")).isEqualTo("bad");
        assertThat(DeadLetterTopic.withSuffix("-dlt").nameFor("orders")).isEqualTo("orders-dlt");
        assertThat(DeadLetterTopic.withSuffix("-dlt")).hasToString("*-dlt");
    }

    @Test
    void deadLetterTopic_thatKafkaDoesNotAllow_isRefused() {
        refused("to failed: the topic must not be null.", () -> DeadLetterTopic.to(null));
        refused("but is 'a b'.", () -> DeadLetterTopic.to("a b"));
        refused("but is '..'.", () -> DeadLetterTopic.to(".."));
        refused("but is ''.", () -> DeadLetterTopic.withSuffix(""));
        refused("the suffix must have", () -> DeadLetterTopic.withSuffix("x".repeat(250)));
        assertThat(DeadLetterTopic.withSuffix(".").nameFor("orders")).isEqualTo("orders.");
    }

    @Test
    void retryTopics_areNumberedFromOne() {
        RetryTopics topics = RetryTopics.after(Duration.ofSeconds(5), Duration.ofMinutes(1));

        assertThat(topics.delays()).containsExactly(Duration.ofSeconds(5), Duration.ofMinutes(1));
        assertThat(RetryTopics.name("orders", "billing", 1)).isEqualTo("orders-billing-retry-1");
    }

    @Test
    void retryTopics_withoutUsableDelays_areRefused() {
        refused("at least one delay", RetryTopics::after);
        refused("a delay must be", () -> RetryTopics.after(Duration.ZERO));
        refused("a delay must be", () -> RetryTopics.after(Duration.ofSeconds(1), Duration.ofDays(366)));
        refused("a delay must not be null", () -> RetryTopics.after((Duration) null));
    }

    @Test
    void fetchAhead_eachLimitIsChangedAlone() {
        assertThat(FetchAhead.defaults()).isEqualTo(new FetchAhead(20_000, 8_388_608, 16_777_216, 100_000));
        assertThat(FetchAhead.defaults()
                        .recordsPerPartition(1)
                        .bytesPerPartition(2)
                        .bytesPerMember(3)
                        .uncommittedRecordsPerPartition(4))
                .isEqualTo(new FetchAhead(1, 2, 3, 4));
    }

    @Test
    void fetchAhead_withoutRoom_isRefused() {
        refused("recordsPerPartition must be at least 1", () -> new FetchAhead(0, 1, 1, 1));
        refused("bytesPerPartition must be at least 1", () -> new FetchAhead(1, 0, 1, 1));
        refused("bytesPerMember must be at least 1", () -> new FetchAhead(1, 1, -1, 1));
        refused("uncommittedRecordsPerPartition must be at least 1", () -> new FetchAhead(1, 1, 1, 0));
    }

    @Test
    void circuitBreakerPolicy_eachValueIsChangedAlone() {
        assertThat(CircuitBreakerPolicy.defaults()
                        .failureRatePercent(1)
                        .slidingWindow(2)
                        .openFor(Duration.ofSeconds(3))
                        .callsInHalfOpen(4))
                .isEqualTo(new CircuitBreakerPolicy(1, 2, Duration.ofSeconds(3), 4));
    }

    @Test
    void circuitBreakerPolicy_outsideItsRange_isRefused() {
        CircuitBreakerPolicy policy = CircuitBreakerPolicy.defaults();
        refused("failureRatePercent must be 1 to 100", () -> policy.failureRatePercent(0.5));
        refused("failureRatePercent must be 1 to 100", () -> policy.failureRatePercent(100.1));
        refused("failureRatePercent must be 1 to 100", () -> policy.failureRatePercent(Double.NaN));
        refused("slidingWindow must be 1 to 1000000", () -> policy.slidingWindow(0));
        refused("openFor must be", () -> policy.openFor(Duration.ZERO));
        refused("openFor must not be null", () -> policy.openFor(null));
        refused("callsInHalfOpen must be 1 to 1000000", () -> policy.callsInHalfOpen(0));
    }

    private static void refused(String message, ThrowingCallable call) {
        assertThatExceptionOfType(ConnectorException.class).isThrownBy(call).withMessageContaining(message);
    }
}
