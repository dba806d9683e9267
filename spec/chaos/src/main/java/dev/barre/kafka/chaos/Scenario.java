package dev.barre.kafka.chaos;

import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.ListenerOptions;
import java.util.Random;

/** A way in which things go wrong. Stateless; what it does is derived from the random numbers that it is given. */
interface Scenario {
    /** Whom a fault hits. */
    enum Reach {
        /** Nobody: the records or the handlers are what is wrong. */
        NOBODY,
        /** The members of one group. */
        GROUP,
        /** The cluster, and with it every group. */
        CLUSTER
    }

    /** What the name of a dead letter topic has behind that of its topic. */
    String DEAD_LETTER_SUFFIX = "-dlt";

    /** One word or two, as in a report. */
    String name();

    Reach reach();

    /** How many members a group has in this process at first. */
    default int members() {
        return 3;
    }

    /** How many members a group has in processes of their own. */
    default int processes() {
        return 0;
    }

    /** How many groups run at the same time: what is starved of processor time for long tells nothing of what is tried. */
    default int groupsAtOnce() {
        return processes() == 0 ? 7 : 2;
    }

    /** What the handlers of one group do. */
    default Work work() {
        return Work.brief();
    }

    /** Changes the configuration of the members. */
    default void tune(ConsumerConfiguration.Builder config) {}

    /** Changes the options of the members. */
    default void tune(ListenerOptions.Builder options) {}

    /** Whether records may end in a dead letter topic. */
    default boolean deadLetters() {
        return false;
    }

    /** In how many retry topics records may wait, one after the other, and be overtaken. */
    default int retryTopics() {
        return 0;
    }

    /** Whether the group begins at the end of its topic, and nothing is produced before it has. */
    default boolean beginsAtEnd() {
        return false;
    }

    /** Whether what goes wrong explains that records are handled again. */
    default boolean repeatsRecords(Variant variant) {
        return reach() != Reach.NOBODY;
    }

    /** Whether that is so all the time, and not only while a fault is at work. */
    default boolean repeatsAtAnyTime(Variant variant) {
        return reach() == Reach.NOBODY && repeatsRecords(variant);
    }

    /** How many records are handled between two faults. */
    default int recordsBetween() {
        return 400;
    }

    /** One fault of a group, from its beginning to its end. */
    default void disturb(Trial trial, Random random) throws Exception {}

    /** One fault of the cluster, from its beginning to its end. */
    default void disturb(Cluster cluster, Random random) throws Exception {}
}
