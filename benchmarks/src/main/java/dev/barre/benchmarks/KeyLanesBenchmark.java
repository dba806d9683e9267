package dev.barre.benchmarks;

import dev.barre.kafka.Lanes;
import dev.barre.kafka.Listener;
import dev.barre.kafka.ListenerOptions;
import dev.barre.kafka.Service;
import dev.barre.kafka.embedded.BrokerProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * How near lanes by key come to what arithmetic allows: a handler of records that blocks for 5 ms, 256 at a time, over 5,000 keys. What
 * the machine allows is measured in the same rounds: as many threads of the same kind that do nothing but block for 5 ms.
 */
final class KeyLanesBenchmark {
    private static final int PARTITIONS = 4;
    private static final long WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private KeyLanesBenchmark() {}

    /** @param arguments records (400,000), rounds (3), width (256), keys (5,000) */
    public static void main(String[] arguments) throws Exception {
        int records = argument(arguments, 0, 400_000);
        int rounds = argument(arguments, 1, 3);
        int width = argument(arguments, 2, 256);
        int keys = argument(arguments, 3, 5_000);
        double arithmetic = width * 1e9 / WORK_NANOS;
        try (BrokerProcess broker =
                BrokerProcess.builder().jvmArguments("-Xmx1g").start()) {
            Orders.fill(broker.bootstrapServers(), PARTITIONS, records, keys);
            System.out.printf(
                    Locale.ROOT,
                    "%,d orders, %,d keys, %d at a time, 5 ms each: %,.0f records/s at the most; Java %s, %d cores%n",
                    records,
                    keys,
                    width,
                    arithmetic,
                    System.getProperty("java.version"),
                    Runtime.getRuntime().availableProcessors());
            List<Double> lanes = new ArrayList<>();
            List<Double> threads = new ArrayList<>();
            for (int round = 0; round <= rounds; round++) {
                double machine = threadsThatBlock(width);
                double rate = consume(broker.bootstrapServers(), records, width);
                System.out.printf(
                        Locale.ROOT,
                        "%s: lanes %,.0f records/s, bare threads %,.0f/s%n",
                        round == 0 ? "warm-up" : "round " + round,
                        rate,
                        machine);
                if (round > 0) {
                    lanes.add(rate);
                    threads.add(machine);
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%nmedian: %,.0f records/s; %.2f of the arithmetic limit, %.2f of what bare threads reach here%n",
                    median(lanes),
                    median(lanes) / arithmetic,
                    median(lanes) / median(threads));
        }
    }

    private static int argument(String[] arguments, int index, int unset) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : unset;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** From the end of the first tenth to the end of the ninth: neither joining the group nor the last keys count. */
    private static double consume(String servers, int records, int width) throws InterruptedException {
        AtomicLong handled = new AtomicLong();
        AtomicLong first = new AtomicLong();
        AtomicLong last = new AtomicLong();
        CountDownLatch done = new CountDownLatch(1);
        ListenerOptions options =
                ListenerOptions.builder().lanes(Lanes.byKey(width)).build();
        try (Listener listener = Listener.create(servers, Arm.configuration(Orders.TOPIC), options)) {
            listener.attach(Service.ofRecord(String.class, Order.class, consumed -> {
                block(WORK_NANOS);
                long now = handled.incrementAndGet();
                if (now == records / 10) {
                    first.set(System.nanoTime());
                } else if (now == records * 9L / 10) {
                    last.set(System.nanoTime());
                } else if (now == records) {
                    done.countDown();
                }
            }));
            listener.start();
            done.await();
        }
        return (records * 9L / 10 - records / 10) * 1e9 / (last.get() - first.get());
    }

    private static double threadsThatBlock(int count) throws InterruptedException {
        LongAdder blocked = new LongAdder();
        CountDownLatch stop = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            Thread thread = new Thread(() -> {
                while (stop.getCount() > 0) {
                    block(WORK_NANOS);
                    blocked.increment();
                }
            });
            thread.start();
            threads.add(thread);
        }
        block(TimeUnit.SECONDS.toNanos(1));
        long before = blocked.sum();
        long begin = System.nanoTime();
        block(TimeUnit.SECONDS.toNanos(3));
        double rate = (blocked.sum() - before) * 1e9 / (System.nanoTime() - begin);
        stop.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        return rate;
    }

    /** Not a nanosecond less: a thread may wake up too early. */
    private static void block(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
