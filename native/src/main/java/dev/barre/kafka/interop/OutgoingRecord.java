package dev.barre.kafka.interop;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way out, in bytes.
 *
 * @param topic its topic
 * @param partition its partition, null where the partitioner decides
 * @param timestamp milliseconds since the epoch, null for now
 * @param key its key, null for none
 * @param value its value, null for a tombstone
 * @param headers its headers, in order; names may repeat, values may be null
 */
public record OutgoingRecord(
        String topic,
        @Nullable Integer partition,
        @Nullable Long timestamp,
        byte @Nullable [] key,
        byte @Nullable [] value,
        List<Map.Entry<String, byte @Nullable []>> headers) {}
