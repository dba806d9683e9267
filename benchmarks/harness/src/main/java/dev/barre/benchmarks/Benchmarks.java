package dev.barre.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Runs all cases, or some. */
final class Benchmarks {
    private Benchmarks() {}

    /** @param arguments see {@link Options#HELP} */
    public static void main(String[] arguments) throws IOException {
        try {
            Options options = Options.parse(arguments);
            if (options.isHelp()) {
                System.out.print(Options.HELP);
            } else if (options.isList()) {
                list();
            } else if (!run(options, String.join(" ", arguments))) {
                System.exit(1);
            }
        } catch (UsageException e) {
            System.err.println(e.getMessage() + ".");
            System.err.print(Options.HELP);
            System.exit(2);
        }
    }

    private static void list() {
        System.out.println("cases:");
        Cases.all().forEach(each -> System.out.printf("  %-28s %s%n", each.name(), each.question()));
        System.out.printf("  %-28s %s%n", Options.PARTS, "Single parts of the connector, under JMH");
        System.out.println("arms:");
        Arms.all().forEach(arm -> System.out.printf("  %-28s %s: %s%n", arm.name(), arm.text(), arm.configuration()));
    }

    /** Returns whether no arm has failed. A target that is missed is no failure: it is reported. */
    private static boolean run(Options options, String arguments) throws IOException {
        Environment environment = Environment.of(options.java());
        Machine machine = Machine.here(environment);
        List<Case> cases = options.chosen();
        boolean isWhole = true;
        for (int index = 0; index < cases.size(); index++) {
            Case measured = cases.get(index);
            System.out.printf("%n[%d of %d] %s: %s%n", index + 1, cases.size(), measured.name(), measured.question());
            CaseResult result =
                    new CaseRun(environment, measured, options.rounds(), options.isFresh()).run(machine, arguments);
            System.out.println();
            System.out.print(MarkdownReport.table(result));
            isWhole &= result.arms().stream().noneMatch(ArmResult::hasFailed);
            if (options.report().isPresent() || !options.isQuick()) {
                Path folder = options.report().orElse(environment.home().resolve("results"));
                new ReportFolder(folder).add(result);
            }
        }
        return isWhole & (!options.withParts() || runParts(environment, options));
    }

    /** The parts of the connector under JMH. */
    private static boolean runParts(Environment environment, Options options) throws IOException {
        ReportFolder report = new ReportFolder(
                options.report().orElse(environment.home().resolve(options.isQuick() ? "target" : "results")));
        Process process = environment.startMicrobenchmarks(report.fileOfParts(), options.isQuick());
        Thread killAtExit = new Thread(process::destroyForcibly, "kill-jmh");
        Runtime.getRuntime().addShutdownHook(killAtExit);
        boolean isWhole = process.onExit().join().exitValue() == 0;
        Runtime.getRuntime().removeShutdownHook(killAtExit);
        report.writeMarkdown();
        return isWhole;
    }
}
