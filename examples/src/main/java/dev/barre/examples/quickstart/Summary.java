package dev.barre.examples.quickstart;

import dev.barre.kafka.PartitionOffset;
import dev.barre.kafka.TopicPartition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a run arrived at, next to what the generator knows.
 *
 * @param ledger what the orders file holds
 * @param seed what the file was generated from
 * @param produced what the producer did
 * @param consumed what the service saw
 * @param rejected what the listener kept from the service, for each stage
 * @param partitions where the consumer group stands, by partition
 */
record Summary(
        Ledger ledger,
        long seed,
        Produced produced,
        Consumed consumed,
        Map<Defect.Stage, Rejected> rejected,
        List<Partition> partitions) {

    /** Lines that a broker acknowledged, lines that it did not and why the first, acknowledged lines per second. */
    record Produced(long acknowledged, long failed, Optional<String> firstFailure, long rate) {}

    /** Different orders seen, orders seen again, calls of {@code onError}, sums by currency, orders per second. */
    record Consumed(long delivered, long repeated, long errors, Map<String, BigDecimal> totals, long rate) {}

    /** Records rejected at a stage, and where the first of them stands. */
    record Rejected(long count, Optional<PartitionOffset> first) {}

    /** The next offset that the group would read, and the next that a producer would write. */
    record Partition(TopicPartition partition, Optional<PartitionOffset> committed, long end) {
        boolean isDone() {
            return committed.map(PartitionOffset::offset).orElse(0L) == end;
        }
    }

    /** How many records are neither delivered nor rejected. */
    long lost() {
        long settled = consumed.delivered()
                + rejected.values().stream().mapToLong(Rejected::count).sum();
        return Math.max(0, ledger.orders() - settled);
    }

    /** Everything that is not as it must be, a sentence each; empty after a good run. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        differs(problems, "acknowledged", produced.acknowledged(), ledger.orders());
        produced.firstFailure().ifPresent(failure -> problems.add("first failure to send: " + failure));
        differs(problems, "delivered", consumed.delivered(), ledger.good());
        for (Defect.Stage stage : Defect.Stage.values()) {
            differs(problems, "rejected by " + stage.label(), rejectedAt(stage).count(), ledger.defective(stage));
        }
        differs(problems, "calls of onError", consumed.errors(), 0);
        if (!consumed.totals().equals(ledger.totals())) {
            problems.add("the sums differ: " + consumed.totals() + " instead of " + ledger.totals());
        }
        for (Partition partition : partitions) {
            if (!partition.isDone()) {
                problems.add(partition.partition() + " is not committed to its end");
            }
        }
        long end = partitions.stream().mapToLong(Partition::end).sum();
        differs(problems, "records in the topic", end, ledger.orders());
        return problems;
    }

    Rejected rejectedAt(Defect.Stage stage) {
        return rejected.getOrDefault(stage, new Rejected(0, Optional.empty()));
    }

    private static void differs(List<String> problems, String what, long actual, long expected) {
        if (actual != expected) {
            problems.add(String.format(Locale.ROOT, "%s: %,d instead of %,d", what, actual, expected));
        }
    }
}
