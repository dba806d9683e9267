package dev.barre.examples.quickstart;

import dev.barre.kafka.PartitionOffset;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The summary block that a run ends with. */
final class SummaryText {
    private final StringBuilder text = new StringBuilder();

    private SummaryText() {}

    static String of(Summary summary) {
        SummaryText block = new SummaryText();
        block.line("Summary");
        block.counts(summary);
        block.partitions(summary.partitions());
        block.result(summary.problems());
        return block.text.toString();
    }

    private void counts(Summary summary) {
        Ledger ledger = summary.ledger();
        Summary.Consumed consumed = summary.consumed();
        row("orders file", "%,d lines, %,d bytes, seed %d", ledger.orders(), ledger.bytes(), summary.seed());
        row(
                "produced",
                "%,d acknowledged, %,d failed",
                summary.produced().acknowledged(),
                summary.produced().failed());
        row(
                "delivered",
                "%,d of %,d good orders, %,d more than once",
                consumed.delivered(),
                ledger.good(),
                consumed.repeated());
        for (Defect.Stage stage : Defect.Stage.values()) {
            Summary.Rejected rejected = summary.rejectedAt(stage);
            row(
                    "rejected, " + stage.label(),
                    "%,d of %,d bad lines%s",
                    rejected.count(),
                    ledger.defective(stage),
                    rejected.first().map(first -> ", first at " + first).orElse(""));
        }
        row("lost", "%,d", summary.lost());
        row(
                "sum check",
                "%s: %s",
                consumed.totals().equals(ledger.totals()) ? "equal" : "DIFFERENT",
                amounts(consumed.totals()));
        row("produce rate", "%,d records/s", summary.produced().rate());
        row("consume rate", "%,d records/s, while producing", consumed.rate());
    }

    private void partitions(List<Summary.Partition> partitions) {
        line("");
        line("  %-32s %12s %12s", "partition", "committed", "end");
        for (Summary.Partition partition : partitions) {
            line(
                    "  %-32s %12s %,12d   %s",
                    partition.partition(),
                    partition
                            .committed()
                            .map(PartitionOffset::offset)
                            .map(offset -> String.format(Locale.ROOT, "%,d", offset))
                            .orElse("none"),
                    partition.end(),
                    partition.isDone() ? "equal" : "DIFFERENT");
        }
        line("");
    }

    private void result(List<String> problems) {
        if (problems.isEmpty()) {
            row("result", "nothing lost, everything committed");
        } else {
            row("result", "FAILED");
            problems.forEach(problem -> line("    - %s", problem));
        }
    }

    private static String amounts(Map<String, BigDecimal> totals) {
        return new TreeMap<>(totals)
                .entrySet().stream()
                        .map(entry -> String.format(Locale.ROOT, "%s %,.2f", entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private void row(String name, String format, Object... values) {
        line("  %-22s " + format, prepend(name, values));
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }

    private static Object[] prepend(Object first, Object[] rest) {
        Object[] all = new Object[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }
}
