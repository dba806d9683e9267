package dev.barre.kafka;

import dev.barre.kafka.internal.engine.Rejection;
import java.lang.reflect.Type;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why one record was not delivered.
 *
 * @param at where it stands
 * @param part which part of it is wrong
 * @param target the type that was asked for
 * @param cause what the decoder says; null where constraints are broken
 * @param isRetriable whether the same bytes may be bound later
 * @param violations the broken constraints; empty where it could not be bound
 */
record PayloadRejection(
        PartitionOffset at,
        RecordPart part,
        Type target,
        @Nullable Throwable cause,
        boolean isRetriable,
        List<Violation> violations)
        implements Rejection {
    boolean isValidation() {
        return !violations.isEmpty();
    }

    /** Half a sentence without the place, and without anything of the payload. */
    String reason() {
        String half = name();
        if (cause instanceof PayloadLimitException) {
            return half + (part == RecordPart.HEADERS ? " are" : " is") + " too large: " + cause.getMessage();
        }
        if (isValidation()) {
            return half + " breaks " + violations.size() + (violations.size() == 1 ? " constraint" : " constraints")
                    + " of " + target.getTypeName() + ": "
                    + violations.stream()
                            .map(violation ->
                                    (violation.path().isEmpty() ? "it" : violation.path()) + " " + violation.message())
                            .collect(Collectors.joining("; "));
        }
        String why = cause == null || cause.getMessage() == null ? "" : ": " + cause.getMessage();
        return half + " cannot be bound to " + target.getTypeName() + why;
    }

    private String name() {
        return switch (part) {
            case KEY -> "the key";
            case VALUE -> "the value";
            case HEADERS -> "the headers";
        };
    }

    @Override
    public PayloadBindingException exception() {
        String advice =
                isRetriable ? " It will be tried again." : " Seek to offset " + (at.offset() + 1) + " to go past it.";
        String message = at + ": " + reason() + "." + advice;
        return isValidation()
                ? new PayloadValidationException("poll", message, at, part, violations, cause)
                : new PayloadBindingException("poll", isRetriable, message, at, part, cause);
    }
}
