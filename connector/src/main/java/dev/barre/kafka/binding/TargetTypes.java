package dev.barre.kafka.binding;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/** Which types name a target completely. */
final class TargetTypes {
    private TargetTypes() {}

    /**
     * Refuses wildcards and type variables, wherever they stand. Jackson would bind them to their bound without a word.
     *
     * @throws UnsupportedTypeException naming {@code type}
     */
    static void refuseUnresolved(Type type) {
        if (!isResolved(type)) {
            throw new UnsupportedTypeException(type, "it has a wildcard or an unresolved type variable", null);
        }
    }

    private static boolean isResolved(Type type) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                if (!isResolved(argument)) {
                    return false;
                }
            }
            return true;
        }
        return type instanceof GenericArrayType array
                ? isResolved(array.getGenericComponentType())
                : type instanceof Class<?>;
    }
}
