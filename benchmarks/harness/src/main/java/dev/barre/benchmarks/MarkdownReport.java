package dev.barre.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Results as Markdown. */
final class MarkdownReport {
    /** What is shown beside the first number, where an arm has it. */
    private enum Extra {
        MEDIAN("p50Micros", "p50, µs"),
        TAIL("p999Micros", "p99.9, µs"),
        CPU("cpuMicrosPerRecord", "CPU µs per record"),
        ALLOCATION("bytesPerRecord", "bytes allocated per record");

        private final String metric;
        private final String text;

        Extra(String metric, String text) {
            this.metric = metric;
            this.text = text;
        }

        private boolean isIn(CaseResult result) {
            return result.arms().stream().anyMatch(arm -> !arm.values(metric).isEmpty());
        }
    }

    private MarkdownReport() {}

    /** All cases, each with its table, its chart and how to repeat it. */
    static String of(List<CaseResult> results) {
        return results.stream()
                .map(result -> "## " + result.measured().name() + "\n\n" + described(result) + "\n\n" + table(result)
                        + "\n![" + result.measured().question() + "]("
                        + result.measured().name() + ".svg)\n")
                .collect(Collectors.joining("\n", "# Measured\n\n" + arms(results) + "\n", ""));
    }

    private static String arms(List<CaseResult> results) {
        List<String> shown = results.stream()
                .flatMap(result -> result.arms().stream())
                .map(ArmResult::name)
                .distinct()
                .toList();
        return Arms.all().stream()
                .filter(arm -> shown.contains(arm.name()))
                .map(arm -> "| `" + arm.name() + "` | " + arm.text() + " | " + arm.configuration() + " |\n")
                .collect(Collectors.joining("", "| arm | what | configured |\n|---|---|---|\n", ""));
    }

    private static String described(CaseResult result) {
        Case measured = result.measured();
        StringBuilder text = new StringBuilder(measured.question());
        text.append(String.format(
                Locale.ROOT,
                ": %,d records of about %,d bytes, %,d partitions, %,d %s keys, `group.protocol=%s`, %s",
                measured.records(),
                measured.payloadBytes(),
                measured.partitions(),
                measured.keys(),
                measured.zipf() ? "Zipf-distributed" : "uniform",
                measured.protocol(),
                measured.secured() ? "TLS" : "PLAINTEXT"));
        text.append(String.format(
                ".\n%d rounds, each arm in a warm JVM of its own (%d s of runs before). %s, %s, commit %s.\n",
                result.rounds(),
                measured.warmUpSeconds(),
                result.date(),
                result.machine().text(),
                result.machine().commit()));
        text.append(result.versions().entrySet().stream()
                .map(version -> version.getKey() + " " + version.getValue())
                .collect(Collectors.joining(", ", "Versions: ", ".\n")));
        return text.append("Again: `mvn -q package -Pbenchmark -DskipTests -Dbenchmark.args=\"")
                .append(again(result))
                .append("\"`")
                .toString();
    }

    /** What the command was called with, but this case alone, and wherever the results are to go. */
    private static String again(CaseResult result) {
        String rest =
                result.arguments().replaceAll("--(cases|report) \\S+ ?", "").strip();
        return ("--cases " + result.measured().name() + " " + rest).strip();
    }

    /** The table of one case, and what became of its targets. */
    static String table(CaseResult result) {
        Case measured = result.measured();
        List<Extra> extras = List.of(Extra.values()).stream()
                .filter(extra -> extra.isIn(result))
                .toList();
        StringBuilder text = new StringBuilder("| arm | median ")
                .append(measured.kind().unit())
                .append(" | lowest – highest | ratio to ")
                .append(measured.base());
        extras.forEach(extra -> text.append(" | ").append(extra.text));
        text.append(" |\n|---|---:|---:|---:")
                .append("|---:".repeat(extras.size()))
                .append("|\n");
        result.arms().forEach(arm -> text.append(row(result, arm, extras)));
        result.arms().forEach(arm -> text.append(cut(measured, arm)));
        for (Target target : measured.targets()) {
            text.append(judged(result, target));
        }
        return text.toString();
    }

    private static String row(CaseResult result, ArmResult arm, List<Extra> extras) {
        List<Double> values = arm.values(result.measured().kind().metric());
        String row = "| " + arm.text();
        if (values.isEmpty()) {
            return row + " | failed | | " + " | ".repeat(extras.size()) + "|\n";
        }
        row += " | " + number(Statistics.median(values)) + " | " + number(Statistics.lowest(values)) + " – "
                + number(Statistics.highest(values)) + " | "
                + ratio(result.ratio(arm.name(), result.measured().base()));
        Function<Extra, String> cell = extra -> {
            List<Double> of = arm.values(extra.metric);
            return " | " + (of.isEmpty() ? "" : number(Statistics.median(of)));
        };
        return row + extras.stream().map(cell).collect(Collectors.joining()) + " |\n";
    }

    /** Says so where an arm was stopped before it had handled all: it was measured over the records that it came to. */
    private static String cut(Case measured, ArmResult arm) {
        List<Double> handled = arm.values("handled");
        return handled.isEmpty() || Statistics.lowest(handled) >= measured.records()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "\n`%s` was stopped after %d s, with %,.0f of %,d records in the median round.\n",
                        arm.name(),
                        measured.limitSeconds(),
                        Statistics.median(handled),
                        measured.records());
    }

    private static String judged(CaseResult result, Target target) {
        String verdict =
                result.isMet(target).map(met -> met ? "met" : "**missed**").orElse("not measured");
        return String.format(
                Locale.ROOT,
                "\nTarget: `%s` %s %.2f × `%s`; %s: %s.\n",
                target.arm(),
                result.measured().kind().isMoreBetter() ? "at least" : "at most",
                target.ratio(),
                target.base(),
                ratio(result.ratio(target.arm(), target.base())),
                verdict);
    }

    private static String ratio(OptionalDouble ratio) {
        return ratio.isEmpty() ? "–" : String.format(Locale.ROOT, "%.2f", ratio.getAsDouble());
    }

    /** Whole where it is large, else with as many decimals as say something. */
    static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%,.1f" : "%,.2f", value);
    }
}
