package dev.barre.kafka.chaos;

import java.time.Duration;
import java.util.List;

/** All scenarios. */
final class Scenarios {
    private Scenarios() {}

    /** As short as they can be: spans are just longer than those that they have to exceed. */
    static List<Scenario> brief() {
        return with(Duration.ofSeconds(6), Duration.ofMillis(7_500));
    }

    static List<Scenario> all() {
        return with(Duration.ofSeconds(6), Duration.ofSeconds(10));
    }

    private static List<Scenario> with(Duration pollInterval, Duration beyond) {
        return List.of(
                new Calm(),
                new BrokerKill(),
                new LeaderMove(),
                new ConnectionFaults(),
                new Churn(),
                new FromTheEnd(),
                new RetriedElsewhere(),
                new ProcessKill(),
                new FailingAtFirst(),
                new PoisonRecords(),
                new SlowHandlers(pollInterval, beyond),
                new PausedHandlers(pollInterval, beyond),
                new ListenerPause(pollInterval, beyond));
    }
}
