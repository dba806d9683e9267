package dev.barre.kafka.internal.engine;

import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * How one partition of a member stands. Immutable.
 *
 * @param partition the partition
 * @param settled the next offset to read after a restart, as far as the member knows
 * @param committed what the member has committed last
 * @param fetched the next offset to fetch, as far as it is known
 * @param lag how many offsets lie between what is settled and the end of the partition, as the last fetch knew it
 * @param unfinished how many records are handed over and not finished
 * @param inHand whether user code has something of it at this moment
 * @param waiting whether a record of it waits for what another member would wait for as well: to be readable, or to be passed on
 * @param paused whether nothing is meant to be fetched of it now: it or the whole member is paused, or its records are not due yet
 */
public record PartitionSnapshot(
        TopicPartition partition,
        OptionalLong settled,
        OptionalLong committed,
        OptionalLong fetched,
        OptionalLong lag,
        int unfinished,
        boolean inHand,
        boolean waiting,
        boolean paused) {

    /** The same where the partition is known to go up to {@code end}, which the last fetch may not have known. */
    public PartitionSnapshot upTo(long end) {
        OptionalLong from = settled.isPresent() ? settled : fetched;
        boolean isFurther = from.isPresent() && end - from.getAsLong() > lag.orElse(0);
        return isFurther
                ? new PartitionSnapshot(
                        partition,
                        settled,
                        committed,
                        fetched,
                        OptionalLong.of(end - from.getAsLong()),
                        unfinished,
                        inHand,
                        waiting,
                        paused)
                : this;
    }
}
