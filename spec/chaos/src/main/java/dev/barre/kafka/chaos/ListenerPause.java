package dev.barre.kafka.chaos;

import dev.barre.kafka.ConsumerConfiguration;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** All listeners of a group are paused, longer than {@code max.poll.interval.ms}, and resumed: nothing is repeated. */
final class ListenerPause implements Scenario {
    private final Duration pollInterval;
    private final Duration pause;

    ListenerPause(Duration pollInterval, Duration pause) {
        this.pollInterval = pollInterval;
        this.pause = pause;
    }

    @Override
    public String name() {
        return "listener-pause";
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
        trial.fleet().pause();
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        } finally {
            trial.fleet().resume();
        }
    }
}
