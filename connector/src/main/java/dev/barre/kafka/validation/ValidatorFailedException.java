package dev.barre.kafka.validation;

/**
 * A constraint that could not be checked: it is declared on a type that it does not know, or its code or a getter threw. The
 * fault is the type's, not the payload's. The message names the type, the cause is what the validator threw.
 */
public final class ValidatorFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ValidatorFailedException(Class<?> type, Throwable cause) {
        super("The constraints of " + type.getName() + " cannot be checked", cause);
    }
}
