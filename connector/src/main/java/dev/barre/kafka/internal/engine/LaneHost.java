package dev.barre.kafka.internal.engine;

import java.util.List;

/** What a lane needs of the member it belongs to. Every method may be called from any thread and returns at once. */
interface LaneHost<R> {
    RecordReader<R> reader();

    RejectionPolicy rejectionPolicy();

    RecordHandler<R> handler();

    /** What a handler may ask for while it has what it was given. */
    MemberScope scope(Delivery.Given<R> given);

    /** Some items are handled, and their partitions settled that far. */
    void settled(List<Delivery.Settled<R>> settled, int items);

    /** A partition stands before a record that may not be passed; tells the user. */
    void blocked(Delivery.Blocked<R> blocked);

    /** Tells the user that handling failed. */
    void reportFailure(Throwable cause);

    /** The delivery stays at the head of its lane and asks for a retry. */
    void handlingFailed(Lane<R> lane, Delivery<R> delivery, int attempts);

    /** The delivery is off the lane. */
    void finished(Lane<R> lane, Delivery<R> delivery);
}
