package dev.barre.kafka.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The members of a group that live in processes of their own. Thread-safe. */
final class ProcessFleet implements AutoCloseable {
    private final String servers;
    private final Variant variant;
    private final String group;
    private final String topic;
    private final Path reports;
    private final ReportReader reader;
    private final List<MemberProcess> members = new ArrayList<>();
    private int joined;

    ProcessFleet(String servers, Variant variant, String group, String topic, Ledger ledger) throws IOException {
        this.servers = servers;
        this.variant = variant;
        this.group = group;
        this.topic = topic;
        this.reports = Files.createTempFile("handled-", ".txt");
        this.reader = new ReportReader(reports, ledger);
    }

    /** What the processes have done. */
    Evidence evidence() {
        return reader;
    }

    synchronized void join() throws IOException {
        joined++;
        members.add(MemberProcess.start(servers, variant, group, topic, group + "-p" + joined, reports));
    }

    /** Kills some process; another one takes its place. */
    synchronized void killAndReplace(Random random) throws IOException, InterruptedException {
        members.remove(random.nextInt(members.size())).kill();
        join();
    }

    /** All leave in order; those that have ended by themselves go into the findings. */
    synchronized void stop(Findings findings) throws IOException, InterruptedException {
        if (!members.stream().allMatch(MemberProcess::isAlive)) {
            findings.add(Check.MEMBER_FAILED, "a process of " + group);
        }
        for (MemberProcess member : members) {
            member.stop();
        }
        members.clear();
    }

    /** Kills what is left, and removes the file. */
    @Override
    public synchronized void close() throws IOException {
        for (MemberProcess member : members) {
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
