package dev.barre.kafka.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChaosRunTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @Test
    void run_help_listsArgumentsScenariosAndVariants() throws Exception {
        assertThat(run("--help")).isZero();

        assertThat(out.toString(UTF_8))
                .contains("--minutes", "--seed", "broker-kill", "classic/sequential/record", "Exit code");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--minute 3",
                "--minutes",
                "--minutes soon",
                "--minutes 0",
                "--seed x",
                "--scenarios none",
                "--variants none",
                "--rate -1"
            })
    void run_wrongArguments_saysSoAndExitsWith2(String arguments) throws Exception {
        assertThat(run(arguments.split(" "))).isEqualTo(2);

        assertThat(err.toString(UTF_8)).contains(arguments.split(" ")[0]).contains("--help");
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    @Test
    void run_oneScenario_writesTheReport() throws Exception {
        Path report = folder.resolve("below").resolve("report.md");

        int code = run(
                "--minutes",
                "0.02",
                "--seed",
                "7",
                "--scenarios",
                "calm",
                "--variants",
                "classic/sequential/record",
                "--report",
                report.toString());

        assertThat(code).isZero();
        assertThat(out.toString(UTF_8)).contains("seed 7", "ended: calm classic/sequential/record");
        assertThat(Files.readString(report))
                .contains("seed 7", "| calm | classic | sequential | record |", "| passed |", "All 1 trials passed");
    }

    @Test
    void report_failedCheck_showsVerdictAndExamples() {
        Findings findings = new Findings();
        findings.add(Check.LOST, "key-3#17 was never settled");
        TrialResult result = new TrialResult(
                "churn",
                Variant.of(Protocol.CONSUMER, LaneMode.BY_PARTITION),
                1_000,
                0,
                999,
                0,
                12,
                3,
                5,
                400,
                Duration.ofMillis(1_234),
                findings);

        assertThat(ChaosReport.of(10, 7, List.of(result)))
                .contains(
                        "| churn | consumer | by-partition | record | 1,000 | 999 | 0 | 12 | 3 | 5 | 400 | 1.2 s | 1 | 0 "
                                + "| FAILED |")
                .contains("1 of 1 trials failed a check", "LOST: 1", "key-3#17 was never settled");
    }

    @Test
    void parse_seedRandom_choosesOne() {
        assertThat(ChaosOptions.parse("--seed", "random").seed()).isNotNegative();
        assertThat(ChaosOptions.parse("--seed", "-5").seed()).isEqualTo(-5);
        assertThatThrownBy(() -> ChaosOptions.parse("--seed", "5.5")).isInstanceOf(UsageException.class);
    }

    private int run(String... arguments) throws Exception {
        return ChaosRun.run(arguments, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }
}
