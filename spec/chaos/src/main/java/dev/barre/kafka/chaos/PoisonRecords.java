package dev.barre.kafka.chaos;

import dev.barre.kafka.DeadLetterTopic;
import dev.barre.kafka.ListenerOptions;
import dev.barre.kafka.RetryPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One record in a hundred fails each time, and goes to the dead letter topic after three attempts. */
final class PoisonRecords implements Scenario {
    private static final int PER_THOUSAND = 10;
    private static final int ATTEMPTS = 3;
    private static final Duration WAIT = Duration.ofMillis(20);

    @Override
    public String name() {
        return "poison-records";
    }

    @Override
    public Reach reach() {
        return Reach.NOBODY;
    }

    @Override
    public boolean deadLetters() {
        return true;
    }

    @Override
    public void tune(ListenerOptions.Builder options) {
        options.retry(RetryPolicy.fixed(WAIT).attempts(ATTEMPTS))
                .deadLetters(DeadLetterTopic.withSuffix(DEAD_LETTER_SUFFIX));
    }

    @Override
    public boolean repeatsRecords(Variant variant) {
        // A batch that failed is delivered again from its first record on. Where records overtake one that waits for a
        // retry, they come again if its partition moves meanwhile.
        return variant.batches() || variant.lanes().overtakes();
    }

    @Override
    public Work work() {
        Map<String, Integer> failures = new ConcurrentHashMap<>();
        return handling -> {
            if (Work.isPicked(handling, PER_THOUSAND)) {
                if (failures.merge(handling.key() + "#" + handling.sequence(), 1, Integer::sum) >= ATTEMPTS) {
                    throw new LastAttemptException(handling);
                }
                throw new IllegalStateException("Not now: " + handling);
            }
        };
    }
}
