package dev.barre.kafka.chaos;

import java.io.IOException;
import java.util.Random;

/** A process is killed by {@code SIGKILL} in the middle of its work, and another one takes its place. */
final class ProcessKill implements Scenario {
    @Override
    public String name() {
        return "process-kill";
    }

    @Override
    public Reach reach() {
        return Reach.GROUP;
    }

    @Override
    public int members() {
        return 0;
    }

    @Override
    public int processes() {
        return 2;
    }

    @Override
    public int recordsBetween() {
        return 800;
    }

    @Override
    public void disturb(Trial trial, Random random) throws IOException, InterruptedException {
        if (!trial.processes().killAndReplace()) {
            trial.awaitHandled(1);
            trial.processes().killAndReplace();
        }
    }
}
