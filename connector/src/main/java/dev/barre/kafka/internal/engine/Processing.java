package dev.barre.kafka.internal.engine;

/**
 * What is done with records, from bytes to a settled offset. Immutable; all of it is thread-safe.
 *
 * @param reader binds and validates
 * @param policy decides about records that were rejected
 * @param handler the user's code
 * @param retries decides whether handling is tried again
 * @param recovery takes over what is not handled any more
 * @param admission says when lanes may go on
 * @param dueTimes says before which time a record is not handled
 * @param rebalances hears of changes of the assignment
 * @param preparation is run before the member subscribes, on a lane thread, and again until it does not throw; may block
 * @param <R> what the handler takes for one record
 */
public record Processing<R>(
        RecordReader<R> reader,
        RejectionPolicy policy,
        RecordHandler<R> handler,
        Retries retries,
        Recovery recovery,
        Admission admission,
        DueTimes dueTimes,
        RebalanceHandler rebalances,
        Runnable preparation) {}
