package dev.barre.kafka;

import java.util.OptionalInt;

/**
 * A record found by its time.
 *
 * @param offset its offset
 * @param timestamp its timestamp, milliseconds since the epoch
 * @param leaderEpoch the leader epoch of the record, empty where the broker does not say
 */
public record OffsetAndTimestamp(long offset, long timestamp, OptionalInt leaderEpoch) {}
