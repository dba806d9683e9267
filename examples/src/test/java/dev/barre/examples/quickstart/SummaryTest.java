package dev.barre.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.PartitionOffset;
import dev.barre.kafka.TopicPartition;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static final Map<String, BigDecimal> TOTALS = Map.of("EUR", new BigDecimal("1234.50"));
    private static final Ledger LEDGER =
            new Ledger(100, 40_000, Map.of(Defect.NOT_JSON, 1, Defect.BLANK_SKU, 2), TOTALS);

    @Test
    void everythingAccountedFor_noProblems() {
        Summary summary = summary(100, 97, TOTALS, 1, 2, 100);

        assertThat(summary.problems()).isEmpty();
        assertThat(summary.lost()).isZero();
        assertThat(SummaryText.of(summary))
                .contains("delivered              97 of 97 good orders, 0 more than once")
                .contains("rejected, binding      1 of 1 bad lines, first at t-0@17")
                .contains("sum check              equal: EUR 1,234.50")
                .contains("nothing lost, everything committed");
    }

    @Test
    void missingOrder_isLost() {
        Summary summary = summary(100, 96, TOTALS, 1, 2, 100);

        assertThat(summary.lost()).isOne();
        assertThat(summary.problems()).containsExactly("delivered: 96 instead of 97");
        assertThat(SummaryText.of(summary)).contains("FAILED").contains("    - delivered: 96 instead of 97");
    }

    @Test
    void unacknowledgedLine_isAProblem() {
        assertThat(summary(99, 97, TOTALS, 1, 2, 100).problems()).containsExactly("acknowledged: 99 instead of 100");
    }

    @Test
    void badLineTakenForGood_isAProblem() {
        assertThat(summary(100, 98, TOTALS, 0, 2, 100).problems())
                .containsExactly("delivered: 98 instead of 97", "rejected by binding: 0 instead of 1");
    }

    @Test
    void otherSums_areAProblem() {
        assertThat(summary(100, 97, Map.of(), 1, 2, 100).problems())
                .singleElement()
                .asString()
                .startsWith("the sums differ");
    }

    @Test
    void committedBehindTheEnd_isAProblem() {
        Summary summary = summary(100, 97, TOTALS, 1, 2, 99);

        assertThat(summary.problems()).containsExactly("t-0 is not committed to its end");
        assertThat(SummaryText.of(summary)).contains("DIFFERENT");
    }

    private static Summary summary(
            long acknowledged,
            long delivered,
            Map<String, BigDecimal> totals,
            long unbindable,
            long invalid,
            long committed) {
        TopicPartition partition = new TopicPartition("t", 0);
        return new Summary(
                LEDGER,
                42,
                new Summary.Produced(acknowledged, 0, Optional.empty(), 1_000),
                new Summary.Consumed(delivered, 0, 0, totals, 1_000),
                Map.of(
                        Defect.Stage.BINDING,
                        new Summary.Rejected(unbindable, Optional.of(PartitionOffset.of("t", 0, 17))),
                        Defect.Stage.VALIDATION,
                        new Summary.Rejected(invalid, Optional.empty())),
                List.of(new Summary.Partition(partition, Optional.of(new PartitionOffset(partition, committed)), 100)));
    }
}
