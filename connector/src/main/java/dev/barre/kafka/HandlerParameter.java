package dev.barre.kafka;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of an {@code onConsumerRecord}.
 *
 * @param role what it is for
 * @param shape how many items it takes, and in what
 * @param keyType the target type of keys; {@code byte[]} where it takes none
 * @param valueType the target type of values
 * @param componentType the class of an array's components
 */
record HandlerParameter(Role role, Shape shape, Type keyType, Type valueType, Class<?> componentType) {
    enum Role {
        CALLER("Caller"),
        RECORDS("records"),
        PAYLOADS("payloads");

        private final String text;

        Role(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    enum Shape {
        SINGLE,
        LIST,
        ARRAY
    }

    static HandlerParameter of(Class<?> service, Type type) {
        if (type == Caller.class) {
            return new HandlerParameter(Role.CALLER, Shape.SINGLE, byte[].class, byte[].class, Object.class);
        }
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return item(service, Shape.LIST, upperBound(list.getActualTypeArguments()[0]));
        }
        if (type == List.class) {
            throw wrong(service, "a List needs its type: List<Order>, or List<ConsumerRecord<String, Order>>.");
        }
        if (type instanceof GenericArrayType array) {
            return item(service, Shape.ARRAY, array.getGenericComponentType());
        }
        if (type instanceof Class<?> array && array.isArray() && type != byte[].class) {
            if (array.getComponentType().isPrimitive()) {
                throw wrong(
                        service,
                        "an array of payloads cannot hold a tombstone in " + array.getSimpleName()
                                + "; take a List, or an array of the boxed type.");
            }
            return item(service, Shape.ARRAY, array.getComponentType());
        }
        return item(service, Shape.SINGLE, type);
    }

    private static HandlerParameter item(Class<?> service, Shape shape, Type type) {
        if (type instanceof ParameterizedType record && record.getRawType() == ConsumerRecord.class) {
            Type[] arguments = record.getActualTypeArguments();
            return new HandlerParameter(
                    Role.RECORDS, shape, upperBound(arguments[0]), upperBound(arguments[1]), ConsumerRecord.class);
        }
        if (type == ConsumerRecord.class) {
            throw wrong(service, "a ConsumerRecord needs its types: ConsumerRecord<String, Order>.");
        }
        if (shape == Shape.SINGLE && type instanceof Class<?> primitive && primitive.isPrimitive()) {
            throw wrong(service, "a tombstone cannot be passed as " + primitive + "; take the boxed type.");
        }
        return new HandlerParameter(Role.PAYLOADS, shape, byte[].class, type, rawClass(type));
    }

    private static Type upperBound(Type type) {
        return type instanceof WildcardType wildcard ? wildcard.getUpperBounds()[0] : type;
    }

    private static Class<?> rawClass(Type type) {
        if (type instanceof Class<?> known) {
            return known;
        }
        if (type instanceof ParameterizedType parameterized && parameterized.getRawType() instanceof Class<?> raw) {
            return raw;
        }
        if (type instanceof GenericArrayType array) {
            return rawClass(array.getGenericComponentType()).arrayType();
        }
        return Object.class;
    }

    boolean isSingle() {
        return shape == Shape.SINGLE;
    }

    /** What to pass for {@code items}, each seen through {@code view}. */
    <R> @Nullable Object argument(List<@Nullable R> items, Function<@Nullable R, @Nullable Object> view) {
        return switch (shape) {
            case SINGLE -> view.apply(items.get(0));
            case ARRAY -> {
                Object array = Array.newInstance(componentType, items.size());
                for (int index = 0; index < items.size(); index++) {
                    Array.set(array, index, view.apply(items.get(index)));
                }
                yield array;
            }
            case LIST -> {
                List<@Nullable Object> list = new ArrayList<>(items.size());
                items.forEach(item -> list.add(view.apply(item)));
                yield Collections.unmodifiableList(list);
            }
        };
    }

    static ConnectorException wrong(Class<?> service, String reason) {
        return ConnectorException.refused(
                "attach", "onConsumerRecord of " + service.getName() + " cannot be called: " + reason);
    }
}
