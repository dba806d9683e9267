package dev.barre.examples.quickstart;

import dev.barre.examples.Arguments;
import dev.barre.examples.ExampleBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The command line of the quickstart.
 *
 * @param orders how many orders to generate
 * @param seed what the generator starts from
 * @param bootstrapServers the cluster to use, empty for a broker in this JVM
 * @param file where to keep the orders file, empty for a temporary one
 */
record QuickstartOptions(int orders, long seed, Optional<String> bootstrapServers, Optional<Path> file) {
    static final String HELP = """
            Produces a file of generated orders, consumes them as typed and validated records, and accounts for each.

              --orders N                    how many orders (default 20000)
              --seed S                      seed of the generator (default 42); the same seed gives the same file
              --bootstrap-servers HOST:PORT run on this cluster, in a new topic, instead of a broker in this JVM
              --file PATH                   keep the orders file here (default: a temporary file)
              --help                        this text

            Exit code: 0 all accounted for, 1 something lost or not committed, 2 wrong arguments.
            """;

    private static final String ORDERS = "--orders";
    private static final String SEED = "--seed";
    private static final String FILE = "--file";
    private static final int DEFAULT_ORDERS = 20_000;
    private static final long DEFAULT_SEED = 42;
    private static final int MOST_ORDERS = 100_000_000;

    /** Reads the command line; throws {@link dev.barre.examples.UsageException} where it makes no sense. */
    static QuickstartOptions parse(String... args) {
        Arguments arguments = Arguments.parse(args, List.of(ORDERS, SEED, ExampleBroker.BOOTSTRAP_SERVERS, FILE));
        return new QuickstartOptions(
                Math.toIntExact(arguments.wholeNumber(ORDERS, DEFAULT_ORDERS, 1, MOST_ORDERS)),
                arguments.wholeNumber(SEED, DEFAULT_SEED, Long.MIN_VALUE, Long.MAX_VALUE),
                arguments.string(ExampleBroker.BOOTSTRAP_SERVERS),
                arguments.string(FILE).map(Path::of));
    }
}
