package dev.barre.benchmarks;

import java.util.List;

/** The table of the cases. */
final class Cases {
    private static final String[] EVERY_CONSUMER = {
        "raw-bytes",
        "raw-jackson",
        "barre-poll",
        "barre-poll-payload",
        "barre-batch",
        "barre-record",
        "barre-batch-partition-lanes",
        "spring-record",
        "spring-batch",
        "spring-batch-concurrent",
        "smallrye",
        "smallrye-batch",
        "reactor",
        "parallel-consumer"
    };

    /** Where only the client's part differs, the quickest of each peer. */
    private static final String[] SOME_CONSUMERS = {
        "raw-bytes",
        "raw-jackson",
        "barre-poll",
        "barre-batch",
        "barre-batch-partition-lanes",
        "spring-batch",
        "smallrye-batch",
        "reactor"
    };

    private static final String[] KEY_ORDER = {
        "bare-threads",
        "barre-key-lanes",
        "barre-unordered",
        "parallel-consumer",
        "parallel-consumer-unordered",
        "spring-record-concurrent",
        "raw-jackson"
    };

    private static final String[] PRODUCERS = {"raw-producer", "barre-producer", "spring-template", "reactor-sender"};

    private static final String[] LISTENERS = {
        "raw-jackson",
        "barre-batch",
        "barre-record",
        "barre-key-lanes",
        "spring-record",
        "smallrye",
        "parallel-consumer"
    };

    private static final List<Case> ALL = List.of(
            consume("consume-285", "Consuming orders of 285 bytes", EVERY_CONSUMER)
                    .target("barre-poll", "raw-jackson", 0.97)
                    .target("barre-poll-payload", "raw-jackson", 0.97)
                    .target("barre-batch", "raw-jackson", 1.7)
                    .target("barre-record", "raw-jackson", 1.4)
                    .target("barre-batch", "spring-batch", 2.5)
                    .target("barre-batch", "spring-batch-concurrent", 2.5)
                    .target("barre-batch", "reactor", 2.0)
                    .target("barre-batch", "parallel-consumer", 20.0)
                    .build(),
            consume("consume-1k", "Consuming orders of 1 KB", EVERY_CONSUMER)
                    .payloadBytes(1024)
                    .records(400_000)
                    .target("barre-poll", "raw-jackson", 0.95)
                    .target("barre-batch-partition-lanes", "raw-jackson", 1.3)
                    .build(),
            consume("consume-10k", "Consuming orders of 10 KB", EVERY_CONSUMER)
                    .payloadBytes(10 * 1024)
                    .records(50_000)
                    .target("barre-poll", "raw-jackson", 0.95)
                    .target("barre-batch-partition-lanes", "raw-jackson", 1.3)
                    .build(),
            consume("consume-1-partition", "Consuming from a single partition", SOME_CONSUMERS)
                    .partitions(1)
                    .target("barre-batch", "raw-jackson", 1.0)
                    .build(),
            consume("consume-64-partitions", "Consuming from 64 partitions", SOME_CONSUMERS)
                    .partitions(64)
                    .target("barre-batch", "raw-jackson", 1.0)
                    .target("barre-batch-partition-lanes", "raw-jackson", 1.3)
                    .build(),
            consume("consume-new-protocol", "Consuming with group.protocol=consumer (KIP-848)", SOME_CONSUMERS)
                    .protocol("consumer")
                    .arms(
                            "raw-bytes",
                            "raw-jackson",
                            "barre-poll",
                            "barre-batch",
                            "barre-batch-partition-lanes",
                            "spring-batch",
                            "smallrye-batch")
                    .target("barre-batch", "raw-jackson", 1.0)
                    .build(),
            consume("consume-ssl", "Consuming over TLS", SOME_CONSUMERS)
                    .secured()
                    .target("barre-batch", "raw-jackson", 1.0)
                    .build(),
            consume("consume-validated", "Consuming and validating a dozen constraints")
                    .arms(
                            "raw-jackson",
                            "barre-poll",
                            "barre-batch",
                            "barre-record",
                            "barre-batch-partition-lanes",
                            "spring-record")
                    .validated()
                    .records(400_000)
                    .target("barre-batch", "raw-jackson", 0.95)
                    .target("barre-record", "spring-record", 1.2)
                    .build(),
            poison(1).build(),
            poison(10).build(),
            consume("keys-no-work", "Order by key, handlers that return at once, 5,000 keys")
                    .keys(5_000)
                    .records(400_000)
                    .arms("raw-jackson", "barre-key-lanes", "barre-unordered", "parallel-consumer", "spring-record")
                    .target("barre-key-lanes", "raw-jackson", 1.3)
                    .target("barre-key-lanes", "parallel-consumer", 3.0)
                    .build(),
            consume("keys-no-work-zipf", "The same with some keys far more frequent than others")
                    .keys(5_000)
                    .zipf()
                    .records(400_000)
                    .arms("raw-jackson", "barre-key-lanes", "barre-unordered", "parallel-consumer", "spring-record")
                    .target("barre-key-lanes", "parallel-consumer", 3.0)
                    .build(),
            work("work-100us", "Handlers that block for 100 µs, 64 at a time, 5,000 keys", 100, 64)
                    .records(1_000_000)
                    .target("barre-key-lanes", "bare-threads", 0.7)
                    .target("barre-key-lanes", "parallel-consumer", 1.0)
                    .build(),
            work("work-1ms", "Handlers that block for 1 ms, 64 at a time, 5,000 keys", 1_000, 64)
                    .records(600_000)
                    .target("barre-key-lanes", "bare-threads", 0.9)
                    .target("barre-key-lanes", "parallel-consumer", 1.0)
                    .build(),
            work("work-1ms-zipf", "The same with some keys far more frequent than others", 1_000, 64)
                    .zipf()
                    .records(100_000)
                    .target("barre-key-lanes", "parallel-consumer", 1.0)
                    .build(),
            work("work-5ms", "Handlers that block for 5 ms, 256 at a time, 5,000 keys", 5_000, 256)
                    .records(400_000)
                    .target("barre-key-lanes", "bare-threads", 0.95)
                    .target("barre-key-lanes", "parallel-consumer", 1.1)
                    .build(),
            work(
                            "work-5ms-wide",
                            "The same, 10,000 at a time, 500,000 keys: what virtual threads are for",
                            5_000,
                            10_000)
                    .keys(500_000)
                    .records(1_000_000)
                    .arms("barre-key-lanes", "barre-unordered", "bare-threads")
                    .build(),
            produce("produce-285", "Producing orders of 285 bytes, asynchronously")
                    .records(600_000)
                    .build(),
            produce("produce-1k", "Producing orders of 1 KB, asynchronously")
                    .payloadBytes(1024)
                    .records(250_000)
                    .build(),
            produce("produce-10k", "Producing orders of 10 KB, asynchronously")
                    .payloadBytes(10 * 1024)
                    .records(30_000)
                    .build(),
            produce("produce-ssl", "Producing over TLS")
                    .secured()
                    .records(400_000)
                    .build(),
            produce("produce-sync", "Producing, each record acknowledged before the next, linger.ms=0")
                    .sync()
                    .records(20_000)
                    .warmUpSeconds(5)
                    .limitSeconds(60)
                    .build(),
            latency("latency-1000", "From the intended time of sending to the handler, 1,000 records/s", 1_000)
                    .records(15_000)
                    .build(),
            latency("latency-20000", "From the intended time of sending to the handler, 20,000 records/s", 20_000)
                    .records(200_000)
                    .build(),
            heap("heap-stalled", "Heap held while the handler stands still and 1,000,000 orders wait", 4)
                    .build(),
            heap("heap-stalled-1000-partitions", "The same with 1,000 partitions", 1_000)
                    .build());

    private Cases() {}

    static List<Case> all() {
        return ALL;
    }

    private static Case.Builder consume(String name, String question, String... arms) {
        return Case.named(name, Kind.CONSUME, question).arms(arms);
    }

    private static Case.Builder poison(int percent) {
        return consume(
                        "consume-poison-" + percent,
                        "Consuming where " + percent + " % of the values cannot be read and are skipped",
                        "raw-jackson",
                        "barre-poll",
                        "barre-batch",
                        "barre-record",
                        "barre-batch-partition-lanes",
                        "spring-record",
                        "spring-batch",
                        "smallrye",
                        "reactor",
                        "parallel-consumer")
                .poisonPercent(percent)
                .records(400_000)
                .target("barre-batch", "raw-jackson", 0.95)
                .target("barre-record", "spring-record", 2.0);
    }

    private static Case.Builder work(String name, String question, int micros, int width) {
        return consume(name, question, KEY_ORDER)
                .work(micros, width)
                .keys(5_000)
                .base("bare-threads")
                .warmUpSeconds(10)
                .limitSeconds(25);
    }

    private static Case.Builder produce(String name, String question) {
        return Case.named(name, Kind.PRODUCE, question)
                .arms(PRODUCERS)
                .base("raw-producer")
                .target("barre-producer", "raw-producer", 0.98)
                .target("barre-producer", "spring-template", 1.1);
    }

    private static Case.Builder latency(String name, String question, int rate) {
        return Case.named(name, Kind.LATENCY, question)
                .arms(LISTENERS)
                .rate(rate)
                .warmUpSeconds(20)
                .target("barre-record", "raw-jackson", 1.1)
                .target("barre-record", "spring-record", 1.0);
    }

    private static Case.Builder heap(String name, String question, int partitions) {
        return Case.named(name, Kind.HEAP, question)
                .arms(
                        "raw-bytes",
                        "barre-record",
                        "barre-partition-lanes",
                        "barre-key-lanes",
                        "barre-unordered",
                        "spring-record",
                        "smallrye",
                        "reactor",
                        "parallel-consumer")
                .base("raw-bytes")
                .partitions(partitions)
                .warmUpSeconds(0)
                .target("barre-key-lanes", "raw-bytes", 4.0);
    }
}
