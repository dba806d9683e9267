package dev.barre.kafka.chaos;

import dev.barre.kafka.ConsumerConfiguration;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Some records take longer than {@code max.poll.interval.ms}: that must cost no member its place, and repeat nothing. */
final class SlowHandlers implements Scenario {
    private static final int PER_THOUSAND = 2;

    private final Duration pollInterval;
    private final Duration handlerTime;

    SlowHandlers(Duration pollInterval, Duration handlerTime) {
        this.pollInterval = pollInterval;
        this.handlerTime = handlerTime;
    }

    @Override
    public String name() {
        return "slow-handlers";
    }

    @Override
    public Reach reach() {
        return Reach.NOBODY;
    }

    @Override
    public void tune(ConsumerConfiguration.Builder config) {
        config.maxPollInterval(pollInterval);
    }

    @Override
    public Work work() {
        return handling -> {
            if (handling.sequence() > 10 && Work.isPicked(handling, PER_THOUSAND)) {
                TimeUnit.NANOSECONDS.sleep(handlerTime.toNanos());
            }
        };
    }
}
