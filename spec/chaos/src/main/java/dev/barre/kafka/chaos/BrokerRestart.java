package dev.barre.kafka.chaos;

import java.util.Random;

/** One broker after the other stops and comes back. */
final class BrokerRestart implements Scenario {
    @Override
    public String name() {
        return "broker-restart";
    }

    @Override
    public Reach reach() {
        return Reach.CLUSTER;
    }

    @Override
    public void disturb(Cluster cluster, Random random) {
        cluster.restart(random.nextInt(cluster.nodes()));
    }
}
