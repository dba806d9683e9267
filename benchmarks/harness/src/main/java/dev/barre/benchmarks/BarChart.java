package dev.barre.benchmarks;

import java.util.List;
import java.util.Locale;

/** A case as a chart: a bar for each arm as long as its median, with a whisker from the lowest to the highest round. */
final class BarChart {
    private static final int WIDTH = 860;
    private static final int LABELS = 300;
    private static final int NUMBERS = 110;
    private static final int TOP = 74;
    private static final int ROW = 30;
    private static final int BAR = 18;
    private static final int BOTTOM = 42;

    private static final String OURS = "#2563a8";
    private static final String OTHERS = "#9aa5b1";
    private static final String LIMIT = "#d6dce2";

    private final CaseResult result;
    private final List<ArmResult> shown;
    private final double most;

    private BarChart(CaseResult result) {
        this.result = result;
        this.shown =
                result.arms().stream().filter(arm -> !values(arm).isEmpty()).toList();
        this.most = shown.stream()
                .mapToDouble(arm -> Statistics.highest(values(arm)))
                .max()
                .orElse(1);
    }

    /** The text of an SVG file. */
    static String of(CaseResult result) {
        return new BarChart(result).drawn();
    }

    private List<Double> values(ArmResult arm) {
        return arm.values(result.measured().kind().metric());
    }

    private String drawn() {
        int height = TOP + ROW * shown.size() + BOTTOM;
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" \
                font-family="system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif">
                <rect width="%1$d" height="%2$d" rx="6" fill="#fbfcfd" stroke="#e3e8ed"/>
                <text x="20" y="30" font-size="17" font-weight="600" fill="#1c2733">%3$s</text>
                <text x="20" y="52" font-size="13" fill="#5b6875">%4$s</text>
                """, WIDTH, height, escaped(result.measured().question()), escaped(subtitle())));
        for (int index = 0; index < shown.size(); index++) {
            svg.append(row(shown.get(index), TOP + ROW * index));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"20\" y=\"%d\" font-size=\"11\" fill=\"#7b8794\">%s</text>%n</svg>%n",
                height - 16,
                escaped(String.format(
                        "%s · %d cores, %s",
                        result.date().substring(0, 10),
                        result.machine().cores(),
                        result.machine().jdk()))));
        return svg.toString();
    }

    private String subtitle() {
        return String.format(
                "%s, median of %d rounds; %s is better",
                result.measured().kind().unit(),
                result.rounds(),
                result.measured().kind().isMoreBetter() ? "longer" : "shorter");
    }

    private String row(ArmResult arm, int top) {
        List<Double> values = values(arm);
        double median = Statistics.median(values);
        int middle = top + ROW / 2;
        return String.format(
                Locale.ROOT,
                """
                <text x="%d" y="%d" font-size="13" text-anchor="end" fill="#1c2733"%s>%s</text>
                <rect x="%d" y="%d" width="%.1f" height="%d" rx="2" fill="%s"/>
                <path d="M%.1f %d H%.1f M%.1f %d v8 M%.1f %d v8" stroke="#1c2733" stroke-opacity="0.55" fill="none"/>
                <text x="%.1f" y="%d" font-size="13" fill="#1c2733">%s</text>
                """,
                LABELS - 10,
                middle + 5,
                isOurs(arm) ? " font-weight=\"600\"" : "",
                escaped(arm.text()),
                LABELS,
                middle - BAR / 2,
                Math.max(1, length(median)),
                BAR,
                color(arm),
                LABELS + length(Statistics.lowest(values)),
                middle,
                LABELS + length(Statistics.highest(values)),
                LABELS + length(Statistics.lowest(values)),
                middle - 4,
                LABELS + length(Statistics.highest(values)),
                middle - 4,
                LABELS + length(Statistics.highest(values)) + 8,
                middle + 5,
                escaped(MarkdownReport.number(median)));
    }

    private static boolean isOurs(ArmResult arm) {
        return Arms.named(arm.name()).map(ArmInfo::isOurs).orElse(false);
    }

    private static String color(ArmResult arm) {
        if (isOurs(arm)) {
            return OURS;
        }
        return arm.name().equals("raw-bytes") || arm.name().equals("bare-threads") ? LIMIT : OTHERS;
    }

    private double length(double value) {
        return value / most * (WIDTH - LABELS - NUMBERS);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
