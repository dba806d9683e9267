package dev.barre.kafka.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The results of a run as a table in Markdown, and below it what was found. */
final class ChaosReport {
    private static final String HEAD = """
            | scenario | protocol | lanes | handler | produced | handled | dead-lettered | duplicates | faults | rebalances | most waiting | standstill | lost | order | verdict |
            |---|---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|
            """;

    private ChaosReport() {}

    static String of(double minutes, long seed, List<TrialResult> results) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "# Chaos report%n%n%.1f minutes, seed %d%n%n", minutes, seed));
        text.append(HEAD);
        results.forEach(result -> text.append(row(result)));
        text.append('\n').append(verdict(results)).append('\n');
        results.stream()
                .filter(result -> !result.isGood())
                .forEach(result -> text.append('\n')
                        .append("## ")
                        .append(result.scenario())
                        .append(' ')
                        .append(result.variant())
                        .append("\n\n```\n")
                        .append(result.findings())
                        .append("```\n"));
        return text.toString();
    }

    private static String verdict(List<TrialResult> results) {
        long bad = results.stream().filter(result -> !result.isGood()).count();
        return bad == 0
                ? "All " + results.size() + " trials passed every check."
                : bad + " of " + results.size() + " trials failed a check.";
    }

    private static String row(TrialResult result) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %,d | %,d | %,d | %,d | %,d | %,d | %,d | %s | %,d | %,d | %s |%n",
                result.scenario(),
                lower(result.variant().protocol()),
                lower(result.variant().lanes()),
                lower(result.variant().handler()),
                result.produced(),
                result.handled(),
                result.deadLettered(),
                result.duplicates(),
                result.faults(),
                result.rebalances(),
                result.mostWaiting(),
                seconds(result.longestStandstill()),
                result.findings().count(Check.LOST),
                result.findings().count(Check.ORDER),
                result.isGood() ? "passed" : "FAILED");
    }

    /** One line of what is known so far. */
    static String line(TrialResult result) {
        return String.format(
                Locale.ROOT,
                "%s %s: %,d produced, %,d handled, %,d again, %,d faults%s",
                result.scenario(),
                result.variant(),
                result.produced(),
                result.handled(),
                result.duplicates(),
                result.faults(),
                result.isGood() ? "" : ", FAILED " + result.findings());
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
    }
}
