package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.CLOSED_PORT;
import static dev.barre.kafka.conformance.Clients.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.barre.kafka.CircuitBreakerPolicy;
import dev.barre.kafka.ConfigurationException;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.DeadLetterTopic;
import dev.barre.kafka.FetchAhead;
import dev.barre.kafka.Lanes;
import dev.barre.kafka.Listener;
import dev.barre.kafka.ListenerOptions;
import dev.barre.kafka.RetryPolicy;
import dev.barre.kafka.RetryTopics;
import dev.barre.kafka.WhenExhausted;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chapter 4.3.1, the options of a listener; needs no broker. */
class ListenerOptionsTest {
    private static ConfigurationException refused(ThrowingCallable call) {
        return catchThrowableOfType(ConfigurationException.class, call);
    }

    @Test
    @Clause("4.3.1-4")
    void defaults_giveUpNothing() {
        ListenerOptions defaults = ListenerOptions.defaults();
        assertThat(defaults.lanes()).isEmpty();
        assertThat(defaults.retry()).hasToString(RetryPolicy.standard().toString());
        assertThat(defaults.whenExhausted()).isEqualTo(WhenExhausted.STOP);
        assertThat(defaults.fetchAhead()).isEqualTo(FetchAhead.defaults());
        assertThat(defaults.stallTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(defaults.restartOnStall()).isFalse();
        assertThat(List.of(
                        defaults.deadLetters(),
                        defaults.retryTopics(),
                        defaults.commitAfter(),
                        defaults.rebalanceListener(),
                        defaults.rateLimit(),
                        defaults.filter(),
                        defaults.circuitBreaker()))
                .allSatisfy(option -> assertThat(option).isEmpty());
    }

    @Test
    @Clause("4.3.1-4")
    void defaultsThatDependOnOthers() {
        ListenerOptions.Builder builder = ListenerOptions.builder().deadLetters(DeadLetterTopic.to("lost"));
        assertThat(builder.build().whenExhausted()).isEqualTo(WhenExhausted.DEAD_LETTER);
        assertThat(ListenerOptions.builder()
                        .retryTopics(RetryTopics.after(Duration.ofSeconds(1)))
                        .build()
                        .retry())
                .hasToString(RetryPolicy.none().toString());
    }

    @Test
    @Clause("4.3.1-5")
    void build_reportsAllProblemsAtOnce() {
        ConfigurationException failure = refused(() -> ListenerOptions.builder()
                .lanes(nothing())
                .fetchAhead(nothing())
                .rebalanceListener(nothing())
                .filter(nothing())
                .circuitBreaker(nothing())
                .deadLetters(nothing())
                .whenExhausted(WhenExhausted.DEAD_LETTER)
                .retry(RetryPolicy.standard())
                .retryTopics(RetryTopics.after(Duration.ofSeconds(1)))
                .commitAfter(0)
                .stallTimeout(Duration.ZERO)
                .rateLimit(Double.POSITIVE_INFINITY)
                .build());
        assertThat(failure.problems()).hasSize(11);
        for (String option : List.of(
                "lanes",
                "fetchAhead",
                "rebalanceListener",
                "filter",
                "circuitBreaker",
                "deadLetters",
                "whenExhausted",
                "retryTopics",
                "commitAfter",
                "stallTimeout",
                "rateLimit")) {
            assertThat(failure.problems())
                    .anySatisfy(problem -> assertThat(problem).startsWith(option));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.NEGATIVE_INFINITY})
    @Clause("4.3.1-5")
    void build_valuesOutOfRange_areRefused(double rate) {
        assertThat(refused(() -> ListenerOptions.builder().rateLimit(rate).build()))
                .isNotNull();
        assertThat(refused(() -> ListenerOptions.builder()
                        .stallTimeout(Duration.ofDays(366))
                        .build()))
                .isNotNull();
        assertThatCode(() -> ListenerOptions.builder()
                        .rateLimit(rate)
                        .rateLimit(0.5)
                        .stallTimeout(Duration.ofMillis(1))
                        .commitAfter(1)
                        .build())
                .doesNotThrowAnyException();
    }

    static List<ThrowingCallable> badValues() {
        return List.of(
                () -> Lanes.byKey(0),
                () -> Lanes.unordered(100_001),
                () -> FetchAhead.defaults().recordsPerPartition(0),
                () -> RetryPolicy.standard().attempts(0),
                () -> RetryPolicy.standard().jitter(1.1),
                () -> RetryPolicy.standard().totalTime(Duration.ofMillis(-1)),
                () -> RetryPolicy.exponential(Duration.ofSeconds(2), Duration.ofSeconds(1)),
                () -> RetryPolicy.fixed(Duration.ofMillis(-1)),
                () -> RetryTopics.after(),
                () -> DeadLetterTopic.to("not a topic"),
                () -> DeadLetterTopic.withSuffix(" "),
                () -> CircuitBreakerPolicy.defaults().failureRatePercent(0),
                () -> CircuitBreakerPolicy.defaults().slidingWindow(0),
                () -> CircuitBreakerPolicy.defaults().openFor(Duration.ZERO));
    }

    @ParameterizedTest
    @MethodSource("badValues")
    @Clause("4.3.1-6")
    void valueOutOfRange_isRefusedAtOnce(ThrowingCallable call) {
        Failures.of(call);
    }

    @Test
    @Clause("4.3.1-7")
    void decoupleProcessing_withOtherLanes_isRefused() {
        ConsumerConfiguration decoupled =
                reading("group", "topic").decoupleProcessing(true).build();
        for (Lanes lanes : List.of(Lanes.sequential(), Lanes.byKey(2), Lanes.unordered(2))) {
            ListenerOptions options = ListenerOptions.builder().lanes(lanes).build();
            ConfigurationException failure = refused(() -> Listener.create(CLOSED_PORT, decoupled, options));
            assertThat(failure.problems()).singleElement().asString().contains("decoupleProcessing");
        }
        ListenerOptions same =
                ListenerOptions.builder().lanes(Lanes.byPartition()).build();
        assertThatCode(() -> Listener.create(CLOSED_PORT, decoupled, same)).doesNotThrowAnyException();
    }

    /** For what must be refused: the API does not take null. */
    @SuppressWarnings({"TypeParameterUnusedInFormals", "NullAway"})
    private static <T> T nothing() {
        @Nullable T nothing = null;
        return nothing;
    }
}
