package dev.barre.examples.quickstart;

import dev.barre.examples.ExampleBroker;
import dev.barre.examples.UsageException;
import dev.barre.kafka.ConnectorException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Generates a file of orders, some of them broken, produces it line by line, consumes it as {@link Order}s through an attached
 * service, and shows that nothing was lost. {@code --help} lists the arguments.
 */
public final class Quickstart {
    private static final int INCOMPLETE = 1;

    private Quickstart() {}

    /** Runs and ends the JVM: 0 all accounted for, 1 something lost or not committed, 2 wrong arguments. */
    public static void main(String[] args) throws IOException, InterruptedException {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) throws IOException, InterruptedException {
        if (Arrays.asList(args).contains("--help")) {
            out.print(QuickstartOptions.HELP);
            return 0;
        }
        QuickstartOptions options;
        try {
            options = QuickstartOptions.parse(args);
        } catch (UsageException e) {
            err.println(e.getMessage());
            err.println("--help lists the arguments");
            return UsageException.EXIT_CODE;
        }
        try (ExampleBroker broker = ExampleBroker.open(options.bootstrapServers())) {
            Summary summary = run(options, broker.bootstrapServers(), out);
            out.println();
            out.print(SummaryText.of(summary));
            return summary.problems().isEmpty() ? 0 : INCOMPLETE;
        } catch (ConnectorException e) {
            err.println(e.getMessage());
            return INCOMPLETE;
        }
    }

    static Summary run(QuickstartOptions options, String bootstrapServers, PrintStream out)
            throws IOException, InterruptedException {
        QuickstartRun run = new QuickstartRun(bootstrapServers, out);
        if (options.file().isPresent()) {
            return run.run(options.orders(), options.seed(), options.file().get());
        }
        Path temporary = Files.createTempFile("orders-", ".ndjson");
        try {
            return run.run(options.orders(), options.seed(), temporary);
        } finally {
            Files.delete(temporary);
        }
    }
}
