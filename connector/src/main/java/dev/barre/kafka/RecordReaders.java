package dev.barre.kafka;

import dev.barre.kafka.binding.Binder;
import dev.barre.kafka.binding.Binding;
import dev.barre.kafka.binding.Bound;
import dev.barre.kafka.binding.Decoder;
import dev.barre.kafka.binding.Failed;
import dev.barre.kafka.binding.UnsupportedTypeException;
import dev.barre.kafka.internal.engine.RecordReader;
import dev.barre.kafka.internal.engine.Rejection;
import dev.barre.kafka.internal.engine.SliceReader;
import dev.barre.kafka.interop.RawHeaders;
import dev.barre.kafka.interop.RecordSlice;
import dev.barre.kafka.validation.BrokenConstraint;
import dev.barre.kafka.validation.PayloadCheck;
import dev.barre.kafka.validation.PayloadValidator;
import dev.barre.kafka.validation.ValidatorFailedException;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the reader for a target type: bind, then validate. Decoders and constraints are looked up here, once, so that a type that
 * cannot be bound is reported before the first record. Immutable and thread-safe.
 */
final class RecordReaders {
    private final Binder binder;
    private final RecordLimits limits;
    private final @Nullable PayloadValidator validator;

    /** @param validator null where {@code validation} is switched off */
    RecordReaders(Binder binder, RecordLimits limits, @Nullable PayloadValidator validator) {
        this.binder = binder;
        this.limits = limits;
        this.validator = validator;
    }

    /** Whole records: key and value are bound and validated. */
    <K, V> RecordReader<ConsumerRecord<K, V>> records(String operation, Type keyType, Type valueType) {
        Half<K> keys = half(operation, RecordPart.KEY, keyType);
        Half<V> values = half(operation, RecordPart.VALUE, valueType);
        return slice -> new RecordSliceReader<>(slice, limits, keys, values);
    }

    /** Values alone: a key is not looked at, so a bad one cannot fail them. */
    <V> RecordReader<V> payloads(String operation, Type valueType) {
        Half<V> values = half(operation, RecordPart.VALUE, valueType);
        return slice -> new PayloadSliceReader<>(slice, limits, values);
    }

    private <T> Half<T> half(String operation, RecordPart part, Type type) {
        try {
            PayloadCheck check = validator == null ? PayloadCheck.NONE : validator.checkFor(type);
            return new Half<>(part, type, binder.decoder(type), check);
        } catch (UnsupportedTypeException | ValidatorFailedException e) {
            throw ConnectorException.refused(operation, e.getMessage(), e);
        }
    }

    /** How one half of a record is read. */
    private record Half<T>(RecordPart part, Type type, Decoder<T> decoder, PayloadCheck check) {
        @Nullable
        PayloadRejection unbound(RecordSlice slice, int index, Failed<T> failed) {
            return new PayloadRejection(at(slice, index), part, type, failed.cause(), failed.retriable(), List.of());
        }

        PayloadRejection tooLarge(RecordSlice slice, int index, RecordPart which, PayloadLimitException exceeded) {
            return new PayloadRejection(at(slice, index), which, type, exceeded, false, List.of());
        }

        @Nullable
        PayloadRejection broken(RecordSlice slice, int index, @Nullable T value) {
            List<BrokenConstraint> broken;
            try {
                broken = check.violations(value);
            } catch (RuntimeException brokenValidator) {
                // A constraint that throws for this record will throw again; the record is bad, and no partition stops
                // for
                // it.
                return new PayloadRejection(at(slice, index), part, type, brokenValidator, false, List.of());
            }
            if (broken.isEmpty()) {
                return null;
            }
            List<Violation> violations = broken.stream()
                    .map(constraint -> new Violation(constraint.path(), constraint.message()))
                    .toList();
            return new PayloadRejection(at(slice, index), part, type, null, false, violations);
        }

        private static PartitionOffset at(RecordSlice slice, int index) {
            return new PartitionOffset(Conversions.ours(slice.partition()), slice.offset(index));
        }
    }

    private record PayloadSliceReader<V>(RecordSlice slice, RecordLimits limits, Half<V> values)
            implements SliceReader<V> {
        @Override
        public @Nullable Rejection read(int index, List<@Nullable V> items) {
            byte[] bytes = slice.value(index);
            PayloadLimitException exceeded = limits.exceededByValue(bytes);
            if (exceeded != null) {
                return values.tooLarge(slice, index, RecordPart.VALUE, exceeded);
            }
            Binding<V> binding = values.decoder().decode(bytes);
            if (binding instanceof Failed<V> failed) {
                return values.unbound(slice, index, failed);
            }
            V value = ((Bound<V>) binding).value();
            PayloadRejection broken = values.broken(slice, index, value);
            if (broken == null) {
                items.add(value);
            }
            return broken;
        }
    }

    private static final class RecordSliceReader<K, V> implements SliceReader<ConsumerRecord<K, V>> {
        private final RecordSlice slice;
        private final RecordLimits limits;
        private final Half<K> keys;
        private final Half<V> values;
        private final TopicPartition partition;

        RecordSliceReader(RecordSlice slice, RecordLimits limits, Half<K> keys, Half<V> values) {
            this.slice = slice;
            this.limits = limits;
            this.keys = keys;
            this.values = values;
            this.partition = Conversions.ours(slice.partition());
        }

        @Override
        public @Nullable Rejection read(int index, List<@Nullable ConsumerRecord<K, V>> items) {
            byte[] keyBytes = slice.key(index);
            byte[] valueBytes = slice.value(index);
            RawHeaders headers = slice.headers(index);
            PayloadRejection tooLarge = tooLarge(index, keyBytes, valueBytes, headers);
            if (tooLarge != null) {
                return tooLarge;
            }
            Binding<K> keyBinding = keys.decoder().decode(keyBytes);
            if (keyBinding instanceof Failed<K> failed) {
                return keys.unbound(slice, index, failed);
            }
            Binding<V> valueBinding = values.decoder().decode(valueBytes);
            if (valueBinding instanceof Failed<V> failed) {
                return values.unbound(slice, index, failed);
            }
            K key = ((Bound<K>) keyBinding).value();
            V value = ((Bound<V>) valueBinding).value();
            PayloadRejection broken = keys.broken(slice, index, key);
            if (broken == null) {
                broken = values.broken(slice, index, value);
            }
            if (broken == null) {
                items.add(new ConsumerRecord<>(
                        key,
                        value,
                        slice.timestamp(index),
                        new PartitionOffset(partition, slice.offset(index)),
                        Headers.ofConsumed(headers)));
            }
            return broken;
        }

        private @Nullable PayloadRejection tooLarge(
                int index, byte @Nullable [] key, byte @Nullable [] value, @Nullable RawHeaders headers) {
            PayloadLimitException ofKey = limits.exceededByKey(key);
            if (ofKey != null) {
                return keys.tooLarge(slice, index, RecordPart.KEY, ofKey);
            }
            PayloadLimitException ofValue = limits.exceededByValue(value);
            if (ofValue != null) {
                return values.tooLarge(slice, index, RecordPart.VALUE, ofValue);
            }
            PayloadLimitException ofHeaders = limits.exceededBy(headers);
            return ofHeaders == null ? null : values.tooLarge(slice, index, RecordPart.HEADERS, ofHeaders);
        }
    }
}
