package dev.barre.kafka.interop;

import java.util.OptionalInt;

/**
 * A record found by its time.
 *
 * @param offset its offset
 * @param timestamp its timestamp, milliseconds since the epoch
 * @param leaderEpoch its leader epoch, empty where the broker does not say
 */
public record TimedOffset(long offset, long timestamp, OptionalInt leaderEpoch) {}
