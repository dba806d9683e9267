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

    /**
     * Settles this record, whatever becomes of the rest of the batch: it may be committed from now on and is not delivered again. The
     * last word on a record counts. Returns at once, as {@link #release} and {@link #reject} do; all three throw where the record is not
     * among those that the service was called with, or where that call has ended.
     */
    default void accept(ConsumerRecord<?, ?> record) {
        Arguments.required("accept", "the record", record);
        accept(record.offset());
    }

    /** {@link #accept(ConsumerRecord)} by the place of the record. */
    void accept(PartitionOffset record);

    /**
     * Has this record delivered again, not before {@code after}, although the service returns normally; records behind it in its lane
     * wait that long. That is no failure: it does not count against the {@link RetryPolicy}. Where several records of one batch are
     * released, they come again together after the longest of their waits.
     */
    default void release(ConsumerRecord<?, ?> record, Duration after) {
        Arguments.required("release", "the record", record);
        release(record.offset(), after);
    }

    /** {@link #release(ConsumerRecord, Duration)} by the place of the record. */
    void release(PartitionOffset record, Duration after);

    /**
     * Gives this record up: it is not delivered again. It goes to the dead letter topic where there is one, and is committed once that is
     * acknowledged; else it is logged, counted and passed over.
     */
    default void reject(ConsumerRecord<?, ?> record, Throwable cause) {
        Arguments.required("reject", "the record", record);
        reject(record.offset(), cause);
    }

    /** {@link #reject(ConsumerRecord, Throwable)} by the place of the record. */
    void reject(PartitionOffset record, Throwable cause);

    /** How often the first of these records has been delivered by this listener, with this time: 1 at first. 0 outside {@code onConsumerRecord}. */
    int attempt();

    /** The partitions that the member has now, sorted. */
    List<TopicPartition> assignment();

    /** The next offset that the member fetches; behind what is waiting in its lanes. The partition must be assigned. */
    long position(TopicPartition partition);

    /**
     * Fetches nothing more of these partitions until {@link #resume}; what was fetched is delivered still. Holds for this member, over a
     * rebalance that takes a partition and gives it back.
     */
    void pause(List<TopicPartition> partitions);

    /** Takes {@link #pause} back. */
    void resume(List<TopicPartition> partitions);
}
