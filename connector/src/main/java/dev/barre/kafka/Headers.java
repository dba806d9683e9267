package dev.barre.kafka;

import dev.barre.kafka.interop.RawHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a record: ordered, names may repeat, values may be null. Immutable and thread-safe. The headers of a consumed
 * record are copied at the first look at them, so that records nobody asks for their headers cost nothing.
 */
public final class Headers implements Iterable<Headers.Header> {
    private static final Headers EMPTY = new Headers(List.of());

    private final @Nullable RawHeaders raw;
    // Written once from null; every thread that races to copy comes to an equal, immutable list.
    private volatile @Nullable List<Header> list;

    private Headers(List<Header> list) {
        this.raw = null;
        this.list = list;
    }

    private Headers(RawHeaders raw) {
        this.raw = raw;
    }

    /** No headers. */
    public static Headers empty() {
        return EMPTY;
    }

    /** One header, its value in UTF-8. */
    public static Headers of(String name, @Nullable String value) {
        return builder().add(name, value).build();
    }

    /** Collects headers in order. */
    public static Builder builder() {
        return new Builder();
    }

    static Headers ofConsumed(@Nullable RawHeaders raw) {
        return raw == null ? EMPTY : new Headers(raw);
    }

    /** The first value of {@code name} as UTF-8; empty where there is no such header or its value is null. */
    public Optional<String> string(String name) {
        return Optional.ofNullable(text(bytes(name)));
    }

    /** Every value of {@code name} as UTF-8, in order; null where a header has a null value. */
    public List<@Nullable String> strings(String name) {
        List<@Nullable String> values = new ArrayList<>();
        for (Header header : list()) {
            if (header.name().equals(name)) {
                values.add(text(header.value()));
            }
        }
        return Collections.unmodifiableList(values);
    }

    /** The first value of {@code name}; null where there is no such header or its value is null ({@link #contains} tells). */
    public byte @Nullable [] bytes(String name) {
        for (Header header : list()) {
            if (header.name().equals(name)) {
                return header.value();
            }
        }
        return null;
    }

    /** Every value of {@code name}, in order; null where a header has a null value. */
    public List<byte @Nullable []> allBytes(String name) {
        List<byte @Nullable []> values = new ArrayList<>();
        for (Header header : list()) {
            if (header.name().equals(name)) {
                values.add(header.value());
            }
        }
        return Collections.unmodifiableList(values);
    }

    /** Whether there is a header of this name, with whatever value. */
    public boolean contains(String name) {
        return list().stream().anyMatch(header -> header.name().equals(name));
    }

    /** The distinct names, in the order of their first header. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        list().forEach(header -> names.add(header.name()));
        return Collections.unmodifiableSet(names);
    }

    /** How many headers there are, each repetition counted. */
    public int size() {
        return list().size();
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return list().isEmpty();
    }

    @Override
    public Iterator<Header> iterator() {
        return list().iterator();
    }

    /** These headers and one more behind them, its value in UTF-8. */
    public Headers with(String name, @Nullable String value) {
        Builder builder = builder();
        forEach(header -> builder.add(header.name(), header.value()));
        return builder.add(name, value).build();
    }

    private List<Header> list() {
        List<Header> known = list;
        if (known == null) {
            List<Header> copied = new ArrayList<>();
            if (raw != null) {
                raw.forEach((name, value) -> copied.add(new Header(name, value)));
            }
            known = Collections.unmodifiableList(copied);
            list = known;
        }
        return known;
    }

    private static @Nullable String text(byte @Nullable [] value) {
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Headers headers && headers.list().equals(list());
    }

    @Override
    public int hashCode() {
        return list().hashCode();
    }

    /** The names only: a value may be confidential. */
    @Override
    public String toString() {
        return "Headers" + list().stream().map(Header::name).toList();
    }

    /**
     * One header.
     *
     * @param name its name
     * @param value its value, not a copy; may be null
     */
    public record Header(String name, byte @Nullable [] value) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Header header && header.name.equals(name) && Arrays.equals(header.value, value);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + Arrays.hashCode(value);
        }

        /** The name and the size: a value may be confidential. */
        @Override
        public String toString() {
            return name + (value == null ? "=null" : "[" + value.length + " bytes]");
        }
    }

    /** Collects headers in order. Not thread-safe. */
    public static final class Builder {
        private final List<Header> headers = new ArrayList<>();

        private Builder() {}

        /** Adds a header with a value in UTF-8, or with a null value. */
        public Builder add(String name, @Nullable String value) {
            return add(name, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
        }

        /** Adds a header; the value, which may be null, is not copied. */
        public Builder add(String name, byte @Nullable [] value) {
            headers.add(new Header(name, value));
            return this;
        }

        /** The headers so far. */
        public Headers build() {
            return headers.isEmpty() ? EMPTY : new Headers(List.copyOf(headers));
        }
    }
}
