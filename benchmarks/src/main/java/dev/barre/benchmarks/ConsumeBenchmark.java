package dev.barre.benchmarks;

import dev.barre.kafka.embedded.BrokerProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Consumes one topic in several ways, round after round, and prints medians and their ratio to the loop written by hand. Rounds are
 * interleaved, so that a machine that slows down slows all arms down.
 */
final class ConsumeBenchmark {
    private static final int PARTITIONS = 4;
    private static final int WARM_UP_PASSES = 5;

    private ConsumeBenchmark() {}

    /** @param arguments records (1,000,000), rounds (5), then the arms (all) */
    public static void main(String[] arguments) throws Exception {
        int records = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        List<Arm> arms = arguments.length > 2
                ? Arrays.stream(arguments).skip(2).map(Arm::valueOf).toList()
                : List.of(Arm.values());
        try (BrokerProcess broker =
                BrokerProcess.builder().jvmArguments("-Xmx1g").start()) {
            String servers = broker.bootstrapServers();
            long bytes = Orders.fill(servers, PARTITIONS, records, 0);
            System.out.printf(
                    Locale.ROOT,
                    "%,d orders of %d bytes in %d partitions; Java %s, %d cores%n",
                    records,
                    bytes / records,
                    PARTITIONS,
                    System.getProperty("java.version"),
                    Runtime.getRuntime().availableProcessors());
            print(measure(servers, records, rounds, arms));
        }
    }

    private static Map<Arm, List<Long>> measure(String servers, int records, int rounds, List<Arm> arms)
            throws IOException, InterruptedException {
        Map<Arm, List<Long>> results = new EnumMap<>(Arm.class);
        for (int round = 1; round <= rounds; round++) {
            for (Arm arm : arms) {
                Process process = ChildJvm.builder(
                                Arm.class,
                                servers,
                                Orders.TOPIC,
                                String.valueOf(records),
                                arm.name(),
                                String.valueOf(WARM_UP_PASSES))
                        .start();
                long rate = Long.parseLong(ChildJvm.answer(process, "records/s "));
                process.waitFor();
                results.computeIfAbsent(arm, first -> new ArrayList<>()).add(rate);
                System.out.printf(
                        Locale.ROOT, "round %d of %d: %-42s %,10d records/s%n", round, rounds, arm.text(), rate);
            }
        }
        return results;
    }

    private static void print(Map<Arm, List<Long>> results) {
        long byHand = median(results.getOrDefault(Arm.RAW_JACKSON, List.of(1L)));
        System.out.println();
        System.out.println("| arm | median records/s | lowest – highest | of the loop by hand |");
        System.out.println("|---|---:|---:|---:|");
        results.forEach((arm, rates) -> System.out.printf(
                Locale.ROOT,
                "| %s | %,d | %,d – %,d | %.2f |%n",
                arm.text(),
                median(rates),
                rates.stream().min(Long::compare).orElse(0L),
                rates.stream().max(Long::compare).orElse(0L),
                (double) median(rates) / byHand));
    }

    private static long median(List<Long> rates) {
        return rates.stream().sorted().toList().get(rates.size() / 2);
    }
}
