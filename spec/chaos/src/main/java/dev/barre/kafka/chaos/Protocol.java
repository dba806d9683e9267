package dev.barre.kafka.chaos;

import dev.barre.kafka.ConsumerConfiguration;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** How members of a group agree on who reads what. */
enum Protocol {
    /** Kafka's first protocol: the members agree among themselves, and all stop for it. */
    CLASSIC(Map.of(), false),

    /** The same, and only what changes its owner stops. */
    COOPERATIVE(
            Map.of("partition.assignment.strategy", "org.apache.kafka.clients.consumer.CooperativeStickyAssignor"),
            false),

    /** The first protocol with members that keep their partitions for as long as a session lasts. */
    STATIC(Map.of(), true),

    /** The protocol of KIP-848: the broker decides, one partition after the other. */
    CONSUMER(Map.of("group.protocol", "consumer"), false),

    /** The same with static members. */
    STATIC_CONSUMER(Map.of("group.protocol", "consumer"), true);

    /**
     * After that long without a word a member counts as dead; set in the cluster for the protocol of KIP-848. A machine that has too
     * much to do may starve a member for seconds, and that is no fault of ours.
     */
    static final Duration SESSION_TIMEOUT = Duration.ofSeconds(12);

    private static final Duration HEART_BEAT_INTERVAL = Duration.ofMillis(500);

    private final Map<String, String> properties;
    private final boolean staticMembers;

    Protocol(Map<String, String> properties, boolean staticMembers) {
        this.properties = properties;
        this.staticMembers = staticMembers;
    }

    /** Whether the broker decides who reads what. */
    boolean isDecidedByBroker() {
        return properties.containsKey("group.protocol");
    }

    /** Sets up the member of this {@code name}, which no other member of its group has at the same time. */
    ConsumerConfiguration configure(ConsumerConfiguration config, String name) {
        ConsumerConfiguration.Builder member = config.toBuilder().clientId(name);
        if (!isDecidedByBroker()) {
            member.sessionTimeout(SESSION_TIMEOUT).heartBeatInterval(HEART_BEAT_INTERVAL);
        }
        Map<String, String> further = new TreeMap<>(properties);
        if (staticMembers) {
            further.put("group.instance.id", name);
        }
        return member.additionalProperties(further).build();
    }
}
