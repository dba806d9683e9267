package dev.barre.benchmarks.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is counted, and when it is done. */
class TallyTest {
    private static final Task TASK =
            Task.of("records=100", "workMicros=0", "timed=false", "stalled=false", "payloadBytes=285");

    @Test
    void allHandled_answersWithCountChecksumAndRate() {
        Tally tally = new Tally(TASK);
        OrderSource orders = new OrderSource(TASK);
        long checksum = 0;
        while (orders.hasNext()) {
            assertThat(tally.isDone()).isFalse();
            Order order = orders.next();
            checksum += order.check();
            tally.one(order);
        }

        Map<String, Double> answer = Answer.parse(tally.answer().toString());

        assertThat(tally.isDone()).isTrue();
        assertThat(answer).containsEntry("handled", 100.0).containsEntry("checksum", (double) checksum);
        assertThat(answer.get("recordsPerSecond")).isPositive();
    }

    @Test
    void cut_countsWhatWasHandledUntilThen() {
        Tally tally = new Tally(TASK);
        tally.add(20, 1);
        tally.add(20, 1);

        tally.cut();

        assertThat(tally.isDone()).isTrue();
        assertThat(Answer.parse(tally.answer().toString())).containsEntry("handled", 40.0);
    }

    @Test
    void cut_almostNothingHandled_hasNoAnswer() {
        Tally tally = new Tally(TASK);
        tally.add(1, 1);

        tally.cut();

        assertThatThrownBy(tally::answer).hasMessageContaining("1 of 100");
    }

    @Test
    void timed_latenciesOfTheFirstFifthAreLeftOut() {
        Tally tally = new Tally(TASK.with("timed=true"));
        for (int number = 0; number < 100; number++) {
            long now = System.currentTimeMillis() * 1000;
            tally.one(Order.of(number, number < 20 ? now - 60_000_000 : now, 285, new Random(1)));
        }

        assertThat(Answer.parse(tally.answer().toString()).get("maxMicros")).isLessThan(30_000_000);
    }

    @Test
    void order_isAsLargeAsAsked() {
        assertThat(Order.of(1, 1, 1024, new Random(1)).lineCount()).isEqualTo(17);
        assertThat(Order.of(1, 1, 285, new Random(1)).lineCount()).isEqualTo(2);
    }
}
