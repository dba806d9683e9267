package dev.barre.kafka.interop;

/** What the caller of a failed operation can do about it. */
public enum Disposition {
    /** The same call may succeed later, unchanged. */
    RETRIABLE,
    /** This call cannot succeed as it is (a wrong argument, a closed object); nothing else is affected. */
    NOT_RETRIABLE,
    /** The transaction in progress must be aborted; the client stays usable afterwards. */
    ABORT_REQUIRED,
    /** The client cannot go on (fenced, not authorized, wrong credentials): close it, mend the cause, make a new one. */
    FATAL
}
