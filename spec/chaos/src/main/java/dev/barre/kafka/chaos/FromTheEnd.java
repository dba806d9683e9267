package dev.barre.kafka.chaos;

import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.OffsetReset;
import java.util.Random;

/** A group begins at the end of its topic, as Kafka's consumers do unless told otherwise, and members join and leave from then on. */
final class FromTheEnd implements Scenario {
    private final Churn churn = new Churn();

    @Override
    public String name() {
        return "from-the-end";
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
        return churn.recordsBetween();
    }

    @Override
    public void tune(ConsumerConfiguration.Builder config) {
        config.offsetReset(OffsetReset.LATEST);
    }

    @Override
    public boolean beginsAtEnd() {
        return true;
    }

    @Override
    public void disturb(Trial trial, Random random) {
        churn.disturb(trial, random);
    }
}
