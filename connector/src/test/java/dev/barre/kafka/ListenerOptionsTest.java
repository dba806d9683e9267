package dev.barre.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ListenerOptionsTest {
    @Test
    void defaults_loseNothing() {
        ListenerOptions options = ListenerOptions.defaults();

        assertThat(options.lanes()).isEmpty();
        assertThat(options.retry()).hasToString(RetryPolicy.standard().toString());
        assertThat(options.deadLetters()).isEmpty();
        assertThat(options.whenExhausted()).isEqualTo(WhenExhausted.STOP);
        assertThat(options.retryTopics()).isEmpty();
        assertThat(options.fetchAhead()).isEqualTo(FetchAhead.defaults());
        assertThat(options.commitAfter()).isEmpty();
        assertThat(options.rebalanceListener()).isEmpty();
        assertThat(options.stallTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(options.restartOnStall()).isFalse();
        assertThat(options.platformThreads()).isFalse();
        assertThat(options.rateLimit()).isEmpty();
        assertThat(options.filter()).isEmpty();
        assertThat(options.circuitBreaker()).isEmpty();
        assertThat(options).hasToString("ListenerOptions{}");
    }

    @Test
    void everythingSet_isKeptByToBuilder() {
        RecordFilter filter = head -> true;
        RebalanceListener rebalances = new RebalanceListener() {};
        RetryPolicy retry = RetryPolicy.standard().attempts(2);
        DeadLetterTopic deadLetters = DeadLetterTopic.to("bad");
        RetryTopics retryTopics = RetryTopics.after(Duration.ofSeconds(5));
        FetchAhead fetchAhead = FetchAhead.defaults().recordsPerPartition(5);
        CircuitBreakerPolicy breaker = CircuitBreakerPolicy.defaults().slidingWindow(7);

        ListenerOptions options = ListenerOptions.builder()
                .lanes(Lanes.byKey(64))
                .retry(retry)
                .deadLetters(deadLetters)
                .whenExhausted(WhenExhausted.SKIP)
                .retryTopics(retryTopics)
                .fetchAhead(fetchAhead)
                .commitAfter(100)
                .rebalanceListener(rebalances)
                .stallTimeout(Duration.ofSeconds(9))
                .restartOnStall(true)
                .platformThreads(true)
                .rateLimit(0.5)
                .filter(filter)
                .circuitBreaker(breaker)
                .build()
                .toBuilder()
                .build();

        assertThat(options.lanes()).contains(Lanes.byKey(64));
        assertThat(options.retry()).isSameAs(retry);
        assertThat(options.deadLetters()).containsSame(deadLetters);
        assertThat(options.whenExhausted()).isEqualTo(WhenExhausted.SKIP);
        assertThat(options.retryTopics()).containsSame(retryTopics);
        assertThat(options.fetchAhead()).isEqualTo(fetchAhead);
        assertThat(options.commitAfter()).contains(100);
        assertThat(options.rebalanceListener()).containsSame(rebalances);
        assertThat(options.stallTimeout()).isEqualTo(Duration.ofSeconds(9));
        assertThat(options.restartOnStall()).isTrue();
        assertThat(options.platformThreads()).isTrue();
        assertThat(options.rateLimit()).contains(0.5);
        assertThat(options.filter()).containsSame(filter);
        assertThat(options.circuitBreaker()).contains(breaker);
        assertThat(options.toString())
                .startsWith("ListenerOptions{lanes=key(64), retry=RetryPolicy[exponential ")
                .contains("deadLetters=bad, whenExhausted=SKIP, retryTopics=[PT5S], fetchAhead=FetchAhead[")
                .contains("commitAfter=100, rebalanceListener="
                        + rebalances.getClass().getName())
                .contains("stallTimeout=PT9S, restartOnStall=true, platformThreads=true, rateLimit=0.5, filter=")
                .contains("circuitBreaker=CircuitBreakerPolicy[");
    }

    @Test
    void builderUsedOn_leavesWhatWasBuilt() {
        ListenerOptions.Builder builder = ListenerOptions.builder().commitAfter(1);
        ListenerOptions options = builder.build();

        builder.commitAfter(2);
        options.toBuilder().commitAfter(3);

        assertThat(options.commitAfter()).contains(1);
    }

    @Test
    void toBuilder_keepsDefaultsThatFollowOthers() {
        ListenerOptions options = ListenerOptions.defaults().toBuilder()
                .deadLetters(DeadLetterTopic.withSuffix("-dlt"))
                .retryTopics(RetryTopics.after(Duration.ofSeconds(5)))
                .build();

        assertThat(options.whenExhausted()).isEqualTo(WhenExhausted.DEAD_LETTER);
        assertThat(options.retry()).hasToString(RetryPolicy.none().toString());
    }

    @Test
    void retryTopics_takeLimitedPolicies() {
        ListenerOptions.Builder builder =
                ListenerOptions.builder().retryTopics(RetryTopics.after(Duration.ofSeconds(5)));
        RetryPolicy limited = RetryPolicy.standard().totalTime(Duration.ofSeconds(5));

        assertThat(builder.retry(limited).build().retry()).isSameAs(limited);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> builder.retry(RetryPolicy.standard()).build())
                .satisfies(e -> assertThat(e.problems())
                        .singleElement()
                        .asString()
                        .contains("retryTopics", "attempts", "totalTime"));
    }

    @Test
    void allThatIsWrong_isInOneMessage() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ListenerOptions.builder()
                        .lanes(null)
                        .retry(RetryPolicy.standard())
                        .retryTopics(RetryTopics.after(Duration.ofSeconds(5)))
                        .whenExhausted(WhenExhausted.DEAD_LETTER)
                        .commitAfter(0)
                        .stallTimeout(Duration.ZERO)
                        .rateLimit(Double.NaN)
                        .build())
                .satisfies(e -> assertThat(e.problems())
                        .containsExactly(
                                "lanes must not be null.",
                                "commitAfter must be at least 1, but is 0.",
                                "stallTimeout must be PT0.001S to PT8760H, but is PT0S.",
                                "rateLimit must be a number above 0, but is NaN.",
                                "whenExhausted is DEAD_LETTER, but there is no deadLetters topic.",
                                "retryTopics are never reached, because retry has no limit: set its attempts or its"
                                        + " totalTime."))
                .withMessageStartingWith("The listener options cannot work: \n  - lanes must");
    }

    @Test
    void wrongThenRight_isRight() {
        assertThat(ListenerOptions.builder()
                        .rateLimit(0)
                        .rateLimit(10)
                        .stallTimeout(null)
                        .stallTimeout(Duration.ofSeconds(1))
                        .build()
                        .rateLimit())
                .contains(10.0);
    }
}
