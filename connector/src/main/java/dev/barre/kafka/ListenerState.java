package dev.barre.kafka;

import java.util.EnumSet;
import java.util.Set;

/** Where a listener is in its life. */
public enum ListenerState {
    /** Made, and never started. */
    NEW,
    /** Consumes. */
    RUNNING,
    /** Takes in no more and finishes what it has. */
    DRAINING,
    /** Has stopped; may be started again. */
    STOPPED,
    /** Has stopped because it could not go on; {@code onError} was told why. May be started again. */
    FAILED;

    /** The states that lead here. */
    private Set<ListenerState> sources() {
        return switch (this) {
            case NEW -> EnumSet.noneOf(ListenerState.class);
            case RUNNING -> EnumSet.of(NEW, STOPPED, FAILED);
            case DRAINING -> EnumSet.of(RUNNING);
            case STOPPED -> EnumSet.of(DRAINING);
            case FAILED -> EnumSet.of(RUNNING, DRAINING);
        };
    }

    /** Returns {@code next}; throws an {@link IllegalStateException} where no way leads there. */
    ListenerState transitionTo(ListenerState next) {
        if (!next.sources().contains(this)) {
            throw new IllegalStateException("A listener cannot go from " + this + " to " + next);
        }
        return next;
    }

    /** Whether records may be handled. */
    boolean isActive() {
        return this == RUNNING || this == DRAINING;
    }
}
