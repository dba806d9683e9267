package dev.barre.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(EmbeddedKafkaExtension.class)
class QuickstartTest {
    private final String bootstrapServers;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    QuickstartTest(@BootstrapServers String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    @Test
    void tenThousandOrders_arriveAsTheLedgerSays(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("orders.ndjson");
        QuickstartOptions options =
                QuickstartOptions.parse("--orders", "10000", "--seed", "7", "--file", file.toString());
        Ledger ledger = OrderGenerator.write(7, 10_000, new ByteArrayOutputStream());

        Summary summary = Quickstart.run(options, bootstrapServers, printTo(out));

        assertThat(summary.problems()).isEmpty();
        assertThat(summary.ledger()).isEqualTo(ledger);
        assertThat(summary.lost()).isZero();
        assertThat(summary.produced().acknowledged()).isEqualTo(10_000);
        assertThat(summary.consumed().delivered()).isEqualTo(ledger.good());
        assertThat(summary.consumed().repeated()).isZero();
        assertThat(summary.consumed().totals()).isEqualTo(ledger.totals());
        for (Defect.Stage stage : Defect.Stage.values()) {
            assertThat(summary.rejectedAt(stage).count()).isEqualTo(ledger.defective(stage));
            assertThat(summary.rejectedAt(stage).first()).isPresent();
        }
        assertThat(summary.partitions()).hasSize(4).allMatch(Summary.Partition::isDone);
        assertThat(Files.size(file)).isEqualTo(ledger.bytes());
        assertThat(text(out)).contains("produced    10,000");
    }

    @Test
    void commandLine_printsProgressAndOneSummaryAndReturnsZero() throws Exception {
        int exitCode = run("--bootstrap-servers", bootstrapServers, "--orders", "500");

        assertThat(text(err)).isEmpty();
        assertThat(exitCode).isZero();
        assertThat(text(out)).containsOnlyOnce("Summary").contains("nothing lost, everything committed");
    }

    @Test
    void help_namesEveryArgument() throws Exception {
        assertThat(run("--help")).isZero();
        assertThat(text(out)).contains("--orders", "--seed", "--bootstrap-servers", "--file", "--help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--ordres 5", "--orders", "--orders none", "--orders 0", "quickly"})
    void wrongArguments_returnTwoAndSayWhy(String commandLine) throws Exception {
        assertThat(run(commandLine.split(" ", -1))).isEqualTo(2);
        assertThat(text(err)).contains(commandLine.split(" ", -1)[0]).contains("--help lists the arguments");
        assertThat(text(out)).isEmpty();
    }

    private int run(String... args) throws Exception {
        return Quickstart.run(args, printTo(out), printTo(err));
    }

    private static PrintStream printTo(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
