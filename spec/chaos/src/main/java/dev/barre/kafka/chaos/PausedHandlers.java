package dev.barre.kafka.chaos;

import dev.barre.kafka.ConsumerConfiguration;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** All handlers wait for the same thing, longer than {@code max.poll.interval.ms}, and go on at the same moment. */
final class PausedHandlers implements Scenario {
    private final Duration pollInterval;
    private final Duration pause;

    PausedHandlers(Duration pollInterval, Duration pause) {
        this.pollInterval = pollInterval;
        this.pause = pause;
    }

    @Override
    public String name() {
        return "paused-handlers";
    }

    @Override
    public Reach reach() {
        return Reach.GROUP;
    }

    @Override
    public void tune(ConsumerConfiguration.Builder config) {
        config.maxPollInterval(pollInterval);
    }

    @Override
    public boolean repeatsRecords(Variant variant) {
        return false;
    }

    @Override
    public void disturb(Trial trial, Random random) throws InterruptedException {
        trial.gate().close();
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        } finally {
            trial.gate().open();
        }
    }
}
