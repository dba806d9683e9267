package dev.barre.kafka.chaos;

import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.FetchAhead;
import dev.barre.kafka.ListenerOptions;
import dev.barre.kafka.OffsetReset;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One way to set up the members of a group.
 *
 * @param protocol how they share the partitions
 * @param lanes what each handles at the same time
 * @param batches whether the handler takes all the records of a call, or one
 */
record Variant(Protocol protocol, LaneMode lanes, boolean batches) {
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);

    private static final FetchAhead LITTLE = new FetchAhead(100, 64 << 10, 256 << 10, 400);

    /** Every protocol with every mode; one half takes batches. */
    static List<Variant> all() {
        return Arrays.stream(Protocol.values())
                .flatMap(protocol -> Arrays.stream(LaneMode.values()).map(lanes -> of(protocol, lanes)))
                .toList();
    }

    static Variant of(Protocol protocol, LaneMode lanes) {
        return new Variant(protocol, lanes, (protocol.ordinal() + lanes.ordinal()) % 2 == 1);
    }

    /** The configuration of a member, before a scenario tunes it. */
    ConsumerConfiguration.Builder configuration(String group, String topic) {
        ConsumerConfiguration.Builder config = ConsumerConfiguration.builder()
                .groupId(group)
                .topics(topic)
                .offsetReset(OffsetReset.EARLIEST)
                .autoCommitInterval(COMMIT_INTERVAL);
        protocol.configure(config);
        return config;
    }

    /** The options of a member, before a scenario tunes them. With one of the protocols little is fetched ahead. */
    ListenerOptions.Builder options() {
        ListenerOptions.Builder options = ListenerOptions.builder().lanes(lanes.lanes());
        return protocol == Protocol.CONSUMER ? options.fetchAhead(LITTLE) : options;
    }

    @Override
    public String toString() {
        return (protocol + "/" + lanes + (batches ? "/batches" : ""))
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }
}
