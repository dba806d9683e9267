package dev.barre.benchmarks;

import dev.barre.kafka.FetchAhead;
import dev.barre.kafka.Lanes;
import dev.barre.kafka.Listener;
import dev.barre.kafka.ListenerOptions;
import dev.barre.kafka.PartitionLag;
import dev.barre.kafka.Service;
import dev.barre.kafka.embedded.BrokerProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How much heap a listener holds while its handler stands still and a million records wait: for each kind of lanes, what is used after a
 * collection, more than before. A bare client that has polled once and stands still shows what of that is the client and its fetches.
 */
final class StalledHandlerBenchmark {
    private static final int PARTITIONS = 4;
    private static final FetchAhead AHEAD = FetchAhead.defaults();

    private static final String BARE_CLIENT = "client";
    private static final Map<String, Lanes> LANES = Map.of(
            "sequential", Lanes.sequential(),
            "partition", Lanes.byPartition(),
            "key(64)", Lanes.byKey(64),
            "unordered(64)", Lanes.unordered(64));

    private StalledHandlerBenchmark() {}

    /** @param arguments records (1,000,000) */
    public static void main(String[] arguments) throws Exception {
        int records = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        try (BrokerProcess broker =
                BrokerProcess.builder().jvmArguments("-Xmx1g").start()) {
            long bytes = Orders.fill(broker.bootstrapServers(), PARTITIONS, records, 5_000);
            System.out.printf(
                    Locale.ROOT,
                    "%,d orders wait, %,d MiB of values; a member may hold %,d MiB ahead of its handlers%n%n",
                    records,
                    bytes >> 20,
                    AHEAD.bytesPerMember() >> 20);
            System.out.println("| lanes | heap held, MiB | of that for records ahead, MiB | records ahead |");
            System.out.println("|---|---:|---:|---:|");
            Held client = measured(broker.bootstrapServers(), BARE_CLIENT);
            System.out.printf(Locale.ROOT, "| a bare client | %,.1f | | |%n", client.mebibytes);
            for (String lanes : LANES.keySet()) {
                Held held = measured(broker.bootstrapServers(), lanes);
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %,.1f | %,.1f | %,d |%n",
                        lanes,
                        held.mebibytes,
                        held.mebibytes - client.mebibytes,
                        held.records);
            }
        }
    }

    private static Held measured(String servers, String what) throws IOException, InterruptedException {
        Process process = ChildJvm.builder(Child.class, servers, what).start();
        String[] answer = ChildJvm.answer(process, "held ").split(" ");
        process.waitFor();
        return new Held(Double.parseDouble(answer[0]), Integer.parseInt(answer[1]));
    }

    /** What one JVM has found. */
    private record Held(double mebibytes, int records) {}

    /** The JVM that holds them. */
    static final class Child {
        private Child() {}

        /** @param arguments servers, and which lanes */
        public static void main(String[] arguments) {
            Lanes lanes = LANES.get(arguments[1]);
            Held held = lanes == null ? bareClient(arguments[0]) : listener(arguments[0], lanes);
            System.out.println("held " + held.mebibytes + " " + held.records);
            // Nothing of it is worth waiting for.
            Runtime.getRuntime().halt(0);
        }
    }

    private static Held bareClient(String servers) {
        long before = usedHeap();
        try (var consumer = new KafkaConsumer<>(
                Arm.properties(servers), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Orders.TOPIC));
            while (consumer.poll(Duration.ofSeconds(1)).isEmpty()) {
                Thread.onSpinWait();
            }
            consumer.pause(consumer.assignment());
            for (int times = 0; times < 5; times++) {
                consumer.poll(Duration.ofSeconds(1));
            }
            return new Held(mebibytes(usedHeap() - before), 0);
        }
    }

    private static double mebibytes(long bytes) {
        return bytes / 1048576.0;
    }

    private static Held listener(String servers, Lanes lanes) {
        long before = usedHeap();
        ListenerOptions options =
                ListenerOptions.builder().lanes(lanes).fetchAhead(AHEAD).build();
        Listener listener = Listener.create(servers, Arm.configuration(Orders.TOPIC), options);
        listener.attach(Service.ofRecord(String.class, Order.class, consumed -> standStill()));
        listener.start();
        int records = settled(listener);
        return new Held(mebibytes(usedHeap() - before), records);
    }

    /** Waits until the listener fetches nothing more; returns how many records it holds. */
    private static int settled(Listener listener) {
        int held = -1;
        int same = 0;
        while (same < 5) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            int now = listener.lag().stream().mapToInt(PartitionLag::unfinished).sum();
            same = now > 0 && now == held ? same + 1 : 0;
            held = now;
        }
        return held;
    }

    private static long usedHeap() {
        for (int times = 0; times < 3; times++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void standStill() {
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.park();
        }
    }
}
