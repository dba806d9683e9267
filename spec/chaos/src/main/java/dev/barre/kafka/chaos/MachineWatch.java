package dev.barre.kafka.chaos;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the machine gives this process time. Where all of it stands still for seconds, brokers miss each other's heartbeats,
 * requests time out and members lose their places: a fault like another, that nobody has ordered and that is over when it is seen. Used
 * by one thread.
 */
final class MachineWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MachineWatch.class);

    private static final Duration INTERVAL = Duration.ofMillis(100);

    /** Less than the 3 seconds after which a broker counts as gone. */
    private static final Duration STANDSTILL = Duration.ofSeconds(2);

    private final List<FaultWindows> explained;
    private final LongSupplier nanoTime;
    private final Thread thread = new Thread(this::run, "machine-watch");
    private long lastLook;

    /** @param explained by a standstill */
    MachineWatch(List<FaultWindows> explained, LongSupplier nanoTime) {
        this.explained = List.copyOf(explained);
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
            explained.forEach(windows -> windows.open().close());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
