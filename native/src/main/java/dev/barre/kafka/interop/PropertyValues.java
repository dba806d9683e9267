package dev.barre.kafka.interop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The values that somebody gave to fields of a configuration, unchecked. Compared by value. Immutable and thread-safe;
 * {@link #toString} hides secrets.
 */
public final class PropertyValues {
    private final Map<ClientProperty<?>, @Nullable Object> values;

    private PropertyValues(Map<ClientProperty<?>, @Nullable Object> values) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** A builder without any value. */
    public static Builder builder() {
        return new Builder(Map.of());
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        return new Builder(values);
    }

    /** Whether the field was set, be it to null. */
    boolean isSet(ClientProperty<?> row) {
        return values.containsKey(row);
    }

    /** The value given to the field; empty where none was. */
    @SuppressWarnings("unchecked") // Builder.set lets nothing else in.
    public <T> Optional<T> find(ClientProperty<T> row) {
        return Optional.ofNullable((T) values.get(row));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PropertyValues that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** The fields that were set, with their values: {@code {acks=ALL, linger=PT0.005S}}. */
    @Override
    public String toString() {
        return values.keySet().stream()
                .map(row -> row.field() + "=" + shown(row))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private <T> String shown(ClientProperty<T> row) {
        return find(row).map(row.kind()::shown).orElse("null");
    }

    /**
     * Collects values; refuses none, so that {@code build()} of the configuration can report all problems at once. Not
     * thread-safe.
     */
    public static final class Builder {
        private final Map<ClientProperty<?>, @Nullable Object> values;

        private Builder(Map<ClientProperty<?>, @Nullable Object> values) {
            this.values = new LinkedHashMap<>(values);
        }

        /** Sets a field; a list or map is copied. */
        public <T> Builder set(ClientProperty<T> row, @Nullable T value) {
            values.put(row, copyOf(value));
            return this;
        }

        /** The values so far. */
        public PropertyValues build() {
            return new PropertyValues(values);
        }

        private static @Nullable Object copyOf(@Nullable Object value) {
            if (value instanceof List<?> list) {
                return Collections.unmodifiableList(new ArrayList<>(list));
            }
            if (value instanceof Map<?, ?> map) {
                return Collections.unmodifiableMap(new LinkedHashMap<>(map));
            }
            return value;
        }
    }
}
