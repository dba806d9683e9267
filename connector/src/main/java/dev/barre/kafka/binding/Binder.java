package dev.barre.kafka.binding;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Type;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The binding table: which Java type travels as which bytes, in both directions, for keys and values alike.
 *
 * <table>
 * <caption>The rows; the first that fits a type is taken</caption>
 * <tr><th>Java type</th><th>bytes</th></tr>
 * <tr><td>{@code byte[]}, {@code Object}</td><td>as they are, the same array</td></tr>
 * <tr><td>{@code ByteBuffer}</td><td>as they are; bound as a read-only view, encoded from its remaining bytes without moving
 *     its position</td></tr>
 * <tr><td>{@code String}</td><td>UTF-8 without quotes; malformed bytes and unpaired surrogates are refused, not
 *     replaced</td></tr>
 * <tr><td>{@code org.w3c.dom.Document}</td><td>XML; a DOCTYPE is refused, nothing external is loaded</td></tr>
 * <tr><td>{@code Optional<T>}</td><td>as {@code T}; a tombstone is {@code Optional.empty()}</td></tr>
 * <tr><td>everything else: numbers, {@code boolean}, enums, {@code java.time}, {@code JsonNode}, records, beans, sealed
 *     interfaces, {@code Map}, collections, arrays</td><td>compact JSON</td></tr>
 * </table>
 *
 * <p>A tombstone binds to null for every type but {@code Optional}, and null is encoded as a tombstone. The JSON literal
 * {@code null} binds to a {@code JsonNode} and an {@code Optional} and is refused elsewhere.
 *
 * <p>JSON is strict with {@link #standard()}: an unknown field, a missing or null primitive of a record, trailing text, a
 * number that is quoted or does not fit, a fraction for an integer and a number for a {@code String} are refused; decimals
 * keep every digit; dates are ISO text. {@code NaN} and the infinities travel as the JSON strings {@code "NaN"},
 * {@code "Infinity"}, {@code "-Infinity"}. A field that occurs twice is refused
 * in a {@code JsonNode}; elsewhere it is not looked for: in a bean or a {@code Map} the last one counts, and a record refuses
 * one that comes when all its components are there. {@link #using} lets an {@link ObjectMapper} decide all that.
 *
 * <p>A sealed interface needs no annotation: the permitted type is taken whose fields are those of the JSON object. With
 * {@code @JsonTypeInfo} its permitted types are known without {@code @JsonSubTypes}.
 *
 * <p>Immutable and thread-safe; keeps one decoder per type.
 */
public final class Binder {
    private final BindingTable table;
    private final Encoder encoder;
    private final ConcurrentMap<Type, Decoder<?>> decoders = new ConcurrentHashMap<>();

    private Binder(BindingTable table) {
        this.table = table;
        this.encoder = table.encoder();
    }

    /** The strict JSON described above. */
    public static Binder standard() {
        return builder().build();
    }

    /**
     * JSON as {@code mapper} has it. A copy is taken, which refuses trailing text and knows sealed types; everything else
     * is the mapper's.
     */
    public static Binder using(ObjectMapper mapper) {
        return builder().mapper(mapper).build();
    }

    /** A builder of {@link #standard()}. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The decoder of a type, the same one each time.
     *
     * @param type a class, or a generic type without wildcards and type variables; the caller vouches that it is {@code T}
     * @throws UnsupportedTypeException when no bytes can be bound to it
     */
    @SuppressWarnings("unchecked") // the key vouches for the value's type
    public <T> Decoder<T> decoder(Type type) {
        Decoder<?> known = decoders.get(Objects.requireNonNull(type, "type"));
        if (known == null) {
            Decoder<?> made = table.decoder(type);
            Decoder<?> earlier = decoders.putIfAbsent(type, made);
            known = earlier == null ? made : earlier;
        }
        return (Decoder<T>) known;
    }

    /** The encoder of every type. */
    public Encoder encoder() {
        return encoder;
    }

    /** Says how a {@link Binder} differs from the standard one. Not thread-safe. */
    public static final class Builder {
        private @Nullable ObjectMapper mapper;
        private boolean payloadInMessages;
        private ReadLimits limits = ReadLimits.defaults();

        private Builder() {}

        /** As {@link Binder#using}; refused with an {@link IllegalArgumentException} where it takes class names from the payload. */
        public Builder mapper(ObjectMapper mapper) {
            this.mapper = Objects.requireNonNull(mapper, "mapper");
            return this;
        }

        /**
         * Whether a {@link DecodingException} and an {@link EncodingException} may quote the payload, by keeping the
         * original of the parser as their cause. Off by default: what they say ends up in logs.
         */
        public Builder withPayloadInMessages(boolean payloadInMessages) {
            this.payloadInMessages = payloadInMessages;
            return this;
        }

        /**
         * How deep JSON and XML may be nested. 500 by default; for JSON, a mapper that was given has limits of its own
         * ({@code StreamReadConstraints}).
         */
        public Builder maxNesting(int maxNesting) {
            this.limits = limits.withNesting(maxNesting);
            return this;
        }

        /** How long a string of JSON may be, in characters: 64 Mi by default, unless a mapper was given. */
        public Builder maxTextLength(int maxTextLength) {
            this.limits = limits.withTextLength(maxTextLength);
            return this;
        }

        /** The binder. */
        public Binder build() {
            ObjectMapper own = mapper == null ? JsonSetup.standard(limits) : JsonSetup.copyOf(mapper);
            return new Binder(new BindingTable(own, limits, payloadInMessages));
        }
    }
}
