package dev.barre.kafka;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What a {@link Listener} calls (specification 4.3.2). Either a class with methods of these names:
 *
 * <pre>{@code
 * final class OrderService implements Service {
 *     public void onConsumerRecord(Caller caller, List<ConsumerRecord<String, Order>> records) { ... }
 *     public void onError(ConnectorException error, Caller caller) { ... }   // optional
 * }
 * }</pre>
 *
 * or one made of a function by the methods of this interface.
 *
 * <p>{@code onConsumerRecord} takes, in any order, at most one each of: a {@link Caller}; the records ({@code
 * List<ConsumerRecord<K, V>>}, an array of them, or a single one); the payloads ({@code List<T>}, {@code T[]} or a single {@code
 * T}; {@code byte[]} is a single payload). It needs one of the last two, and where it takes both, both are lists or both are
 * single. It returns {@code void} or a {@link java.util.concurrent.CompletionStage}, and then its records count as handled when the
 * stage completes. {@code onError} takes a {@link ConnectorException}, or that and a {@link Caller}.
 *
 * <p>Calls for one lane never overlap: by default one lane serves all partitions of a member; with {@code decoupleProcessing} each
 * partition has its own, and with several {@code concurrentConsumers} each member has its own, so the same service may be called by
 * several threads at a time. {@link ListenerOptions.Builder#lanes} say otherwise. What {@code onConsumerRecord} throws is told to
 * {@code onError}, and the records are delivered again as the {@link RetryPolicy} says, by default after a growing wait and without
 * limit; records of its lane wait that long.
 */
public interface Service {
    /** A service that takes the values of a batch; a tombstone is a null element. */
    static <T> TypedService ofPayloads(Class<T> type, Consumer<List<T>> handler) {
        return ofPayloads(TypedService.type(type), ignoringCaller(handler));
    }

    /** A service that takes the values of a batch; a tombstone is a null element. */
    static <T> TypedService ofPayloads(Class<T> type, BiConsumer<Caller, List<T>> handler) {
        return ofPayloads(TypedService.type(type), handler);
    }

    /** A service that takes the values of a batch; a tombstone is a null element. */
    static <T> TypedService ofPayloads(TypeRef<T> type, Consumer<List<T>> handler) {
        return ofPayloads(type, ignoringCaller(handler));
    }

    /** A service that takes the values of a batch; a tombstone is a null element. */
    static <T> TypedService ofPayloads(TypeRef<T> type, BiConsumer<Caller, List<T>> handler) {
        return TypedService.payloads(type, handler);
    }

    /** A service that takes one value at a time; null for a tombstone. */
    static <T> TypedService ofPayload(Class<T> type, Consumer<T> handler) {
        return ofPayload(TypedService.type(type), ignoringCaller(handler));
    }

    /** A service that takes one value at a time; null for a tombstone. */
    static <T> TypedService ofPayload(Class<T> type, BiConsumer<Caller, T> handler) {
        return ofPayload(TypedService.type(type), handler);
    }

    /** A service that takes one value at a time; null for a tombstone. */
    static <T> TypedService ofPayload(TypeRef<T> type, Consumer<T> handler) {
        return ofPayload(type, ignoringCaller(handler));
    }

    /** A service that takes one value at a time; null for a tombstone. */
    static <T> TypedService ofPayload(TypeRef<T> type, BiConsumer<Caller, T> handler) {
        return TypedService.payload(type, handler);
    }

    /** A service that takes the records of a batch. */
    static <K, V> TypedService ofRecords(
            Class<K> keyType, Class<V> valueType, Consumer<List<ConsumerRecord<K, V>>> handler) {
        return ofRecords(TypedService.type(keyType), TypedService.type(valueType), ignoringCaller(handler));
    }

    /** A service that takes the records of a batch. */
    static <K, V> TypedService ofRecords(
            Class<K> keyType, Class<V> valueType, BiConsumer<Caller, List<ConsumerRecord<K, V>>> handler) {
        return ofRecords(TypedService.type(keyType), TypedService.type(valueType), handler);
    }

    /** A service that takes the records of a batch. */
    static <K, V> TypedService ofRecords(
            TypeRef<K> keyType, TypeRef<V> valueType, Consumer<List<ConsumerRecord<K, V>>> handler) {
        return ofRecords(keyType, valueType, ignoringCaller(handler));
    }

    /** A service that takes the records of a batch. */
    static <K, V> TypedService ofRecords(
            TypeRef<K> keyType, TypeRef<V> valueType, BiConsumer<Caller, List<ConsumerRecord<K, V>>> handler) {
        return TypedService.records(keyType, valueType, handler);
    }

    /** A service that takes one record at a time. */
    static <K, V> TypedService ofRecord(Class<K> keyType, Class<V> valueType, Consumer<ConsumerRecord<K, V>> handler) {
        return ofRecord(TypedService.type(keyType), TypedService.type(valueType), ignoringCaller(handler));
    }

    /** A service that takes one record at a time. */
    static <K, V> TypedService ofRecord(
            Class<K> keyType, Class<V> valueType, BiConsumer<Caller, ConsumerRecord<K, V>> handler) {
        return ofRecord(TypedService.type(keyType), TypedService.type(valueType), handler);
    }

    /** A service that takes one record at a time. */
    static <K, V> TypedService ofRecord(
            TypeRef<K> keyType, TypeRef<V> valueType, Consumer<ConsumerRecord<K, V>> handler) {
        return ofRecord(keyType, valueType, ignoringCaller(handler));
    }

    /** A service that takes one record at a time. */
    static <K, V> TypedService ofRecord(
            TypeRef<K> keyType, TypeRef<V> valueType, BiConsumer<Caller, ConsumerRecord<K, V>> handler) {
        return TypedService.record(keyType, valueType, handler);
    }

    private static <T> BiConsumer<Caller, T> ignoringCaller(Consumer<T> handler) {
        Arguments.required("attach", "the handler", handler);
        return (caller, argument) -> handler.accept(argument);
    }
}
