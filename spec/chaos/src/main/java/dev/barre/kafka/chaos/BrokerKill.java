package dev.barre.kafka.chaos;

import java.util.Random;

/** One broker after the other is gone without a word, or stops in order, and comes back. */
final class BrokerKill implements Scenario {
    @Override
    public String name() {
        return "broker-kill";
    }

    @Override
    public Reach reach() {
        return Reach.CLUSTER;
    }

    @Override
    public void disturb(Cluster cluster, Random random) {
        int node = random.nextInt(cluster.nodes());
        if (random.nextInt(3) > 0) {
            cluster.kill(node);
        } else {
            cluster.restart(node);
        }
    }
}
