package dev.barre.kafka.chaos;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the machine gives this process time. Where all of it stands still for seconds, brokers expel members that could not send
 * a heartbeat, and what those had not committed comes again: a fault like another, that nobody has ordered. Used by one thread.
 */
final class MachineWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MachineWatch.class);

    private static final Duration INTERVAL = Duration.ofMillis(100);

    /** Well below the time after which a broker expels a member. */
    private static final Duration STANDSTILL = Duration.ofSeconds(2);

    private final FaultWindows windows;
    private final LongSupplier nanoTime;
    private final Thread thread = new Thread(this::run, "machine-watch");
    private long lastLook;

    MachineWatch(FaultWindows windows, LongSupplier nanoTime) {
        this.windows = windows;
        this.nanoTime = nanoTime;
        this.lastLook = nanoTime.getAsLong();
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        lastLook = nanoTime.getAsLong();
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(INTERVAL.toMillis());
                look();
            }
        } catch (InterruptedException closed) {
            LOG.debug("Looks no more");
        }
    }

    /** Comes every 100 ms, or the machine has stood still since the last time. */
    void look() {
        long now = nanoTime.getAsLong();
        Duration since = Duration.ofNanos(now - lastLook);
        lastLook = now;
        if (since.compareTo(STANDSTILL) > 0) {
            LOG.warn("The machine has stood still for {}", since);
            windows.stoodStill();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
