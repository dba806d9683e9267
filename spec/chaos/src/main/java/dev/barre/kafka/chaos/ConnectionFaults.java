package dev.barre.kafka.chaos;

import dev.barre.kafka.embedded.FaultProxy;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Connections to a broker are cut, refused, slow, or silent. */
final class ConnectionFaults implements Scenario {
    private static final Duration LATENCY = Duration.ofMillis(150);
    private static final Duration SPAN = Duration.ofSeconds(2);

    @Override
    public String name() {
        return "connection-faults";
    }

    @Override
    public Reach reach() {
        return Reach.CLUSTER;
    }

    @Override
    public void disturb(Cluster cluster, Random random) throws InterruptedException {
        FaultProxy proxy = cluster.proxy(random.nextInt(cluster.nodes()));
        switch (random.nextInt(4)) {
            case 0 -> proxy.cut();
            case 1 -> {
                proxy.refuse();
                proxy.cut();
                last(proxy);
            }
            case 2 -> {
                proxy.latency(LATENCY);
                last(proxy);
            }
            default -> {
                proxy.halfOpen();
                last(proxy);
            }
        }
    }

    private static void last(FaultProxy proxy) throws InterruptedException {
        try {
            TimeUnit.NANOSECONDS.sleep(SPAN.toNanos());
        } finally {
            proxy.heal();
        }
    }
}
