package dev.barre.kafka.chaos;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What a handler does with a record: it may take its time, and it may throw. Thread-safe. */
@FunctionalInterface
interface Work {
    void on(Handling handling) throws InterruptedException;

    /** Next to nothing, but a millisecond for every 16th record, so that there is something to interrupt. */
    static Work brief() {
        AtomicLong calls = new AtomicLong();
        return handling -> {
            if (calls.incrementAndGet() % 16 == 0) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        };
    }

    /** Those of the records that are picked out fail so many times before they can be handled. */
    static Work failingAtFirst(int perThousand, int times) {
        Map<String, Integer> failures = new ConcurrentHashMap<>();
        return handling -> {
            String record = handling.key() + "#" + handling.sequence();
            if (isPicked(handling, perThousand) && failures.merge(record, 1, Integer::sum) <= times) {
                throw new IllegalStateException("Not yet: " + record);
            }
        };
    }

    /** Whether the record is one of those in a thousand that are picked out; the same ones in each run. */
    static boolean isPicked(Handling handling, int perThousand) {
        int mixed = (handling.key().hashCode() * 31 + Long.hashCode(handling.sequence())) * 0x9E3779B9;
        return Integer.remainderUnsigned(mixed >>> 8, 1000) < perThousand;
    }
}
