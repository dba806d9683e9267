package dev.barre.kafka.chaos;

import dev.barre.kafka.interop.NativeAdmin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the committed offsets of a group again and again and tells the ledger. Commits are read first, then what was settled
 * elsewhere is fetched, then the two are compared: a settlement that led to a commit is known by then.
 */
final class CommitWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommitWatch.class);

    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int LAST_ATTEMPTS = 10;

    private final String group;
    private final Ledger ledger;
    private final List<Evidence> evidence;
    private final NativeAdmin admin;
    private final Thread thread;
    private volatile boolean closing;

    CommitWatch(String servers, String group, Ledger ledger, List<Evidence> evidence) {
        this.group = group;
        this.ledger = ledger;
        this.evidence = evidence;
        this.admin = new NativeAdmin(
                Map.of("bootstrap.servers", servers),
                failure -> new IllegalStateException(failure.message(), failure.cause()));
        this.thread = new Thread(this::run, "commits-" + group);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!closing) {
            observe();
            ledger.checkProgress();
            try {
                TimeUnit.MILLISECONDS.sleep(INTERVAL.toMillis());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Returns whether the broker has answered. */
    private boolean observe() {
        Map<Integer, Long> commits;
        try {
            commits = commits();
        } catch (IllegalStateException e) {
            LOG.debug("{}: the commits could not be read", group, e);
            commits = Map.of();
        }
        evidence.forEach(Evidence::catchUp);
        commits.forEach(ledger::committed);
        return !commits.isEmpty();
    }

    private Map<Integer, Long> commits() {
        return admin.committedOffsets(group, TIMEOUT).entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().partition(), Map.Entry::getValue));
    }

    /** Ends the watch after a last look; fails where the broker does not answer. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
            for (int attempt = 1; !observe(); attempt++) {
                if (attempt == LAST_ATTEMPTS) {
                    throw new IllegalStateException("The commits of " + group + " cannot be read");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            admin.close();
        }
    }
}
