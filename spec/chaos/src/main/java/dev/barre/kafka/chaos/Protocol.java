package dev.barre.kafka.chaos;

import dev.barre.kafka.ConsumerConfiguration;
import java.time.Duration;
import java.util.Map;

/** How members of a group agree on who reads what. */
enum Protocol {
    /** Kafka's first protocol: the members agree among themselves, and all stop for it. */
    CLASSIC {
        @Override
        void configure(ConsumerConfiguration.Builder config) {
            config.sessionTimeout(SESSION_TIMEOUT).heartBeatInterval(HEART_BEAT_INTERVAL);
        }
    },

    /** The protocol of KIP-848: the broker decides, one partition after the other. */
    CONSUMER {
        @Override
        void configure(ConsumerConfiguration.Builder config) {
            config.additionalProperties(Map.of("group.protocol", "consumer"));
        }
    };

    /**
     * After that long without a word a member counts as dead; set in the cluster for {@link #CONSUMER}. A machine that has too much
     * to do may starve a member for seconds, and that is no fault of ours.
     */
    static final Duration SESSION_TIMEOUT = Duration.ofSeconds(12);

    private static final Duration HEART_BEAT_INTERVAL = Duration.ofMillis(500);

    abstract void configure(ConsumerConfiguration.Builder config);
}
