package dev.barre.kafka.interop;

import java.util.OptionalLong;

/**
 * What the broker says of a record that was sent.
 *
 * @param topic its topic
 * @param partition its partition
 * @param offset its offset, empty where the broker was not asked (acks=0)
 * @param timestamp its timestamp in milliseconds since the epoch, empty where it is not known
 * @param keySize bytes of the key, -1 for none
 * @param valueSize bytes of the value, -1 for none
 */
public record Acknowledgement(
        String topic, int partition, OptionalLong offset, OptionalLong timestamp, int keySize, int valueSize) {}
