package dev.barre.kafka.binding;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.util.ClassUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** JSON to one type. Immutable and thread-safe. */
final class JsonDecoder implements Decoder<Object> {
    private final ObjectReader reader;
    private final String typeName;
    private final Class<?> valueClass;
    private final boolean nullAllowed;
    private final JsonFaults faults;
    private final boolean payloadInMessages;

    /** @param nullAllowed whether the literal {@code null} is a value; a tree has a node for it anyway */
    JsonDecoder(ObjectReader reader, JavaType type, boolean nullAllowed, JsonFaults faults, boolean payloadInMessages) {
        this.reader = reader;
        this.typeName = type.toCanonical();
        this.valueClass = type.isPrimitive() ? ClassUtil.wrapperType(type.getRawClass()) : type.getRawClass();
        this.nullAllowed = nullAllowed;
        this.faults = faults;
        this.payloadInMessages = payloadInMessages;
    }

    @Override
    public Binding<Object> decode(byte @Nullable [] bytes) {
        if (bytes == null) {
            return new Bound<>(null);
        }
        if (bytes.length == 0) {
            return failed("the payload is empty", null);
        }
        try {
            return checked(reader.readValue(bytes));
        } catch (IOException | RuntimeException | Error e) {
            Rethrow.ifFatal(e);
            return failed(faults.describe(e), e);
        }
    }

    /** Jackson reads any tree for any subclass of {@link JsonNode}, and null for the literal {@code null}. */
    private Binding<Object> checked(@Nullable Object value) {
        if (value == null) {
            return nullAllowed ? new Bound<>(null) : failed("the payload is the JSON literal null", null);
        }
        return valueClass.isInstance(value)
                ? new Bound<>(value)
                : failed("the payload is a " + value.getClass().getSimpleName(), null);
    }

    private Failed<Object> failed(String reason, @Nullable Throwable original) {
        String message = "Not " + typeName + ": " + reason;
        return new Failed<>(new DecodingException(message, payloadInMessages ? original : null), false);
    }
}
