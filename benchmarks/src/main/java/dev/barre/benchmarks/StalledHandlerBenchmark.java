package dev.barre.benchmarks;

import dev.barre.kafka.FetchAhead;
import dev.barre.kafka.Lanes;
import dev.barre.kafka.Listener;
import dev.barre.kafka.ListenerOptions;
import dev.barre.kafka.PartitionLag;
import dev.barre.kafka.Service;
import dev.barre.kafka.embedded.BrokerProcess;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
            // The first of its kind loads classes and fills caches.
            bareClient(broker.bootstrapServers());
            double client = bareClient(broker.bootstrapServers());
            System.out.printf(Locale.ROOT, "| a bare client | %,.1f | | |%n", client);
            for (Lanes lanes : List.of(Lanes.sequential(), Lanes.byPartition(), Lanes.byKey(64), Lanes.unordered(64))) {
                print(broker.bootstrapServers(), lanes, client);
            }
        }
    }

    private static double bareClient(String servers) {
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
            return mebibytes(usedHeap() - before);
        }
    }

    private static double mebibytes(long bytes) {
        return bytes / 1048576.0;
    }

    private static void print(String servers, Lanes lanes, double client) throws InterruptedException {
        CountDownLatch stalled = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        long before = usedHeap();
        ListenerOptions options =
                ListenerOptions.builder().lanes(lanes).fetchAhead(AHEAD).build();
        Listener listener = Listener.create(servers, Arm.configuration(Orders.TOPIC), options);
        try {
            listener.attach(Service.ofRecord(String.class, Order.class, consumed -> {
                begun.incrementAndGet();
                awaitQuietly(stalled);
            }));
            listener.start();
            int held = settled(listener);
            double heap = mebibytes(usedHeap() - before);
            System.out.printf(Locale.ROOT, "| %s | %,.1f | %,.1f | %,d |%n", lanes, heap, heap - client, held);
        } finally {
            stalled.countDown();
            listener.immediateStop();
        }
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

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
