package dev.barre.kafka;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A target type with its type arguments, for what a {@link Class} cannot say. Made as an anonymous subclass:
 * {@code new TypeRef<Map<String, Order>>() {}}. Immutable.
 *
 * @param <T> the type
 */
public abstract class TypeRef<T> {
    private final Type type;

    /** Takes the type from the subclass; fails with an {@link IllegalArgumentException} where it has no type argument. */
    protected TypeRef() {
        if (!(getClass().getGenericSuperclass() instanceof ParameterizedType superclass)) {
            throw new IllegalArgumentException("A TypeRef needs its type: new TypeRef<List<Order>>() {}");
        }
        this.type = superclass.getActualTypeArguments()[0];
    }

    private TypeRef(Type type) {
        this.type = type;
    }

    /** The same as a {@link Class} literal. */
    public static <T> TypeRef<T> of(Class<T> type) {
        return new Known<>(type);
    }

    /** A type found by reflection; the caller vouches for {@code T}. */
    static <T> TypeRef<T> ofType(Type type) {
        return new Known<>(type);
    }

    /** The type itself. */
    public final Type type() {
        return type;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof TypeRef<?> ref && ref.type.equals(type);
    }

    @Override
    public final int hashCode() {
        return type.hashCode();
    }

    @Override
    public final String toString() {
        return type.getTypeName();
    }

    private static final class Known<T> extends TypeRef<T> {
        Known(Type type) {
            super(type);
        }
    }
}
