package dev.barre.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the command line says. Immutable.
 *
 * @param cases to run, all where none is named
 * @param arms to run in them, all where none is named
 * @param records for every case, where given
 * @param isQuick whether to see only that everything works: one round, a second to warm up, a fiftieth of the records
 * @param isFresh whether each round has a new JVM for each arm
 * @param java runs the arms
 * @param report the folder of the results
 */
record Options(
        List<String> cases,
        List<String> arms,
        int rounds,
        Optional<Integer> records,
        boolean isQuick,
        boolean isFresh,
        Path java,
        Optional<Path> report,
        boolean isList,
        boolean isHelp) {
    static final String HELP = """
            Measures Barre beside a loop written by hand and beside its peers.

              --cases a,b     these cases; all by default
              --arms a,b      these arms of them; all by default
              --rounds n      rounds that count, interleaved; 5 by default
              --records n     records in each run, instead of what the case says
              --quick         whether everything works: one round, little to warm up, a fiftieth of the records
              --fresh         a new JVM for each arm in each round
              --java PATH     runs the arms with this program (bin/java of another JDK)
              --report DIR    the folder of the results; benchmarks/results by default, none with --quick
              --list          the cases and the arms
              --help          this text
            """;

    /** The name of the case that no arm takes part in: the parts under JMH. */
    static final String PARTS = "jmh";

    static final int QUICK_PART = 50;
    private static final int LEAST_RECORDS = 1_000;

    /** @throws UsageException when it says something else */
    static Options parse(String... arguments) {
        List<String> left = new ArrayList<>(List.of(arguments));
        boolean quick = left.remove("--quick");
        boolean fresh = left.remove("--fresh");
        boolean list = left.remove("--list");
        boolean help = left.remove("--help");
        List<String> cases = List.of();
        List<String> arms = List.of();
        int rounds = quick ? 1 : 5;
        Optional<Integer> records = Optional.empty();
        Path java = Environment.ownJava();
        Optional<Path> report = Optional.empty();
        while (!left.isEmpty()) {
            String name = left.remove(0);
            switch (name) {
                case "--cases" -> cases = names(name, left);
                case "--arms" -> arms = names(name, left);
                case "--rounds" -> rounds = number(name, left);
                case "--records" -> records = Optional.of(number(name, left));
                case "--java" -> java = Path.of(value(name, left));
                case "--report" -> report = Optional.of(Path.of(value(name, left)));
                default -> throw new UsageException("There is no " + name);
            }
        }
        List<String> known = new ArrayList<>(List.of(PARTS));
        Cases.all().forEach(each -> known.add(each.name()));
        require("case", cases, known);
        require("arm", arms, Arms.all().stream().map(ArmInfo::name).toList());
        return new Options(cases, arms, rounds, records, quick, fresh, java, report, list, help);
    }

    private static void require(String what, List<String> names, List<String> known) {
        names.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw new UsageException("There is no " + what + " " + name);
        });
    }

    private static String value(String name, List<String> left) {
        if (left.isEmpty()) {
            throw new UsageException(name + " needs a value");
        }
        return left.remove(0);
    }

    private static List<String> names(String name, List<String> left) {
        return Arrays.asList(value(name, left).split(",", -1));
    }

    private static int number(String name, List<String> left) {
        String text = value(name, left);
        try {
            int number = Integer.parseInt(text);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UsageException(name + " needs a number from 1 on, not " + text);
        }
        throw new UsageException(name + " needs a number from 1 on, not " + text);
    }

    /** Whether the parts are to be measured too. */
    boolean withParts() {
        return cases.contains(PARTS) || cases.isEmpty() && arms.isEmpty();
    }

    /** The cases to run, as they are to run. */
    List<Case> chosen() {
        return Cases.all().stream()
                .filter(each -> cases.isEmpty() || cases.contains(each.name()))
                .map(this::adapted)
                .filter(each -> !each.arms().isEmpty())
                .toList();
    }

    private Case adapted(Case from) {
        Case adapted = arms.isEmpty() ? from : from.onlyArms(arms);
        if (isQuick) {
            adapted = adapted.withWarmUpSeconds(Math.min(1, from.warmUpSeconds()))
                    .withRecords(Math.max(LEAST_RECORDS, from.records() / QUICK_PART));
        }
        return records.isPresent() ? adapted.withRecords(records.get()) : adapted;
    }
}
