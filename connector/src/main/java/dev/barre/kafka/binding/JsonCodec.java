package dev.barre.kafka.binding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.lang.reflect.Type;

/** JSON by one reader for each type and one writer for each class, found once. Immutable and thread-safe. */
final class JsonCodec {
    private final ObjectMapper mapper;
    private final JsonFaults faults;
    private final boolean payloadInMessages;
    private final JsonContainers containers;

    private final ClassValue<ObjectWriter> writers = new ClassValue<>() {
        @Override
        protected ObjectWriter computeValue(Class<?> type) {
            return mapper.writerFor(type);
        }
    };

    JsonCodec(ObjectMapper mapper, boolean payloadInMessages) {
        this.mapper = mapper;
        this.faults = new JsonFaults(mapper);
        this.payloadInMessages = payloadInMessages;
        this.containers = new JsonContainers(mapper);
    }

    /** The type as Jackson sees it. */
    JavaType resolve(Type type) {
        try {
            return mapper.constructType(type);
        } catch (IllegalArgumentException e) {
            throw new UnsupportedTypeException(type, "it is no complete type", e);
        }
    }

    /** A decoder that refuses the literal {@code null}, unless the type is a tree, which has a node for it. */
    Decoder<Object> decoder(JavaType type) {
        return decoder(type, false);
    }

    /** A decoder that takes the literal {@code null} for null. */
    Decoder<Object> nullableDecoder(JavaType type) {
        return decoder(type, true);
    }

    private Decoder<Object> decoder(JavaType type, boolean nullAllowed) {
        JsonTargets.refuseUnreadable(mapper, type);
        return new JsonDecoder(mapper.readerFor(type), type, nullAllowed, faults, payloadInMessages);
    }

    byte[] encode(Object value) {
        try {
            ObjectWriter ofElements = containers.writerFor(value);
            ObjectWriter writer = ofElements == null ? writers.get(value.getClass()) : ofElements;
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException | RuntimeException | StackOverflowError e) {
            throw new EncodingException(
                    "Cannot encode " + value.getClass().getTypeName() + " as JSON: " + faults.describe(e),
                    payloadInMessages ? e : null);
        }
    }
}
