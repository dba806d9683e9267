package dev.barre.kafka.chaos;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * The command line of {@link ChaosRun}.
 *
 * @param minutes how long all scenarios together produce
 * @param seed what decides the records and the faults
 * @param recordsPerSecond of each variant
 * @param scenarios which to run
 * @param variants each scenario runs with
 * @param report where the table goes
 */
record ChaosOptions(
        double minutes,
        long seed,
        int recordsPerSecond,
        List<Scenario> scenarios,
        List<Variant> variants,
        Path report) {
    private static final double DEFAULT_MINUTES = 10;
    private static final int DEFAULT_RATE = 400;
    private static final int MOST_PER_SECOND = 1_000_000;
    private static final double MOST_MINUTES = 7 * 24 * 60;

    static final String HELP = """
            Runs listeners under failure, each scenario with both group protocols and every lane mode, and checks that
            nothing is lost, committed too early, handled out of order, or handled twice without a cause.

              --minutes M          how long all scenarios together produce (default 10; 0.5 is half a minute)
              --seed S             decides records and faults; a number, or random (default)
              --rate N             records per second of each variant (default 400)
              --scenarios A,B      only these: %s
              --variants X,Y       only these: %s
              --report PATH        where the table goes, in Markdown (default chaos-report.md)
              --help               this text

            Exit code: 0 all checks passed, 1 one failed, 2 wrong arguments.
            """.formatted(names(Scenarios.all()), texts(Variant.all()));

    /** Reads the command line; throws {@link UsageException} where it makes no sense. */
    static ChaosOptions parse(String... arguments) {
        double minutes = DEFAULT_MINUTES;
        long seed = new Random().nextInt(1_000_000);
        int rate = DEFAULT_RATE;
        List<Scenario> scenarios = Scenarios.all();
        List<Variant> variants = Variant.all();
        Path report = Path.of("chaos-report.md");
        for (int index = 0; index < arguments.length; index += 2) {
            String name = arguments[index];
            if (index + 1 == arguments.length) {
                throw new UsageException(name + " needs a value");
            }
            String value = arguments[index + 1];
            switch (name) {
                case "--minutes" -> minutes = number(name, value, MOST_MINUTES);
                case "--seed" -> seed = value.equals("random") ? seed : wholeNumber(name, value);
                case "--rate" -> rate = (int) number(name, value, MOST_PER_SECOND);
                case "--scenarios" -> scenarios = scenarios(value);
                case "--variants" -> variants = variants(value);
                case "--report" -> report = Path.of(value);
                default -> throw new UsageException("Unknown argument: " + name);
            }
        }
        return new ChaosOptions(minutes, seed, rate, scenarios, variants, report);
    }

    private static double number(String name, String value, double most) {
        try {
            double number = Double.parseDouble(value);
            if (number > 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UsageException(name + " is not a number: " + value);
        }
        throw new UsageException(name + " must be more than 0, and not more than " + most + ": " + value);
    }

    private static long wholeNumber(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new UsageException(name + " is not a whole number: " + value);
        }
    }

    private static List<Scenario> scenarios(String value) {
        List<Scenario> chosen = new ArrayList<>();
        for (String name : value.split(",", -1)) {
            chosen.add(Scenarios.all().stream()
                    .filter(scenario -> scenario.name().equals(name))
                    .findAny()
                    .orElseThrow(() -> new UsageException(
                            "--scenarios: there is no " + name + "; there are " + names(Scenarios.all()))));
        }
        return chosen;
    }

    private static List<Variant> variants(String value) {
        List<Variant> chosen = new ArrayList<>();
        for (String text : value.split(",", -1)) {
            chosen.add(Variant.all().stream()
                    .filter(variant -> variant.toString().equals(text))
                    .findAny()
                    .orElseThrow(() -> new UsageException(
                            "--variants: there is no " + text + "; there are " + texts(Variant.all()))));
        }
        return chosen;
    }

    private static String names(List<Scenario> scenarios) {
        return scenarios.stream().map(Scenario::name).collect(Collectors.joining(", "));
    }

    private static String texts(List<Variant> variants) {
        return variants.stream().map(Variant::toString).collect(Collectors.joining(", "));
    }
}
