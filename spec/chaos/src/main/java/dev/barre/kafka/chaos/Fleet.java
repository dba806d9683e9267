package dev.barre.kafka.chaos;

import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.Listener;
import dev.barre.kafka.ListenerOptions;
import dev.barre.kafka.ListenerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** The members of a group that live in this process, each a listener of its own. Thread-safe. */
final class Fleet {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(40);

    private final String servers;
    private final ConsumerConfiguration config;
    private final ListenerOptions options;
    private final Variant variant;
    private final Work work;
    private final Ledger ledger;
    private final List<Member> members = new ArrayList<>();
    private final Names names;

    private record Member(String name, Listener listener) {}

    Fleet(
            String servers,
            ConsumerConfiguration config,
            ListenerOptions options,
            Variant variant,
            Work work,
            Ledger ledger) {
        this.servers = servers;
        this.config = config;
        this.options = options;
        this.variant = variant;
        this.work = work;
        this.ledger = ledger;
        this.names = new Names(config.groupId().orElseThrow() + "-m");
    }

    synchronized int size() {
        return members.size();
    }

    /** A new member joins; returns at once. */
    synchronized void join() {
        String name = names.take();
        Listener listener = Listener.create(servers, variant.protocol().configure(config, name), options);
        listener.attach(AccountedService.of(variant, name, work, ledger), name);
        listener.start();
        members.add(new Member(name, listener));
    }

    /** Some member finishes what it handles, and leaves. */
    void leave(Random random) {
        leave(random, listener -> listener.gracefulStop(STOP_TIMEOUT));
    }

    /** Some member interrupts what it handles, and leaves. */
    void leaveAtOnce(Random random) {
        leave(random, Listener::immediateStop);
    }

    private void leave(Random random, Consumer<Listener> way) {
        Member member = take(random);
        try {
            way.accept(member.listener);
        } finally {
            giveBack(member.name);
        }
    }

    private synchronized Member take(Random random) {
        return members.remove(random.nextInt(members.size()));
    }

    private synchronized void giveBack(String name) {
        names.giveBack(name);
    }

    /** Whether the members have all of so many partitions, none of them two more than another. */
    synchronized boolean isBalanced(int partitions) {
        IntSummaryStatistics shares = members.stream()
                .mapToInt(member -> member.listener.lag().size())
                .summaryStatistics();
        return shares.getSum() == partitions && shares.getMax() - shares.getMin() <= 1;
    }

    synchronized void pause() {
        members.forEach(member -> member.listener.pause());
    }

    synchronized void resume() {
        members.forEach(member -> member.listener.resume());
    }

    /** All finish what they handle, and leave. */
    synchronized void stop() {
        checkAlive();
        List<Thread> stops = members.stream()
                .map(member -> new Thread(() -> member.listener.gracefulStop(STOP_TIMEOUT), "stop-" + member.name))
                .toList();
        stops.forEach(Thread::start);
        for (Thread stop : stops) {
            try {
                stop.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        members.clear();
    }

    /** Members that have ended by themselves go into the findings. */
    private void checkAlive() {
        members.stream()
                .filter(member -> member.listener.state() == ListenerState.FAILED)
                .forEach(member -> ledger.findings().add(Check.MEMBER_FAILED, member.name));
    }
}
