package dev.barre.kafka.chaos;

import dev.barre.kafka.chaos.FaultWindows.Window;
import dev.barre.kafka.chaos.Scenario.Reach;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One scenario with several variants at the same time: a fault of the cluster hits all of them. */
final class ScenarioRun {
    private static final Logger LOG = LoggerFactory.getLogger(ScenarioRun.class);

    private final Scenario scenario;
    private final Cluster cluster;
    private final Limit limit;
    private final long seed;
    private final List<Trial> trials = new ArrayList<>();

    /**
     * Makes the topics.
     *
     * @param name begins the names of topics and groups; not used before on this cluster
     * @param recordsPerSecond of each variant
     * @param seed decides what is produced and which fault comes next
     */
    ScenarioRun(
            Scenario scenario,
            List<Variant> variants,
            Cluster cluster,
            String name,
            Limit limit,
            int recordsPerSecond,
            long seed)
            throws Exception {
        this.scenario = scenario;
        this.cluster = cluster;
        this.limit = limit;
        this.seed = seed;
        for (Variant variant : variants) {
            trials.add(new Trial(scenario, variant, cluster, name + "-" + trials.size(), recordsPerSecond, seed));
        }
    }

    /** What is known so far, of each variant. */
    List<TrialResult> results() {
        return trials.stream().map(Trial::result).toList();
    }

    /** Runs until the limit is reached and all is settled. */
    List<TrialResult> run() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            for (Trial trial : trials) {
                trial.start();
            }
            if (scenario.reach() == Reach.CLUSTER) {
                disturbCluster();
            }
            List<Future<TrialResult>> results = new ArrayList<>();
            for (Trial trial : trials) {
                results.add(threads.submit(() -> {
                    disturb(trial);
                    return trial.finish();
                }));
            }
            List<TrialResult> outcomes = outcomes(results);
            for (Trial trial : trials) {
                trial.close();
            }
            return outcomes;
        } catch (Exception e) {
            // Topics stay: what still runs would only make them anew, and the account would show what never was.
            LOG.error("{} has not come to its end", scenario.name(), e);
            for (Trial trial : trials) {
                trial.abandon();
            }
            throw e;
        } finally {
            threads.shutdownNow();
        }
    }

    private void disturbCluster() throws Exception {
        Random random = new Random(seed);
        for (Trial trial : trials) {
            trial.awaitStarted();
        }
        while (!trials.stream().allMatch(trial -> trial.isDone(limit))) {
            for (Trial trial : trials) {
                trial.awaitHandled(scenario.recordsBetween());
            }
            List<Window> windows = trials.stream().map(Trial::fault).toList();
            try {
                scenario.disturb(cluster, random);
            } finally {
                windows.forEach(Window::close);
            }
            LOG.info("{}: fault {} is over", scenario.name(), trials.get(0).faults());
        }
    }

    private void disturb(Trial trial) throws Exception {
        Random random = new Random(seed);
        if (scenario.reach() != Reach.CLUSTER) {
            trial.awaitStarted();
        }
        while (!trial.isDone(limit)) {
            trial.awaitHandled(scenario.recordsBetween());
            if (scenario.reach() == Reach.GROUP) {
                try (Window ignored = trial.fault()) {
                    scenario.disturb(trial, random);
                }
                LOG.info("{} {}: fault {} is over", scenario.name(), trial.variant(), trial.faults());
            }
        }
    }

    private static List<TrialResult> outcomes(List<Future<TrialResult>> pending) throws Exception {
        List<TrialResult> outcomes = new ArrayList<>();
        for (Future<TrialResult> each : pending) {
            try {
                outcomes.add(each.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("A trial has not come to its end: " + e.getCause(), e.getCause());
            }
        }
        return outcomes;
    }
}
