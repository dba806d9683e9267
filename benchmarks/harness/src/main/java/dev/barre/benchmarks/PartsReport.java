package dev.barre.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Collectors;

/** What JMH has found of single parts, as Markdown. */
final class PartsReport {
    private PartsReport() {}

    /** @param results the file that JMH writes */
    static String of(JsonNode results) {
        StringBuilder text = new StringBuilder("""
                ## Parts

                Single parts of the connector under JMH; dispatch and settlement for each record.
                Again: `mvn -q package -Pbenchmark -DskipTests -Dbenchmark.args="--cases jmh"`

                | part | with | ns | ± | bytes allocated |
                |---|---|---:|---:|---:|
                """);
        results.forEach(each -> text.append(row(each)));
        return text.toString();
    }

    private static String row(JsonNode each) {
        String name = each.path("benchmark").asText();
        String method = name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
        String parameters = each.path("params").properties().stream()
                .map(parameter ->
                        parameter.getKey() + "=" + parameter.getValue().asText())
                .collect(Collectors.joining(", "));
        JsonNode metric = each.path("primaryMetric");
        String allocated = each.path("secondaryMetrics").properties().stream()
                .filter(secondary -> secondary.getKey().endsWith("gc.alloc.rate.norm"))
                .map(Map.Entry::getValue)
                .map(PartsReport::score)
                .collect(Collectors.joining());
        double error = metric.path("scoreError").asDouble();
        return "| " + method.replace("Benchmark.", ".") + " | " + parameters + " | " + score(metric) + " | "
                + (Double.isFinite(error) ? MarkdownReport.number(error) : "") + " | " + allocated + " |\n";
    }

    private static String score(JsonNode metric) {
        return MarkdownReport.number(metric.path("score").asDouble());
    }
}
