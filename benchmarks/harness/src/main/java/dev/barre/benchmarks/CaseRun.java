package dev.barre.benchmarks;

import dev.barre.benchmarks.Loader.Loaded;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs one case: a broker, then round after round every arm. Rounds are interleaved, so that a machine that slows down slows all arms
 * down, and only one arm works at a time.
 */
final class CaseRun {
    private final Environment environment;
    private final Case measured;
    private final int rounds;
    private final boolean isFresh;
    private final Map<ArmInfo, List<Map<String, Double>>> results = new LinkedHashMap<>();
    private final Map<ArmInfo, String> failures = new LinkedHashMap<>();

    CaseRun(Environment environment, Case measured, int rounds, boolean isFresh) {
        this.environment = environment;
        this.measured = measured;
        this.rounds = rounds;
        this.isFresh = isFresh || measured.kind() == Kind.HEAP;
    }

    /** Returns what was found; the arguments are those that the whole was called with. */
    CaseResult run(Machine machine, String arguments) throws IOException {
        for (String name : measured.arms()) {
            Optional<ArmInfo> arm = Arms.named(name).filter(environment::has);
            if (arm.isPresent()) {
                results.put(arm.get(), new ArrayList<>());
            } else {
                System.out.println("  " + name + " is left out: its module is not compiled");
            }
        }
        try (Broker broker = Broker.start(environment, measured)) {
            Loaded loaded = ArmRuns.load(broker, measured);
            if (loaded != null) {
                System.out.printf(
                        Locale.ROOT,
                        "  loaded %,d records of %,d bytes%n",
                        loaded.all(),
                        loaded.bytes() / loaded.all());
            }
            measure(broker, loaded);
        }
        Map<String, String> versions = new LinkedHashMap<>();
        List<ArmResult> arms = new ArrayList<>();
        for (ArmInfo arm : results.keySet()) {
            versions.putAll(Versions.of(environment.classPath(arm), arm.module()));
            arms.add(new ArmResult(
                    arm.name(),
                    arm.text(),
                    arm.configuration(),
                    List.copyOf(results.getOrDefault(arm, List.of())),
                    failures.get(arm)));
        }
        return new CaseResult(
                measured,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                arguments,
                machine,
                versions,
                rounds,
                arms);
    }

    private void measure(Broker broker, @Nullable Loaded loaded) {
        Map<ArmInfo, ArmRuns> runs = new LinkedHashMap<>();
        results.keySet().forEach(arm -> runs.put(arm, new ArmRuns(environment, measured, arm, broker, loaded)));
        try {
            runs.forEach((arm, its) -> attempt(arm, () -> {
                if (!isFresh) {
                    System.out.printf("  warming up %s%n", arm.name());
                    its.warmUp();
                }
            }));
            for (int round = 1; round <= rounds; round++) {
                int number = round;
                runs.forEach((arm, its) -> attempt(arm, () -> one(number, arm, its)));
            }
        } finally {
            runs.values().forEach(ArmRuns::close);
        }
    }

    private void one(int round, ArmInfo arm, ArmRuns its) throws IOException {
        Map<String, Double> answer = its.run();
        results.getOrDefault(arm, List.of()).add(answer);
        System.out.printf(
                Locale.ROOT,
                "  round %d of %d: %-28s %,14.1f %s%n",
                round,
                rounds,
                arm.name(),
                answer.getOrDefault(measured.kind().metric(), Double.NaN),
                measured.kind().unit());
        if (isFresh) {
            its.close();
        }
    }

    /** An arm that has failed once is left out from then on, and the others go on. */
    private void attempt(ArmInfo arm, Step step) {
        if (failures.containsKey(arm)) {
            return;
        }
        try {
            step.run();
        } catch (IOException e) {
            System.out.println("  " + arm.name() + " has failed: " + e.getMessage());
            failures.put(arm, String.valueOf(e.getMessage()));
        }
    }

    private interface Step {
        void run() throws IOException;
    }
}
