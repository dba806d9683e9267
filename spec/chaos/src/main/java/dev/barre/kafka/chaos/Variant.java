package dev.barre.kafka.chaos;

import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.FetchAhead;
import dev.barre.kafka.ListenerOptions;
import dev.barre.kafka.OffsetReset;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One way to set up the members of a group.
 *
 * @param protocol how they share the partitions
 * @param lanes what each handles at the same time
 * @param handler what the handler takes and returns
 */
record Variant(Protocol protocol, LaneMode lanes, HandlerKind handler) {
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);

    private static final FetchAhead LITTLE = new FetchAhead(100, 64 << 10, 256 << 10, 400);

    /** Both protocols with every mode, one half of them with batches, and then the {@link #further} ones. */
    static List<Variant> all() {
        return Stream.concat(
                        Stream.of(Protocol.CLASSIC, Protocol.CONSUMER)
                                .flatMap(protocol ->
                                        Arrays.stream(LaneMode.values()).map(lanes -> of(protocol, lanes))),
                        further().stream())
                .toList();
    }

    /** Other kinds of membership, and handlers that return before they are done. */
    static List<Variant> further() {
        return List.of(
                new Variant(Protocol.COOPERATIVE, LaneMode.BY_KEY, HandlerKind.STAGE),
                new Variant(Protocol.STATIC, LaneMode.BY_PARTITION, HandlerKind.STAGE),
                new Variant(Protocol.COOPERATIVE, LaneMode.SEQUENTIAL, HandlerKind.BATCH),
                new Variant(Protocol.STATIC_CONSUMER, LaneMode.BY_KEY, HandlerKind.RECORD),
                new Variant(Protocol.CONSUMER, LaneMode.UNORDERED, HandlerKind.STAGE));
    }

    /** The variant of {@link #all} with one of the two protocols. */
    static Variant of(Protocol protocol, LaneMode lanes) {
        boolean batches = protocol.isDecidedByBroker() == (lanes.ordinal() % 2 == 0);
        return new Variant(protocol, lanes, batches ? HandlerKind.BATCH : HandlerKind.RECORD);
    }

    boolean batches() {
        return handler == HandlerKind.BATCH;
    }

    /** The configuration of the members, before a scenario tunes it and {@link Protocol#configure} makes it that of one of them. */
    ConsumerConfiguration.Builder configuration(String group, String topic) {
        return ConsumerConfiguration.builder()
                .groupId(group)
                .topics(topic)
                .offsetReset(OffsetReset.EARLIEST)
                .autoCommitInterval(COMMIT_INTERVAL);
    }

    /** The options of a member, before a scenario tunes them. Where the broker decides, little is fetched ahead. */
    ListenerOptions.Builder options() {
        ListenerOptions.Builder options = ListenerOptions.builder().lanes(lanes.lanes());
        return protocol.isDecidedByBroker() ? options.fetchAhead(LITTLE) : options;
    }

    @Override
    public String toString() {
        return (protocol + "/" + lanes + "/" + handler).toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
