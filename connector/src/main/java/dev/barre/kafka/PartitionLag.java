package dev.barre.kafka;

import java.util.OptionalLong;

/**
 * How far a listener is behind in one partition. A snapshot, at most a second old, of what its member knows; asks no broker.
 *
 * @param partition the partition, which one of the listener's members has
 * @param settled the next offset to read after a restart, were it committed now; empty before the first record
 * @param committed what the listener has committed last; empty before that
 * @param lag how many offsets lie between {@code settled} and the end of the partition, as the last fetch knew it; empty before that
 * @param unfinished how many records are fetched and not handled
 */
public record PartitionLag(
        TopicPartition partition, OptionalLong settled, OptionalLong committed, OptionalLong lag, int unfinished) {}
