package dev.barre.kafka.chaos;

import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.ProducerRecord;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Produces numbered records at an even rate until it is stopped, and tells the ledger of each that the broker has acknowledged.
 * What fails is not sent again: nobody was promised anything of it.
 */
final class Load {
    private static final long TICK_NANOS = Duration.ofMillis(10).toNanos();
    private static final int TICKS_PER_SECOND = 100;
    private static final int KEYS = 50;

    /** Records that wait; beyond it the load pauses, for a short way home in the end. */
    private static final int MOST_WAITING = 4_000;

    private final String servers;
    private final String topic;
    private final Ledger ledger;
    private final int perTick;
    private final Random random;
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong outstanding = new AtomicLong();
    private final Thread thread;
    private volatile boolean stopping;

    Load(String servers, String topic, Ledger ledger, int recordsPerSecond, long seed) {
        this.servers = servers;
        this.topic = topic;
        this.ledger = ledger;
        this.perTick = Math.max(1, recordsPerSecond / TICKS_PER_SECOND);
        this.random = new Random(seed);
        this.thread = new Thread(this::run, "load-" + topic);
    }

    void start() {
        thread.start();
    }

    /** Sends no more, and returns when each record that was sent has ended, well or badly. */
    void stop() throws InterruptedException {
        stopping = true;
        thread.join();
    }

    /** How many records were not acknowledged. */
    long failed() {
        return failed.get();
    }

    private void run() {
        long[] next = new long[KEYS];
        try (Producer producer = Producer.create(servers, ProducerConfiguration.durable())) {
            while (!stopping) {
                if (ledger.waiting() + outstanding.get() < MOST_WAITING) {
                    for (int sent = 0; sent < perTick; sent++) {
                        int key = random.nextInt(KEYS);
                        send(producer, Numbered.of("key-" + key, next[key]++, random));
                    }
                }
                LockSupport.parkNanos(TICK_NANOS);
            }
            producer.flush();
        }
    }

    private void send(Producer producer, Numbered order) {
        outstanding.incrementAndGet();
        producer.sendAsync(ProducerRecord.of(topic, order.key(), order)).whenComplete((at, failure) -> {
            outstanding.decrementAndGet();
            if (failure == null && at.offset().isPresent()) {
                ledger.acknowledged(
                        order.key(),
                        order.sequence(),
                        at.partition(),
                        at.offset().getAsLong());
            } else {
                failed.incrementAndGet();
            }
        });
    }
}
