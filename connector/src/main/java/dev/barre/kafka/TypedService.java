package dev.barre.kafka;

import dev.barre.kafka.internal.engine.RecordReader;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A service made of a function, by the methods of {@link Service}; no reflection is involved. Immutable. */
public final class TypedService implements Service {
    private final ServiceDefinition<?> definition;

    private TypedService(ServiceDefinition<?> definition) {
        this.definition = definition;
    }

    ServiceDefinition<?> definition() {
        return definition;
    }

    /** The same service, whose errors go to {@code handler}. */
    public TypedService onError(Consumer<ConnectorException> handler) {
        Arguments.required("attach", "the error handler", handler);
        return onError((error, caller) -> handler.accept(error));
    }

    /** The same service, whose errors go to {@code handler}. */
    public TypedService onError(BiConsumer<ConnectorException, Caller> handler) {
        Arguments.required("attach", "the error handler", handler);
        return new TypedService(definition.withOnError(handler::accept));
    }

    static <T> TypeRef<T> type(@Nullable Class<T> type) {
        return TypeRef.of(Arguments.required("attach", "the type", type));
    }

    static <T> TypedService payloads(TypeRef<T> type, BiConsumer<Caller, List<T>> handler) {
        return batch(payloadReader(type), handler);
    }

    static <T> TypedService payload(TypeRef<T> type, BiConsumer<Caller, T> handler) {
        return single(payloadReader(type), handler);
    }

    static <K, V> TypedService records(
            TypeRef<K> keyType, TypeRef<V> valueType, BiConsumer<Caller, List<ConsumerRecord<K, V>>> handler) {
        return batch(recordReader(keyType, valueType), handler);
    }

    static <K, V> TypedService record(
            TypeRef<K> keyType, TypeRef<V> valueType, BiConsumer<Caller, ConsumerRecord<K, V>> handler) {
        return single(recordReader(keyType, valueType), handler);
    }

    private static <T> Function<RecordReaders, RecordReader<T>> payloadReader(TypeRef<T> type) {
        Arguments.required("attach", "the type", type);
        return readers -> readers.payloads("attach", type.type());
    }

    private static <K, V> Function<RecordReaders, RecordReader<ConsumerRecord<K, V>>> recordReader(
            TypeRef<K> keyType, TypeRef<V> valueType) {
        Arguments.required("attach", "the key type", keyType);
        Arguments.required("attach", "the value type", valueType);
        return readers -> readers.records("attach", keyType.type(), valueType.type());
    }

    // A Consumer<List<T>> cannot say that a tombstone is a null element; the documentation of Service does.
    @SuppressWarnings("NullAway")
    private static <R> TypedService batch(
            Function<RecordReaders, RecordReader<R>> reader, BiConsumer<Caller, List<R>> handler) {
        Arguments.required("attach", "the handler", handler);
        return new TypedService(new ServiceDefinition<R>(
                reader,
                false,
                (caller, items) -> {
                    handler.accept(caller, items);
                    return null;
                },
                null));
    }

    @SuppressWarnings("NullAway") // as above
    private static <R> TypedService single(
            Function<RecordReaders, RecordReader<R>> reader, BiConsumer<Caller, R> handler) {
        Arguments.required("attach", "the handler", handler);
        return new TypedService(new ServiceDefinition<R>(
                reader,
                true,
                (caller, items) -> {
                    handler.accept(caller, items.get(0));
                    return null;
                },
                null));
    }
}
