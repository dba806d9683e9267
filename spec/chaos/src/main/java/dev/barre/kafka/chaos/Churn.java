package dev.barre.kafka.chaos;

import java.util.Random;

/** Members join and leave all the time, in order or at once. */
final class Churn implements Scenario {
    private static final int MOST_MEMBERS = 12;
    private static final int LEAST_MEMBERS = 2;

    @Override
    public String name() {
        return "churn";
    }

    @Override
    public Reach reach() {
        return Reach.GROUP;
    }

    @Override
    public int members() {
        return MOST_MEMBERS / 2;
    }

    @Override
    public int groupsAtOnce() {
        return 4;
    }

    @Override
    public int recordsBetween() {
        return 60;
    }

    @Override
    public void disturb(Trial trial, Random random) {
        Fleet fleet = trial.fleet();
        boolean joins = random.nextInt(100) < 55;
        if (fleet.size() <= LEAST_MEMBERS || joins && fleet.size() < MOST_MEMBERS) {
            fleet.join();
        } else if (random.nextBoolean()) {
            fleet.leave(random);
        } else {
            fleet.leaveAtOnce(random);
        }
    }
}
