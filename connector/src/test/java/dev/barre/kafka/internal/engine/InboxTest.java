package dev.barre.kafka.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class InboxTest {
    private static final int WRITERS = 4;
    private static final int ENTRIES = 5_000;
    private static final Duration FAR = Duration.ofSeconds(60);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** A wake-up of Kafka's: ends the poll, or the next one. */
    private final Semaphore wakeups = new Semaphore(0);

    private final Inbox inbox = new Inbox(wakeups::release);

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    @Test
    void await_entriesAddedAtAnyMoment_missesNone() throws Exception {
        stress(() -> inbox.await(FAR), false);
    }

    @Test
    void whilePolling_urgentEntriesAddedAtAnyMoment_missesNone() throws Exception {
        stress(() -> inbox.whilePolling(false, this::poll), true);
    }

    @Test
    void whilePolling_allEntriesWakeAndAddedAtAnyMoment_missesNone() throws Exception {
        stress(() -> inbox.whilePolling(true, this::poll), false);
    }

    @Test
    void undisturbed_entriesMeanwhile_wakeOnceAfterwards() {
        inbox.own();
        inbox.whilePolling(true, () -> {
            inbox.undisturbed(() -> {
                for (int i = 0; i < 100; i++) {
                    inbox.addUrgent(() -> {});
                }
                inbox.await(Duration.ZERO);
                inbox.add(() -> {});
                assertThat(wakeups.availablePermits()).isZero();
            });
            return true;
        });

        assertThat(wakeups.availablePermits()).isEqualTo(1);
    }

    @Test
    void whilePolling_entryThatCanWait_doesNotEndThePoll() throws Exception {
        CountDownLatch polling = new CountDownLatch(1);
        Future<Boolean> woken = threads.submit(() -> inbox.whilePolling(false, () -> {
            polling.countDown();
            return tryAcquire(Duration.ofMillis(200));
        }));
        polling.await();

        inbox.add(() -> {});

        assertThat(woken.get(30, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void whilePolling_entryThere_doesNotBegin() {
        inbox.add(() -> {});

        assertThat(inbox.<String>whilePolling(false, () -> "polled")).isNull();

        inbox.run();
        assertThat(inbox.<String>whilePolling(false, () -> "polled")).isEqualTo("polled");
        assertThat(wakeups.availablePermits()).isZero();
    }

    @Test
    void run_entryThatThrows_leavesTheOthers() {
        List<String> ran = new ArrayList<>();
        inbox.add(() -> {
            throw new IllegalStateException("once");
        });
        inbox.add(() -> ran.add("second"));

        inbox.run();

        assertThat(ran).containsExactly("second");
    }

    @Test
    @Timeout(10)
    void run_entryThatBringsAnother_leavesThatToTheNextCall() {
        AtomicInteger ran = new AtomicInteger();
        Runnable again = new Runnable() {
            @Override
            public void run() {
                ran.incrementAndGet();
                inbox.addUrgent(this);
            }
        };
        inbox.addUrgent(again);

        inbox.run();
        assertThat(ran).hasValue(1);

        inbox.run();
        assertThat(ran).hasValue(2);
    }

    private Boolean poll() {
        return tryAcquire(FAR);
    }

    private Boolean tryAcquire(Duration timeout) {
        try {
            return wakeups.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each writer waits for its entry to have run before it adds the next: a missed one costs a minute and the test. */
    private void stress(Runnable idle, boolean urgent) throws Exception {
        AtomicInteger ran = new AtomicInteger();
        CountDownLatch owned = new CountDownLatch(1);
        Future<?> owner = threads.submit(() -> {
            inbox.own();
            owned.countDown();
            while (ran.get() < WRITERS * ENTRIES) {
                inbox.run();
                if (ran.get() < WRITERS * ENTRIES) {
                    idle.run();
                }
            }
        });
        owned.await();
        for (int writer = 0; writer < WRITERS; writer++) {
            threads.execute(() -> write(ran, urgent));
        }
        owner.get(40, TimeUnit.SECONDS);
        assertThat(ran).hasValue(WRITERS * ENTRIES);
    }

    private void write(AtomicInteger ran, boolean urgent) {
        Semaphore done = new Semaphore(0);
        for (int entry = 0; entry < ENTRIES; entry++) {
            Runnable action = () -> {
                ran.incrementAndGet();
                done.release();
            };
            if (urgent) {
                inbox.addUrgent(action);
            } else {
                inbox.add(action);
            }
            done.acquireUninterruptibly();
        }
    }

    @Test
    void nap_onlyUrgentEntriesEndIt() throws Exception {
        AtomicLong napped = new AtomicLong(-1);
        Thread owner = new Thread(() -> {
            inbox.own();
            long begin = System.nanoTime();
            inbox.nap(TimeUnit.SECONDS.toNanos(60));
            napped.set(System.nanoTime() - begin);
        });
        owner.start();
        await().atMost(FAR).until(() -> owner.getState() == Thread.State.TIMED_WAITING);

        inbox.add(() -> {});
        await().during(Duration.ofMillis(100)).atMost(FAR).until(() -> napped.get() < 0);

        inbox.addUrgent(() -> {});
        await().atMost(FAR).until(() -> napped.get() >= 0);
        owner.join();
    }
}
