package dev.barre.kafka.binding;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;

/** The rows that {@link Binder} describes, for both directions. Immutable and thread-safe. */
final class BindingTable {
    /**
     * One kind of target.
     *
     * @param kind what the row is called
     * @param reads which declared types it binds to
     * @param decoder makes the decoder of such a type
     * @param nullable the same for the content of an {@code Optional}
     * @param writes which classes of values it encodes
     * @param encoder encodes such a value
     */
    record Row(
            String kind,
            Predicate<Class<?>> reads,
            Function<JavaType, Decoder<?>> decoder,
            Function<JavaType, Decoder<?>> nullable,
            Predicate<Class<?>> writes,
            ValueEncoder encoder) {
        Row(
                String kind,
                Predicate<Class<?>> reads,
                Function<JavaType, Decoder<?>> decoder,
                Predicate<Class<?>> writes,
                ValueEncoder encoder) {
            this(kind, reads, decoder, decoder, writes, encoder);
        }
    }

    /** Encodes what is there; a tombstone never gets here. */
    @FunctionalInterface
    interface ValueEncoder {
        byte @Nullable [] encode(Object value);
    }

    private final JsonCodec json;
    private final List<Row> rows;

    private final ClassValue<ValueEncoder> encoders = new ClassValue<>() {
        @Override
        protected ValueEncoder computeValue(Class<?> type) {
            return rowFor(type, Row::writes).encoder();
        }
    };

    BindingTable(ObjectMapper mapper, ReadLimits limits, boolean payloadInMessages) {
        json = new JsonCodec(mapper, payloadInMessages);
        XmlCodec xml = new XmlCodec(limits, payloadInMessages);
        Utf8 utf8 = new Utf8();
        rows = List.of(
                new Row(
                        "bytes",
                        type -> type == byte[].class || type == Object.class,
                        whatever(BindingTable::raw),
                        type -> type == byte[].class,
                        value -> (byte[]) value),
                new Row(
                        "byte buffer",
                        type -> type == ByteBuffer.class,
                        whatever(RawBytes::decodeBuffer),
                        ByteBuffer.class::isAssignableFrom,
                        RawBytes::encodeBuffer),
                new Row(
                        "text",
                        type -> type == String.class,
                        whatever(utf8::decode),
                        String.class::equals,
                        utf8::encode),
                new Row(
                        "XML",
                        type -> type == Document.class,
                        whatever(xml::decode),
                        Document.class::isAssignableFrom,
                        xml::encode),
                new Row(
                        "optional",
                        type -> type == Optional.class,
                        this::optionalDecoder,
                        Optional.class::equals,
                        value -> encode(((Optional<?>) value).orElse(null))),
                new Row("JSON", type -> true, json::decoder, json::nullableDecoder, type -> true, json::encode));
    }

    Decoder<?> decoder(Type type) {
        TargetTypes.refuseUnresolved(type);
        JavaType target = json.resolve(type);
        return rowFor(target.getRawClass(), Row::reads).decoder().apply(target);
    }

    Encoder encoder() {
        return this::encode;
    }

    private byte @Nullable [] encode(@Nullable Object value) {
        return value == null ? null : encoders.get(value.getClass()).encode(value);
    }

    private Row rowFor(Class<?> type, Function<Row, Predicate<Class<?>>> direction) {
        return rows.stream()
                .filter(row -> direction.apply(row).test(type))
                .findFirst()
                .orElseThrow();
    }

    /** One decoder for every type of a row. */
    private static <T> Function<JavaType, Decoder<?>> whatever(Decoder<T> decoder) {
        return type -> decoder;
    }

    private static Binding<byte[]> raw(byte @Nullable [] bytes) {
        return new Bound<>(bytes);
    }

    private Decoder<Optional<Object>> optionalDecoder(JavaType type) {
        JavaType content = type.containedTypeOrUnknown(0);
        if (content.hasRawClass(Optional.class)) {
            throw new UnsupportedTypeException(type, "an Optional of an Optional has no bytes of its own", null);
        }
        Decoder<?> decoder =
                rowFor(content.getRawClass(), Row::reads).nullable().apply(content);
        return bytes -> {
            Binding<?> binding = decoder.decode(bytes);
            return binding instanceof Failed<?> failed
                    ? new Failed<>(failed.cause(), failed.retriable())
                    : new Bound<>(Optional.ofNullable(((Bound<?>) binding).value()));
        };
    }
}
