package dev.barre.kafka.validation;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import java.lang.reflect.Modifier;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Checks single objects by their own class. Thread-safe. */
final class BeanCheck implements PayloadCheck {
    static final Comparator<BrokenConstraint> BY_PATH =
            Comparator.comparing(BrokenConstraint::path).thenComparing(BrokenConstraint::message);

    private final Supplier<Validator> validator;

    /** Whether a class has constraints, found once for each class that is met. */
    private final ClassValue<Boolean> constrained = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return hasConstraints(type);
        }
    };

    BeanCheck(Supplier<Validator> validator) {
        this.validator = validator;
    }

    /** Itself, unless every value of {@code type} is of a class that has no constraints. */
    PayloadCheck checkFor(Class<?> type) {
        return constrained.get(type) || hasSubtypes(type) ? this : NONE;
    }

    /** Whether a payload of {@code type} may be of a class of its own; nobody binds to a subclass of BigDecimal. */
    private static boolean hasSubtypes(Class<?> type) {
        boolean concreteOfTheJdk =
                type != Object.class && type.getName().startsWith("java.") && !Modifier.isAbstract(type.getModifiers());
        return !concreteOfTheJdk
                && !type.isPrimitive()
                && !type.isArray()
                && !type.isEnum()
                && !Modifier.isFinal(type.getModifiers());
    }

    @Override
    public List<BrokenConstraint> violations(@Nullable Object payload) {
        if (payload == null || !constrained.get(payload.getClass())) {
            return List.of();
        }
        Set<ConstraintViolation<Object>> violations;
        try {
            violations = validator.get().validate(payload);
        } catch (RuntimeException | StackOverflowError e) {
            throw new ValidatorFailedException(payload.getClass(), e);
        }
        return violations.isEmpty()
                ? List.of()
                : violations.stream().map(BeanCheck::describe).sorted(BY_PATH).toList();
    }

    private boolean hasConstraints(Class<?> type) {
        if (type.isPrimitive() || type.isArray() || type.getName().startsWith("java.")) {
            return false;
        }
        try {
            return validator.get().getConstraintsForClass(type).isBeanConstrained();
        } catch (RuntimeException e) {
            throw new ValidatorFailedException(type, e);
        }
    }

    private static BrokenConstraint describe(ConstraintViolation<?> violation) {
        // An application's validator may evaluate expressions; the value must not reach a log through one of them.
        String message = violation.getMessageTemplate().contains("validatedValue")
                ? violation.getMessageTemplate()
                : violation.getMessage();
        return new BrokenConstraint(path(violation.getPropertyPath()), message);
    }

    private static String path(Path nodes) {
        var path = new StringBuilder();
        for (Path.Node node : nodes) {
            if (node.isInIterable()) {
                path.append('[')
                        .append(node.getIndex() == null ? "*" : node.getIndex())
                        .append(']');
            }
            if (node.getKind() == ElementKind.PROPERTY) {
                path.append(path.isEmpty() ? "" : ".").append(node.getName());
            }
        }
        return path.toString();
    }
}
