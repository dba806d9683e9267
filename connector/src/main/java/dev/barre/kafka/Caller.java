package dev.barre.kafka;

import java.time.Duration;
import java.util.List;

/**
 * What a service may ask of the listener that calls it (specification 4.3.3). Thread-safe; each function blocks until the listener's
 * consumer has done it, up to its timeout, else {@code defaultApiTimeout}, else 60 seconds. Throws a {@link ConnectorException},
 * also when the listener has stopped.
 */
public interface Caller {
    /**
     * Commits what the service has consumed: all that was handled before, and the records it was called with. For a handler that
     * takes one record, up to that record.
     */
    void commit();

    /** {@link #commitOffset(List, Duration)} with the default timeout. */
    void commitOffset(List<PartitionOffset> offsets);

    /** Commits exactly these offsets; each is the next one to read, so that of the last record done plus one. */
    void commitOffset(List<PartitionOffset> offsets, Duration timeout);

    /**
     * Delivers from this offset on; records of the partition that were fetched already are dropped. The way past a record that blocks
     * its partition.
     */
    void seek(PartitionOffset offset);
}
