package dev.barre.kafka.chaos;

import dev.barre.kafka.ListenerOptions;
import dev.barre.kafka.RetryPolicy;
import dev.barre.kafka.RetryTopics;
import java.time.Duration;
import java.util.Random;

/** Some records fail at first and wait in a retry topic, while members join and leave. */
final class RetriedElsewhere implements Scenario {
    private static final int PER_THOUSAND = 20;
    private static final int FAILURES = 2;
    private static final Duration DELAY = Duration.ofMillis(300);

    private final Churn churn = new Churn();

    @Override
    public String name() {
        return "retry-topics";
    }

    @Override
    public Reach reach() {
        return Reach.GROUP;
    }

    @Override
    public int groupsAtOnce() {
        return churn.groupsAtOnce();
    }

    @Override
    public int recordsBetween() {
        return 2 * churn.recordsBetween();
    }

    @Override
    public int retryTopics() {
        return FAILURES;
    }

    @Override
    public boolean repeatsAtAnyTime(Variant variant) {
        // A batch that failed is delivered again from its first record on.
        return true;
    }

    @Override
    public void tune(ListenerOptions.Builder options) {
        options.retry(RetryPolicy.fixed(Duration.ofMillis(1)).attempts(1)).retryTopics(RetryTopics.after(DELAY, DELAY));
    }

    @Override
    public Work work() {
        return Work.failingAtFirst(PER_THOUSAND, FAILURES);
    }

    @Override
    public void disturb(Trial trial, Random random) {
        churn.disturb(trial, random);
    }
}
