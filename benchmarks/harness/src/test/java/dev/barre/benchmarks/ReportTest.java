package dev.barre.benchmarks;

import static dev.barre.benchmarks.Results.arm;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** JSON, Markdown and charts. */
class ReportTest {
    private final CaseResult result = Results.of(
            Results.consume(),
            arm("raw-jackson", "recordsPerSecond", 600_000, 620_000, 580_000),
            arm("barre-poll", "recordsPerSecond", 660_000, 682_000, 638_000),
            Results.failed("spring-record"));

    @Test
    void json_readAgain_isTheSameResult(@TempDir Path folder) throws IOException {
        ReportFolder report = new ReportFolder(folder);

        report.add(result);

        assertThat(report.all()).containsExactly(result);
    }

    @Test
    void folder_severalCases_areAllInTheMarkdown(@TempDir Path folder) throws IOException {
        ReportFolder report = new ReportFolder(folder);
        report.add(Results.of(Results.latency(), arm("raw-jackson", "p99Micros", 900)));
        report.add(result);

        assertThat(Files.readString(folder.resolve("README.md")))
                .containsSubsequence("## consume-285", "## latency-1000")
                .contains("(consume-285.svg)", "(latency-1000.svg)");
        assertThat(folder.resolve("consume-285.svg")).exists();
    }

    @Test
    void table_hasMedianSpreadRatioAndVerdict() {
        assertThat(MarkdownReport.table(result))
                .contains("| 660,000 | 638,000 – 682,000 | 1.10 |")
                .contains("| spring-record | failed |")
                .contains("Target: `barre-poll` at least 0.95 × `raw-jackson`; 1.10: met.");
    }

    @Test
    void table_armThatWasStopped_saysHowFarItCame() {
        Case work = Case.named("work-5ms", Kind.CONSUME, "Work")
                .arms("slow", "quick")
                .records(400_000)
                .limitSeconds(25)
                .build();

        assertThat(MarkdownReport.table(
                        Results.of(work, arm("slow", "handled", 350_000), arm("quick", "handled", 400_000))))
                .contains("`slow` was stopped after 25 s, with 350,000 of 400,000 records in the median round.")
                .doesNotContain("`quick` was stopped");
    }

    @Test
    void markdown_saysMachineVersionsAndCommand() {
        assertThat(MarkdownReport.of(List.of(result)))
                .contains("2 cores (a processor), 24000 MiB, Linux 6, OpenJDK 17", "commit abc1234")
                .contains("arms-barre/kafka-clients 4.4.0")
                .contains("mvn -q package -Pbenchmark -DskipTests -Dbenchmark.args=\"--cases consume-285\"");
    }

    @Test
    void parts_ofJmh_areARowEach() throws IOException {
        String json = """
                [{"benchmark": "dev.barre.benchmarks.jmh.BinderBenchmark.decode", "params": {"bytes": "285"},
                  "primaryMetric": {"score": 1234.5, "scoreError": "NaN"},
                  "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 2048.0}}}]
                """;

        assertThat(PartsReport.of(new ObjectMapper().readTree(json)))
                .contains("| Binder.decode | bytes=285 | 1,235 |", "| 2,048 |")
                .contains("--cases jmh");
    }

    @Test
    void number_hasDecimalsOnlyWhereItIsSmall() {
        assertThat(MarkdownReport.number(1_234_567.8)).isEqualTo("1,234,568");
        assertThat(MarkdownReport.number(12.34)).isEqualTo("12.3");
        assertThat(MarkdownReport.number(1.234)).isEqualTo("1.23");
    }

    @Test
    void chart_namesThatNeedEscaping_isWellFormedWithABarForEachArm() throws Exception {
        var chart = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(BarChart.of(result))));

        // One of them is the background; an arm without numbers has none.
        assertThat(chart.getElementsByTagName("rect").getLength()).isEqualTo(3);
        assertThat(chart.getDocumentElement().getTextContent()).contains("Consuming <orders> & more", "660,000");
    }
}
