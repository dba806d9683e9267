package dev.barre.kafka.chaos;

/** What a {@link Ledger} checks. */
enum Check {
    /** A record was acknowledged, and neither handled nor dead-lettered by the end. */
    LOST,

    /** An offset was committed while a record before it was not settled yet. */
    COMMITTED_PAST_UNSETTLED,

    /** An offset was committed that is before one that had been committed. */
    COMMITTED_BACKWARDS,

    /** A record was delivered while an earlier one of its key was not settled yet. */
    ORDER,

    /** A record was handled again although no fault explains it. */
    DUPLICATE_OUTSIDE_WINDOW,

    /** Records waited, no fault lasted, and nothing was handled for too long. */
    STALL,

    /** All was handled and the members have stopped in order, but the commit of a partition is behind. */
    UNCOMMITTED_AT_END,

    /** A member has ended although nobody has stopped it. */
    MEMBER_FAILED
}
