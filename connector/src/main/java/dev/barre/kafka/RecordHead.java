package dev.barre.kafka;

import org.jspecify.annotations.Nullable;

/** What is known of a record before its key and value are bound. Valid during the call that it is given to. */
public interface RecordHead {
    /** Where the record stands. */
    PartitionOffset offset();

    /** Milliseconds since the epoch, as the topic is configured: when it was sent or when it was appended. */
    long timestamp();

    /** The key as it was fetched, null where there is none; not a copy, and not to be changed. */
    byte @Nullable [] key();

    /** The headers. */
    Headers headers();

    /** The size of the value in bytes, -1 where it is null. */
    int valueSize();
}
