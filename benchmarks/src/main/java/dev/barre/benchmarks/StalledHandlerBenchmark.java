package dev.barre.benchmarks;

import dev.barre.kafka.FetchAhead;
import dev.barre.kafka.Lanes;
import dev.barre.kafka.Listener;
import dev.barre.kafka.ListenerOptions;
import dev.barre.kafka.PartitionLag;
import dev.barre.kafka.Service;
import dev.barre.kafka.embedded.BrokerProcess;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * How much heap a listener holds while its handler stands still and a million records wait: for each kind of lanes, what is used after a
 * collection, less what is used by the same listener over an empty topic.
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
            System.out.println("| lanes | heap held, MiB | records held |");
            System.out.println("|---|---:|---:|");
            for (Lanes lanes : List.of(Lanes.sequential(), Lanes.byPartition(), Lanes.byKey(64), Lanes.unordered(64))) {
                print(broker.bootstrapServers(), lanes);
            }
        }
    }

    private static void print(String servers, Lanes lanes) throws InterruptedException {
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
            System.out.printf(Locale.ROOT, "| %s | %,.1f | %,d |%n", lanes, (usedHeap() - before) / 1048576.0, held);
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
