package dev.barre.kafka.chaos;

import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.chaos.CommitLog.Commit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads each commit of a group and tells the ledger. Commits are read first, then what was settled elsewhere is fetched, then the two
 * are compared: a settlement that led to a commit is known by then.
 */
final class CommitWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommitWatch.class);

    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration LONGEST_LAST_LOOK = Duration.ofSeconds(60);

    private final Ledger ledger;
    private final List<Evidence> evidence;
    private final CommitLog log;
    private final Thread thread;
    private volatile boolean closing;

    CommitWatch(String servers, String group, String topic, Ledger ledger, List<Evidence> evidence) {
        this.ledger = ledger;
        this.evidence = evidence;
        this.log = new CommitLog(servers, group, topic);
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

    private void observe() {
        List<Commit> commits = List.of();
        try {
            commits = log.next(INTERVAL);
        } catch (ConnectorException e) {
            LOG.debug("{}: the commits could not be read", thread.getName(), e);
        }
        evidence.forEach(Evidence::catchUp);
        commits.forEach(commit -> ledger.committed(commit.partition(), commit.offset()));
    }

    private long endOfNow() {
        try {
            return log.end();
        } catch (ConnectorException e) {
            LOG.debug("{}: their end could not be read", thread.getName(), e);
            return Long.MAX_VALUE;
        }
    }

    /** Ends the watch when all commits of now are read; fails where the brokers do not give them within a minute. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
            long begin = System.nanoTime();
            long end = Long.MAX_VALUE;
            while (!log.isReadTo(end)) {
                if (System.nanoTime() - begin > LONGEST_LAST_LOOK.toNanos()) {
                    throw new IllegalStateException("The last " + thread.getName() + " cannot be read");
                }
                end = Math.min(end, endOfNow());
                observe();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            log.close();
        }
    }
}
