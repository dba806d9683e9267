package dev.barre.kafka.chaos;

import java.util.Random;

/** The coordinators of the groups, or the leaders of the partitions, move to other brokers. */
final class LeaderMove implements Scenario {
    @Override
    public String name() {
        return "leader-move";
    }

    @Override
    public Reach reach() {
        return Reach.CLUSTER;
    }

    @Override
    public void disturb(Cluster cluster, Random random) {
        if (random.nextInt(3) > 0) {
            cluster.moveCoordinators();
        } else {
            cluster.moveLeaders();
        }
    }
}
