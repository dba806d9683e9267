package dev.barre.kafka.internal.engine;

import java.time.Duration;
import java.util.List;

/** What a lane needs of the member it belongs to. Every method may be called from any thread and returns at once. */
interface LaneHost<R> {
    RecordReader<R> reader();

    RejectionPolicy rejectionPolicy();

    RecordHandler<R> handler();

    Retries retries();

    Recovery recovery();

    Admission admission();

    /** The wait before what cannot be read is read again, after so many attempts. */
    Duration readAgainAfter(int attempts);

    /** The monotonic clock. */
    long nanoTime();

    /**
     * Whether a record that may not be passed keeps its lane waiting. Else the lane goes on with other partitions, and the member
     * goes back to that record.
     */
    boolean blocksInPlace();

    /** What a handler may ask for while it has what it was given. */
    MemberScope scope(Delivery.Given<R> given);

    /** These records are settled, and so many of them were handled. */
    void settled(List<Delivery.Settled> settled, int handled);

    /** Takes over a record that is not handled any more; it is settled once that is done. Throws where it may not be passed. */
    void recover(Delivery<R> delivery, Delivery.Settled record, Recovery.Reason reason, Throwable cause, int attempts);

    /** A partition stands before a record that may not be passed; tells the user. */
    void blocked(Delivery.Blocked blocked);

    /** Tells the user that handling failed. */
    void reportFailure(Throwable cause);

    /** The member has to stop for {@code failure}. */
    void stop(RuntimeException failure);

    /** The delivery stays at the head of its lane and goes on after {@code nanos}. */
    void waits(Lane<R> lane, Delivery<R> delivery, long nanos);

    /** The delivery is off the lane, and its records are settled or given up. */
    void finished(Delivery<R> delivery);
}
