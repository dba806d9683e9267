package dev.barre.kafka.chaos;

import dev.barre.kafka.Caller;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.ListenerOptions;
import dev.barre.kafka.RebalanceListener;
import dev.barre.kafka.TopicPartition;
import dev.barre.kafka.chaos.FaultWindows.Window;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** One scenario with one variant: a topic, a group, a load and a ledger of its own. */
final class Trial implements AutoCloseable {
    private static final int PARTITIONS = 6;
    private static final Duration STALL_AFTER = Duration.ofSeconds(30);
    private static final Duration SLACK = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT_FOR_PROGRESS = Duration.ofSeconds(30);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(2);
    private static final Duration LONGEST_WAY_HOME = Duration.ofSeconds(90);
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(5);

    private final Scenario scenario;
    private final Variant variant;
    private final Cluster cluster;
    private final String name;
    private final Gate gate = new Gate();
    private final FaultWindows windows = new FaultWindows(SLACK, System::nanoTime);

    /** For faults that explain nothing. */
    private final FaultWindows unexplaining = new FaultWindows(SLACK, System::nanoTime);

    private final FaultWindows standstills = new FaultWindows(SLACK, System::nanoTime);
    private final MachineWatch machine = new MachineWatch(List.of(windows, standstills), System::nanoTime);
    private final Ledger ledger;
    private final Fleet fleet;
    private final ProcessFleet processes;
    private final CommitWatch watch;
    private final Load load;
    private final List<TopicReader> readers = new ArrayList<>();
    private final AtomicInteger rebalances = new AtomicInteger();
    private volatile int faults;
    private volatile long start = System.nanoTime();

    /** Makes topic and group; {@code name} is the name of both, and new. */
    Trial(Scenario scenario, Variant variant, Cluster cluster, String name, int recordsPerSecond, long seed)
            throws IOException {
        this.scenario = scenario;
        this.variant = variant;
        this.cluster = cluster;
        this.name = name;
        cluster.createTopic(name, PARTITIONS);
        boolean keepsKeyOrder = variant.lanes().keepsKeyOrder() && scenario.retryTopics() == 0;
        this.ledger = new Ledger(PARTITIONS, keepsKeyOrder, windows, STALL_AFTER, System::nanoTime);
        ledger.connectionsBreakIn(scenario.reach() == Scenario.Reach.CLUSTER ? windows : standstills);
        ConsumerConfiguration.Builder config = variant.configuration(name, name);
        scenario.tune(config);
        ListenerOptions.Builder options = variant.options().rebalanceListener(new RebalanceListener() {
            @Override
            public void assigned(Collection<TopicPartition> partitions, Caller caller) {
                rebalances.incrementAndGet();
            }
        });
        scenario.tune(options);
        this.fleet =
                new Fleet(cluster.servers(), config.build(), options.build(), variant, gated(scenario.work()), ledger);
        this.processes = new ProcessFleet(cluster.servers(), variant, name, name, ledger);
        List<Evidence> evidence = new ArrayList<>(List.of(processes.evidence()));
        if (scenario.deadLetters()) {
            evidence.add(reader(name + Scenario.DEAD_LETTER_SUFFIX, 1, ledger::deadLettered));
        }
        if (scenario.retryTopics() > 0) {
            evidence.add(reader(name + "-" + name + "-retry-1", PARTITIONS, ledger::moved));
        }
        this.watch = new CommitWatch(cluster.servers(), name, name, ledger, evidence);
        this.load = new Load(cluster.servers(), name, ledger, recordsPerSecond, seed);
    }

    private TopicReader reader(String topic, int partitions, TopicReader.Found account) {
        cluster.createTopic(topic, partitions);
        TopicReader reader = new TopicReader(cluster.servers(), topic, account);
        readers.add(reader);
        return reader;
    }

    Variant variant() {
        return variant;
    }

    Ledger ledger() {
        return ledger;
    }

    Fleet fleet() {
        return fleet;
    }

    ProcessFleet processes() {
        return processes;
    }

    /** What every handler of this trial passes before its work. */
    Gate gate() {
        return gate;
    }

    private Work gated(Work work) {
        return handling -> {
            gate.pass();
            work.on(handling);
        };
    }

    int faults() {
        return faults;
    }

    /** Starts members and load. */
    void start() throws IOException, InterruptedException {
        machine.start();
        for (int member = 0; member < scenario.members(); member++) {
            fleet.join();
        }
        for (int member = 0; member < scenario.processes(); member++) {
            processes.join();
        }
        watch.start();
        if (scenario.beginsAtEnd()) {
            await(LONGEST_DELAY, ledger::hasBegun);
        }
        load.start();
        if (scenario.repeatsAtAnyTime(variant)) {
            windows.open();
        }
    }

    /**
     * Waits until the first record is handled and every member has its share of the partitions; the time of the limit begins then, and
     * faults with it: a rebalance in the middle of one repeats records that the fault alone does not. A process takes its time to start.
     */
    void awaitStarted() throws InterruptedException {
        try (Window ignored = (scenario.processes() > 0 ? windows : unexplaining).open()) {
            await(
                    LONGEST_DELAY,
                    () -> ledger.handled() > 0
                            && (scenario.members() == 0
                                    || fleet.isBalanced(PARTITIONS * (1 + scenario.retryTopics()))));
        }
        start = System.nanoTime();
    }

    /** A fault begins that hits this group; it ends when the window is closed. */
    Window fault() {
        faults++;
        return (scenario.repeatsRecords(variant) ? windows : unexplaining).open();
    }

    /** Whether the limit is reached, or two minutes have passed since its time without that. */
    boolean isDone(Limit limit) {
        long elapsed = System.nanoTime() - start;
        if (elapsed >= limit.time().plus(LONGEST_DELAY).toNanos()) {
            return true;
        }
        boolean enoughFaults = scenario.reach() == Scenario.Reach.NOBODY || faults >= limit.faults();
        return enoughFaults
                && ledger.handled() >= limit.records()
                && elapsed >= limit.time().toNanos();
    }

    /** Waits until that many more records are handled, or for half a minute: a fault may come in the middle of another. */
    void awaitHandled(long more) throws InterruptedException {
        long enough = ledger.handled() + more;
        await(LONGEST_WAIT_FOR_PROGRESS, () -> ledger.handled() >= enough);
    }

    /** Ends the load, waits until all is settled, stops the members and closes the account. */
    TrialResult finish() throws IOException, InterruptedException {
        load.stop();
        await(LONGEST_WAY_HOME, () -> ledger.waiting() <= 0);
        if (scenario.processes() > 0) {
            // What a process that was killed has handled counts as handled; only its successor can commit it, once it
            // has the partition.
            await(LONGEST_WAY_HOME, ledger::isCommitted);
        }
        fleet.stop();
        processes.stop(ledger.findings());
        watch.close();
        // Where brokers or connections have failed, the last commit is not checked: it costs repetition, not records.
        ledger.close(scenario.reach() != Scenario.Reach.CLUSTER);
        return result();
    }

    /** What is known so far. */
    TrialResult result() {
        return new TrialResult(
                scenario.name(),
                variant,
                ledger.acknowledged(),
                load.failed(),
                ledger.handled(),
                ledger.deadLettered(),
                ledger.duplicates(),
                faults,
                rebalances.get(),
                ledger.mostWaiting(),
                ledger.longestStandstill(),
                ledger.findings());
    }

    /** Ends the load of a trial that has failed; all else of it ends with the process. */
    void abandon() throws InterruptedException {
        load.stop();
    }

    private static void await(Duration atMost, BooleanSupplier condition) throws InterruptedException {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean() && System.nanoTime() - begin < atMost.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(CHECK_INTERVAL.toMillis());
        }
    }

    @Override
    public void close() throws IOException {
        machine.close();
        processes.close();
        readers.forEach(TopicReader::close);
        cluster.deleteTopic(name);
    }
}
