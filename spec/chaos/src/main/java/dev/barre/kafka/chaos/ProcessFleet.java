package dev.barre.kafka.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The members of a group that live in processes of their own. Thread-safe. */
final class ProcessFleet implements AutoCloseable {
    private final String servers;
    private final Variant variant;
    private final String group;
    private final String topic;
    private final Path reports;
    private final ReportReader reader;
    private final Map<String, MemberProcess> members = new HashMap<>();
    private final Names names;

    ProcessFleet(String servers, Variant variant, String group, String topic, Ledger ledger) throws IOException {
        this.servers = servers;
        this.variant = variant;
        this.group = group;
        this.topic = topic;
        this.reports = Files.createTempFile("handled-", ".txt");
        this.reader = new ReportReader(reports, ledger);
        this.names = new Names(group + "-p");
    }

    /** What the processes have done. */
    Evidence evidence() {
        return reader;
    }

    synchronized void join() throws IOException {
        String name = names.take();
        members.put(name, MemberProcess.start(servers, variant, group, topic, name, reports));
    }

    /** Kills the process that has handled a record last; another one takes its place. Returns whether there was one. */
    synchronized boolean killAndReplace() throws IOException, InterruptedException {
        String name = reader.latestMember();
        MemberProcess busiest = members.remove(name);
        if (busiest == null) {
            return false;
        }
        busiest.kill();
        names.giveBack(name);
        join();
        return true;
    }

    /** All leave in order; those that have ended by themselves go into the findings. */
    synchronized void stop(Findings findings) throws IOException, InterruptedException {
        if (!members.values().stream().allMatch(MemberProcess::isAlive)) {
            findings.add(Check.MEMBER_FAILED, "a process of " + group);
        }
        for (MemberProcess member : members.values()) {
            member.stop();
        }
        members.clear();
    }

    /** Kills what is left, and removes the file. */
    @Override
    public synchronized void close() throws IOException {
        for (MemberProcess member : members.values()) {
            try {
                member.kill();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        reader.close();
        Files.delete(reports);
    }
}
