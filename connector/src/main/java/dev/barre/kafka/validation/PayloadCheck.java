package dev.barre.kafka.validation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks payloads of one type. Thread-safe; does not block. */
@FunctionalInterface
public interface PayloadCheck {
    /** The check of a type without constraints. */
    PayloadCheck NONE = payload -> List.of();

    /**
     * The constraints that {@code payload} breaks, sorted by path; empty when it breaks none, and for null.
     *
     * @throws ValidatorFailedException when a constraint could not be checked
     */
    List<BrokenConstraint> violations(@Nullable Object payload);

    /** Whether there is nothing to check, whatever the payload. */
    default boolean isNone() {
        return this == NONE;
    }
}
