package dev.barre.benchmarks.arm;

/** One way to consume a topic, or to produce to one. */
@FunctionalInterface
public interface Arm {
    /**
     * Does the whole task with clients of its own, which it closes, tells {@code tally} of every record, and returns once that is
     * done. Nothing but joining the group and closing may be left out of what {@code tally} sees.
     */
    void run(Task task, Tally tally) throws Exception;
}
