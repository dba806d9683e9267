package dev.barre.kafka.validation;

import jakarta.validation.Validator;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Jakarta Validation for payloads: annotate the fields or record components of a payload type and they are checked. A
 * payload that is a collection, an array, a map or an {@code Optional} is checked element by element. What is checked is
 * the payload's own class, so that constraints of a subclass or of a permitted type of a sealed interface count. Only
 * constraints of the default group. Thread-safe.
 */
public final class PayloadValidator {
    private final BeanCheck beans;

    private PayloadValidator(Supplier<Validator> validator) {
        this.beans = new BeanCheck(validator);
    }

    /**
     * Hibernate Validator with messages that need no expression language. It is started by the first type that may have
     * constraints.
     */
    public static PayloadValidator standard() {
        return new PayloadValidator(new StandardValidator());
    }

    /** The application's own validator; closing its factory stays with the application. */
    public static PayloadValidator using(Validator validator) {
        Objects.requireNonNull(validator, "validator");
        return new PayloadValidator(() -> validator);
    }

    /**
     * The check for payloads of a type; ask once and keep it. {@link PayloadCheck#NONE} where neither the type nor a
     * subtype of it can have constraints.
     *
     * @throws ValidatorFailedException when a constraint of the type is declared wrongly
     */
    public PayloadCheck checkFor(Type type) {
        if (type instanceof GenericArrayType array) {
            return ElementChecks.ofArray(checkFor(array.getGenericComponentType()));
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            return checkForContainer(raw, List.of(generic.getActualTypeArguments()));
        }
        if (type instanceof Class<?> plain) {
            return plain.isArray() && !plain.getComponentType().isPrimitive()
                    ? ElementChecks.ofArray(checkFor(plain.getComponentType()))
                    : checkForContainer(plain, List.of());
        }
        return checkForContainer(Object.class, List.of());
    }

    private PayloadCheck checkForContainer(Class<?> type, List<Type> arguments) {
        if (Map.class.isAssignableFrom(type)) {
            return ElementChecks.ofMap(checkFor(arguments.size() == 2 ? arguments.get(1) : Object.class));
        }
        Type content = arguments.size() == 1 ? arguments.get(0) : Object.class;
        if (Collection.class.isAssignableFrom(type)) {
            return ElementChecks.ofCollection(checkFor(content));
        }
        return type == Optional.class ? ElementChecks.ofOptional(checkFor(content)) : beans.checkFor(type);
    }
}
