package dev.barre.kafka;

import dev.barre.kafka.ServiceDefinition.ErrorFunction;
import dev.barre.kafka.ServiceDefinition.RecordFunction;
import dev.barre.kafka.internal.engine.RecordReader;
import dev.barre.kafka.internal.engine.SliceReader;
import dev.barre.kafka.interop.RecordSlice;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the parameters of an {@code onConsumerRecord} say: which comes where, and what one record is bound to. Immutable.
 *
 * @param parameters in the order of the method
 * @param records the parameter that takes records, null where there is none
 * @param payloads the parameter that takes payloads, null where there is none
 */
record HandlerSignature(
        List<HandlerParameter> parameters,
        @Nullable HandlerParameter records,
        @Nullable HandlerParameter payloads) {

    static HandlerSignature of(Class<?> service, Method method) {
        List<HandlerParameter> parameters = new ArrayList<>();
        for (Type type : method.getGenericParameterTypes()) {
            parameters.add(HandlerParameter.of(service, type));
        }
        atMostOne(service, parameters, HandlerParameter.Role.CALLER);
        HandlerParameter records = atMostOne(service, parameters, HandlerParameter.Role.RECORDS);
        HandlerParameter payloads = atMostOne(service, parameters, HandlerParameter.Role.PAYLOADS);
        if (records == null && payloads == null) {
            throw HandlerParameter.wrong(service, "it takes neither records nor payloads.");
        }
        if (records != null && payloads != null && records.isSingle() != payloads.isSingle()) {
            throw HandlerParameter.wrong(
                    service, "records and payloads must both be lists (or arrays) or both be single.");
        }
        return new HandlerSignature(parameters, records, payloads);
    }

    private static @Nullable HandlerParameter atMostOne(
            Class<?> service, List<HandlerParameter> parameters, HandlerParameter.Role role) {
        List<HandlerParameter> found = parameters.stream()
                .filter(parameter -> parameter.role() == role)
                .toList();
        if (found.size() > 1) {
            throw HandlerParameter.wrong(
                    service,
                    "it takes " + found.size() + " parameters of the kind " + role.text() + "; one is allowed.");
        }
        return found.isEmpty() ? null : found.get(0);
    }

    ServiceDefinition<?> definition(MethodHandle method, @Nullable ErrorFunction onError) {
        boolean single = parameters.stream()
                .filter(parameter -> parameter.role() != HandlerParameter.Role.CALLER)
                .allMatch(HandlerParameter::isSingle);
        if (records != null && payloads != null) {
            var views = new Views<>(Item::recordOf, Item::payloadOf);
            return new ServiceDefinition<>(pairReader(records, payloads), single, function(views, method), onError);
        }
        if (records != null) {
            var views = new Views<ConsumerRecord<Object, Object>>(item -> item, item -> null);
            return new ServiceDefinition<>(recordReader(records), single, function(views, method), onError);
        }
        if (payloads != null) {
            var views = new Views<Object>(item -> null, item -> item);
            return new ServiceDefinition<>(payloadReader(payloads), single, function(views, method), onError);
        }
        throw new IllegalStateException("of() lets no signature through without records and payloads");
    }

    private <R> RecordFunction<R> function(Views<R> views, MethodHandle method) {
        return (caller, items) -> method.invokeExact(arguments(caller, items, views));
    }

    private <R> @Nullable Object[] arguments(Caller caller, List<@Nullable R> items, Views<R> views) {
        @Nullable Object[] arguments = new Object[parameters.size()];
        for (int index = 0; index < arguments.length; index++) {
            HandlerParameter parameter = parameters.get(index);
            arguments[index] = switch (parameter.role()) {
                case CALLER -> caller;
                case RECORDS -> parameter.argument(items, views.record());
                case PAYLOADS -> parameter.argument(items, views.payload());
            };
        }
        return arguments;
    }

    /** What the parameters see of an item. */
    private record Views<R>(
            Function<@Nullable R, @Nullable Object> record, Function<@Nullable R, @Nullable Object> payload) {}

    private static Function<RecordReaders, RecordReader<ConsumerRecord<Object, Object>>> recordReader(
            HandlerParameter records) {
        return readers -> readers.records("attach", records.keyType(), records.valueType());
    }

    private static Function<RecordReaders, RecordReader<Object>> payloadReader(HandlerParameter payloads) {
        return readers -> readers.payloads("attach", payloads.valueType());
    }

    /** Binds each record once for both parameters where they want the same value, so that the lists agree in length and order. */
    private static Function<RecordReaders, RecordReader<Item>> pairReader(
            HandlerParameter records, HandlerParameter payloads) {
        boolean same = records.valueType().equals(payloads.valueType());
        return readers -> {
            RecordReader<ConsumerRecord<Object, Object>> first =
                    readers.records("attach", records.keyType(), records.valueType());
            RecordReader<Object> second = readers.payloads("attach", payloads.valueType());
            return new PairReader(first, same ? null : second);
        };
    }

    /** A record and its payload. */
    private record Item(
            ConsumerRecord<Object, Object> record, @Nullable Object payload) {
        static @Nullable Object recordOf(@Nullable Item item) {
            return item == null ? null : item.record;
        }

        static @Nullable Object payloadOf(@Nullable Item item) {
            return item == null ? null : item.payload;
        }
    }

    /** @param second null where the payload is the value of the record */
    private record PairReader(
            RecordReader<ConsumerRecord<Object, Object>> first,
            @Nullable RecordReader<Object> second) implements RecordReader<Item> {
        @Override
        public SliceReader<Item> open(RecordSlice slice) {
            var records = first.open(slice);
            var payloads = second == null ? null : second.open(slice);
            List<@Nullable ConsumerRecord<Object, Object>> record = new ArrayList<>(1);
            List<@Nullable Object> payload = new ArrayList<>(1);
            return (index, items) -> {
                record.clear();
                payload.clear();
                var rejection = records.read(index, record);
                if (rejection == null && payloads != null) {
                    rejection = payloads.read(index, payload);
                }
                ConsumerRecord<Object, Object> read = record.isEmpty() ? null : record.get(0);
                if (rejection == null && read != null) {
                    items.add(new Item(read, payloads == null ? read.value() : payload.get(0)));
                }
                return rejection;
            };
        }
    }
}
