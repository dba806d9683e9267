package dev.barre.kafka.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class WidthTest {
    private final ManualExecutor executor = new ManualExecutor();
    private final List<String> log = new ArrayList<>();
    private boolean noThreads;

    /** As Java's own pools where the machine has no more threads. */
    private final ManualExecutor scarce = new ManualExecutor() {
        @Override
        public void execute(Runnable task) {
            if (noThreads) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            super.execute(task);
        }
    };

    private final class Noted implements Width.Turn {
        private final String name;
        private final BooleanSupplier take;

        Noted(String name, BooleanSupplier take) {
            this.name = name;
            this.take = take;
        }

        @Override
        public boolean take() {
            log.add(name);
            return take.getAsBoolean();
        }

        @Override
        public void abandon() {
            log.add("abandoned " + name);
        }
    }

    @Test
    void begin_moreThanThereArePlaces_eachThreadThatComesSendsTheNext_upToTheWidth() {
        Width width = new Width(executor, 2);
        List<Integer> onTheirWay = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d")) {
            width.begin(new Noted(name, () -> {
                onTheirWay.add(executor.waiting());
                executor.runAll();
                return true;
            }));
        }

        assertThat(executor.waiting()).as("one is sent").isEqualTo(1);
        executor.runAll();
        assertThat(log).containsExactly("a", "b", "c", "d");
        assertThat(onTheirWay).as("the second is sent, and no third").containsExactly(1, 0, 0, 0);
    }

    @Test
    void begin_afterAllThreadsHaveGone_sendsOneAgain() {
        Width width = new Width(executor, 2);
        width.begin(turn("a"));
        executor.runAll();
        width.begin(turn("b"));
        executor.runAll();

        assertThat(log).containsExactly("a", "b");
    }

    @Test
    void begin_onePlace_servesInTheOrderOfAsking() {
        Width width = new Width(executor, 1);
        width.begin(new Noted("a", () -> {
            width.begin(turn("d"));
            width.beginNext(turn("e"));
            return true;
        }));
        width.begin(turn("b"));
        width.begin(turn("c"));
        executor.runAll();

        assertThat(log).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void take_placeGivenBack_isThereForTheNext() {
        Width width = new Width(executor, 1);
        width.begin(turn("a"));
        executor.runAll();

        width.begin(turn("b"));

        assertThat(executor.waiting()).isEqualTo(1);
    }

    @Test
    void take_workThatGoesOnElsewhere_keepsItsPlaceUntilItIsDone() {
        Width width = new Width(executor, 1);
        width.begin(new Noted("a", () -> false));
        width.begin(turn("b"));
        executor.runAll();
        assertThat(log).containsExactly("a");

        width.goOn(turn("rest of a"));
        executor.runAll();

        assertThat(log).containsExactly("a", "rest of a", "b");
        width.begin(turn("c"));
        assertThat(executor.waiting()).isEqualTo(1);
    }

    @Test
    void begin_executorShutDown_isAbandoned() {
        Width width = new Width(executor, 1);
        executor.shutdown();

        width.begin(turn("a"));
        width.begin(turn("b"));

        assertThat(log).containsExactly("abandoned a", "abandoned b");
    }

    @Test
    void goOn_executorShutDown_isAbandoned() {
        Width width = new Width(executor, 1);
        width.begin(new Noted("a", () -> false));
        executor.runAll();
        executor.shutdown();

        width.goOn(turn("rest of a"));

        assertThat(log).containsExactly("a", "abandoned rest of a");
    }

    @Test
    void executorShutDown_whatIsQueued_isAbandonedAndNotTaken() {
        Width width = new Width(executor, 1);
        width.begin(new Noted("a", () -> {
            executor.shutdownNow();
            return true;
        }));
        width.begin(turn("b"));
        executor.runAll();

        assertThat(log).containsExactly("a", "abandoned b");
    }

    @Test
    void interrupt_leftBehind_doesNotMeetTheNext() {
        Width width = new Width(executor, 1);
        List<Boolean> interrupted = new ArrayList<>();
        width.begin(new Noted("a", () -> {
            Thread.currentThread().interrupt();
            return true;
        }));
        width.begin(new Noted("b", () -> interrupted.add(Thread.currentThread().isInterrupted())));
        executor.runAll();

        assertThat(interrupted).containsExactly(false);
    }

    @Test
    void interrupt_ofAStopBetweenTwoTurns_isNotLost() {
        ManualExecutor stoppedAfterALook = new ManualExecutor() {
            @Override
            public boolean isShutdown() {
                boolean before = super.isShutdown();
                shutdownNow();
                Thread.currentThread().interrupt();
                return before;
            }
        };
        Width width = new Width(stoppedAfterALook, 1);
        width.begin(turn("a"));
        width.begin(new Noted("b", () -> {
            log.add(Thread.interrupted() ? "b is interrupted" : "b is not interrupted");
            return true;
        }));
        stoppedAfterALook.runAll();

        assertThat(log).containsExactly("a", "b", "b is interrupted");
        Thread.interrupted();
    }

    @Test
    void noFurtherThread_theOnesThereAreServeWhatIsQueued() {
        Width width = new Width(scarce, 2);
        width.begin(turn("a"));
        width.begin(turn("b"));
        noThreads = true;
        scarce.runAll();
        assertThat(log).containsExactly("a", "b");

        noThreads = false;
        width.begin(turn("c"));
        width.begin(turn("d"));
        scarce.runAll();
        assertThat(log).containsExactly("a", "b", "c", "d");
    }

    @Test
    void noFurtherThread_whatHasEndedElsewhere_isTakenUpByTheNext() {
        Width width = new Width(scarce, 1);
        width.begin(new Noted("a", () -> false));
        scarce.runAll();
        noThreads = true;
        width.goOn(turn("rest of a"));
        noThreads = false;
        width.begin(turn("b"));
        scarce.runAll();

        assertThat(log).containsExactly("a", "rest of a", "b");
    }

    @Test
    void noFurtherThread_beside_isNotTaken() {
        Width width = new Width(scarce, 2);
        noThreads = true;
        assertThat(width.beginBeside(2, turn("a"))).isFalse();
        noThreads = false;

        assertThat(width.beginBeside(1, turn("a"))).as("its place is free").isTrue();
    }

    @Test
    void begin_fromManyThreads_takesEachOnceAndNeverMoreThanThereArePlaces() throws Exception {
        int turns = 20_000;
        int places = 3;
        ExecutorService threads = Executors.newCachedThreadPool();
        Width width = new Width(threads, places);
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch left = new CountDownLatch(2 * turns);
        Runnable begin = () -> {
            for (int each = 0; each < turns; each++) {
                width.begin(new Width.Turn() {
                    @Override
                    public boolean take() {
                        most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                        atWork.decrementAndGet();
                        left.countDown();
                        return true;
                    }

                    @Override
                    public void abandon() {}
                });
            }
        };
        try {
            threads.execute(begin);
            begin.run();

            assertThat(left.await(60, TimeUnit.SECONDS)).as("none is stranded").isTrue();
            assertThat(most).hasValueLessThanOrEqualTo(places);
        } finally {
            threads.shutdownNow();
        }
    }

    private Noted turn(String name) {
        return new Noted(name, () -> true);
    }
}
