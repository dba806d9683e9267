package dev.barre.kafka.binding;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserSequence;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.impl.TypeDeserializerBase;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Binds a sealed type to the permitted type whose fields are those of the JSON object. Reads only as far as one candidate is
 * left; where the fields of one type are among those of another, the closest wins. Unlike Jackson's own deduction it never
 * takes a class name from the input.
 */
final class SealedTypeDeserializer extends TypeDeserializerBase {
    private static final long serialVersionUID = 1L;

    private final transient SealedTypeSignatures signatures;

    @SuppressWarnings("NullAway") // Jackson is not annotated: no type id property, no default type
    SealedTypeDeserializer(JavaType baseType, SealedTypeSignatures signatures) {
        super(baseType, signatures, null, false, null);
        this.signatures = signatures;
    }

    private SealedTypeDeserializer(SealedTypeDeserializer other, @Nullable BeanProperty property) {
        super(other, property);
        this.signatures = other.signatures;
    }

    @Override
    public TypeDeserializer forProperty(@Nullable BeanProperty property) {
        return new SealedTypeDeserializer(this, property);
    }

    @Override
    public JsonTypeInfo.@Nullable As getTypeInclusion() {
        return null;
    }

    @Override
    public @Nullable Object deserializeTypedFromObject(JsonParser parser, DeserializationContext context)
            throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            token = parser.nextToken();
        } else if (token == JsonToken.VALUE_STRING && signatures.onlyEnum() >= 0) {
            return _findDeserializer(context, Integer.toString(signatures.onlyEnum()))
                    .deserialize(parser, context);
        } else if (token != JsonToken.FIELD_NAME) {
            return context.handleUnexpectedToken(_baseType, parser);
        }
        BitSet candidates = signatures.candidates();
        try (TokenBuffer seen = context.bufferForInputBuffering(parser)) {
            while (candidates.cardinality() > 1 && token == JsonToken.FIELD_NAME) {
                signatures.narrow(candidates, parser.currentName());
                seen.copyCurrentStructure(parser);
                token = parser.nextToken();
            }
            int chosen = signatures.closest(candidates);
            if (chosen < 0) {
                return context.reportInputMismatch(_baseType, "no permitted type has all these fields");
            }
            return bind(chosen, seen, parser, context);
        }
    }

    /** Replays what was read before what is to come. */
    private Object bind(int chosen, TokenBuffer seen, JsonParser rest, DeserializationContext context)
            throws IOException {
        JsonParser parser = rest;
        if (seen.firstToken() != null) {
            // The parser stands on a token that the sequence would otherwise give twice or not at all.
            parser = JsonParserSequence.createFlattened(true, seen.asParser(rest), rest);
            parser.nextToken();
        }
        return _findDeserializer(context, Integer.toString(chosen)).deserialize(parser, context);
    }

    @Override
    public @Nullable Object deserializeTypedFromArray(JsonParser parser, DeserializationContext context)
            throws IOException {
        return deserializeTypedFromObject(parser, context);
    }

    @Override
    public @Nullable Object deserializeTypedFromScalar(JsonParser parser, DeserializationContext context)
            throws IOException {
        return deserializeTypedFromObject(parser, context);
    }

    @Override
    public @Nullable Object deserializeTypedFromAny(JsonParser parser, DeserializationContext context)
            throws IOException {
        return deserializeTypedFromObject(parser, context);
    }
}
