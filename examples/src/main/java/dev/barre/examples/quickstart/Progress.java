package dev.barre.examples.quickstart;

import dev.barre.kafka.DeliveryMetrics;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Watches a run: prints a line twice a second, and says when all is accounted for or nothing moves any more. One thread. */
final class Progress {
    private static final Duration BETWEEN_LINES = Duration.ofMillis(500);
    private static final Duration STALLED_AFTER = Duration.ofSeconds(30);

    private final Ledger ledger;
    private final PrintStream out;
    private final long startedAt = System.nanoTime();
    private long printedAt = startedAt;
    private long printedConsumed;
    private long movedAt = startedAt;
    private long lastSum;

    Progress(Ledger ledger, PrintStream out) {
        this.ledger = ledger;
        this.out = out;
    }

    /** Takes note of where the run stands. Returns whether to go on watching. */
    boolean update(OrderFeed feed, OrderService service, DeliveryMetrics metrics) {
        long now = System.nanoTime();
        long rejected = metrics.rejectedByBinding() + metrics.rejectedByValidation();
        long consumed = service.delivered() + rejected;
        long sum = feed.acknowledged() + feed.failed() + consumed;
        if (sum != lastSum) {
            lastSum = sum;
            movedAt = now;
        }
        boolean complete = feed.acknowledged() >= ledger.orders()
                && service.delivered() >= ledger.good()
                && rejected >= ledger.orders() - ledger.good();
        if (complete || now - printedAt >= BETWEEN_LINES.toNanos()) {
            long rate = Math.round((consumed - printedConsumed) * 1e9 / Math.max(1, now - printedAt));
            printedAt = now;
            printedConsumed = consumed;
            out.printf(
                    Locale.ROOT,
                    "  %5.1f s   produced %,9d   delivered %,9d   rejected %,7d   %,9d records/s%n",
                    (now - startedAt) / 1e9,
                    feed.acknowledged(),
                    service.delivered(),
                    rejected,
                    rate);
        }
        return !complete && now - movedAt < STALLED_AFTER.toNanos();
    }
}
