package dev.barre.kafka.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Every scenario with every variant, for as long as one likes. {@code --help} lists the arguments. */
public final class ChaosRun {
    private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(10);
    private static final int FAILED = 1;
    private static final int WRONG_ARGUMENTS = 2;

    private ChaosRun() {}

    /** Runs and ends the JVM: 0 all checks passed, 1 one failed, 2 wrong arguments. */
    public static void main(String[] arguments) {
        int code = FAILED;
        try {
            code = run(arguments, System.out, System.err);
        } catch (Exception e) {
            System.err.println("The run has not come to its end");
            e.printStackTrace();
        }
        System.exit(code);
    }

    static int run(String[] arguments, PrintStream out, PrintStream err) throws Exception {
        if (Arrays.asList(arguments).contains("--help")) {
            out.print(ChaosOptions.HELP);
            return 0;
        }
        ChaosOptions options;
        try {
            options = ChaosOptions.parse(arguments);
        } catch (UsageException e) {
            err.println(e.getMessage());
            err.println("--help lists the arguments");
            return WRONG_ARGUMENTS;
        }
        out.println("seed " + options.seed());
        List<TrialResult> results = run(options, out);
        String report = ChaosReport.of(options.minutes(), options.seed(), results);
        write(options.report(), report);
        out.println();
        out.print(report);
        return results.stream().allMatch(TrialResult::isGood) ? 0 : FAILED;
    }

    private static List<TrialResult> run(ChaosOptions options, PrintStream out) throws Exception {
        Duration each = Duration.ofMillis(
                (long) (options.minutes() * 60_000 / options.scenarios().size()));
        List<TrialResult> results = new ArrayList<>();
        ScheduledExecutorService progress = Executors.newSingleThreadScheduledExecutor();
        try (Cluster cluster = Cluster.start()) {
            for (Scenario scenario : options.scenarios()) {
                List<List<Variant>> groups = groups(options.variants(), scenario.groupsAtOnce());
                for (List<Variant> group : groups) {
                    ScenarioRun run = new ScenarioRun(
                            scenario,
                            group,
                            cluster,
                            scenario.name() + (groups.size() == 1 ? "" : "-" + groups.indexOf(group)),
                            new Limit(1, 1, each.dividedBy(groups.size())),
                            options.recordsPerSecond(),
                            options.seed());
                    results.addAll(watched(run, progress, out));
                }
            }
        } finally {
            progress.shutdownNow();
        }
        return results;
    }

    private static List<List<Variant>> groups(List<Variant> variants, int most) {
        List<List<Variant>> groups = new ArrayList<>();
        for (int first = 0; first < variants.size(); first += Math.min(most, variants.size())) {
            groups.add(variants.subList(first, (int) Math.min(variants.size(), (long) first + most)));
        }
        return groups;
    }

    private static List<TrialResult> watched(ScenarioRun run, ScheduledExecutorService progress, PrintStream out)
            throws Exception {
        var lines = progress.scheduleAtFixedRate(
                () -> run.results().forEach(result -> out.println(ChaosReport.line(result))),
                PROGRESS_INTERVAL.toSeconds(),
                PROGRESS_INTERVAL.toSeconds(),
                TimeUnit.SECONDS);
        List<TrialResult> ended = run.run();
        lines.cancel(false);
        ended.forEach(result -> out.println("ended: " + ChaosReport.line(result)));
        return ended;
    }

    private static void write(Path path, String report) throws Exception {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(path, report, UTF_8);
    }
}
