package dev.barre.kafka.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.interop.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class AskedCallsTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private boolean isStopped;
    private final AskedCalls asked = new AskedCalls(() -> isStopped);
    private final List<String> tried = new ArrayList<>();
    private final List<Duration> given = new ArrayList<>();
    private boolean brokerIsThere;

    private CompletableFuture<String> ask(String name, Duration timeout) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        asked.ask(
                timeout,
                left -> {
                    tried.add(name);
                    given.add(left);
                    if (!brokerIsThere) {
                        throw new IllegalStateException(new TimeoutException("no answer"));
                    }
                    return name;
                },
                answer);
        return answer;
    }

    @Test
    void ask_brokerIsThere_isAnsweredAtOnce() {
        brokerIsThere = true;

        assertThat(ask("a", LONG)).isCompletedWithValue("a");
        assertThat(asked.isEmpty()).isTrue();
    }

    @Test
    void brokerIsAway_oneIsTriedInARound_andEachComesToItsTurn() {
        List<CompletableFuture<String>> answers = List.of(ask("a", LONG), ask("b", LONG), ask("c", LONG));
        assertThat(tried).as("the others would take as long").containsExactly("a");

        for (int round = 0; round < 4; round++) {
            asked.tryAgain();
        }
        assertThat(tried).containsExactly("a", "a", "b", "c", "a");
        assertThat(given).allMatch(span -> span.compareTo(Duration.ofSeconds(1)) <= 0);

        brokerIsThere = true;
        asked.tryAgain();
        assertThat(answers).allMatch(CompletableFuture::isDone);
        assertThat(asked.isEmpty()).isTrue();
    }

    @Test
    void timeIsOver_isAnsweredThoughAnotherWaits() {
        ask("a", LONG);
        CompletableFuture<String> over = ask("b", Duration.ZERO);
        asked.tryAgain();

        assertThat(over).isCompletedExceptionally();
        assertThat(asked.isEmpty()).isFalse();
    }

    @Test
    void atOnce_aStopComesMeanwhile_isTriedOnlyUntilThen() {
        asked.answerAtOnce(Deadline.after(Duration.ofMillis(2_500)));
        assertThat(ask("a", LONG)).isCompletedExceptionally();
        assertThat(tried).as("a second at a time").containsExactly("a", "a", "a");

        isStopped = true;
        assertThat(ask("b", LONG)).isCompletedExceptionally();
        assertThat(tried).as("once").containsExactly("a", "a", "a", "b");
        assertThat(given).allMatch(span -> span.compareTo(Duration.ofSeconds(1)) <= 0);
    }

    @Test
    void atOnce_allAreAnsweredByThen() {
        CompletableFuture<String> before = ask("a", LONG);
        asked.answerAtOnce(Deadline.after(Duration.ofMillis(200)));
        asked.tryAgain();
        CompletableFuture<String> after = ask("b", LONG);

        assertThat(before).isCompletedExceptionally();
        assertThat(after).isCompletedExceptionally();
        assertThat(given.subList(1, 3)).allMatch(span -> span.compareTo(Duration.ofMillis(200)) <= 0);

        asked.mayWait();
        assertThat(ask("c", LONG)).as("may be answered later again").isNotDone();
    }
}
