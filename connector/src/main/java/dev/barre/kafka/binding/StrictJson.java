package dev.barre.kafka.binding;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import java.io.IOException;
import java.time.Year;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Jackson has no switch for: refuses a number that overflows to infinity or wraps to a negative byte, and a date or time that is not text. */
final class StrictJson extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1L;

    private static final Set<Class<?>> FLOATING = Set.of(double.class, Double.class, float.class, Float.class);

    @Override
    public JsonDeserializer<?> modifyDeserializer(
            DeserializationConfig config, BeanDescription description, JsonDeserializer<?> deserializer) {
        Class<?> type = description.getBeanClass();
        if (FLOATING.contains(type)) {
            return new Finite(deserializer);
        }
        if (type == byte.class || type == Byte.class) {
            return new SignedByte(deserializer);
        }
        // A year is a number in ISO 8601 as well.
        boolean isTime = type.getPackageName().equals("java.time") && type != Year.class;
        return isTime ? new IsoText(deserializer) : deserializer;
    }

    private static final class Finite extends DelegatingDeserializer {
        private static final long serialVersionUID = 1L;

        Finite(JsonDeserializer<?> delegate) {
            super(delegate);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> delegate) {
            return new Finite(delegate);
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            // A number alone overflows; the quoted "Infinity" is one.
            boolean number = parser.currentToken().isNumeric();
            Object value = _delegatee.deserialize(parser, context);
            return number && value instanceof Number n && Double.isInfinite(n.doubleValue())
                    ? context.reportInputMismatch(this, "the number is out of range")
                    : value;
        }
    }

    /** Jackson takes 128 to 255 for a byte as well. */
    private static final class SignedByte extends DelegatingDeserializer {
        private static final long serialVersionUID = 1L;

        SignedByte(JsonDeserializer<?> delegate) {
            super(delegate);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> delegate) {
            return new SignedByte(delegate);
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            Object value = _delegatee.deserialize(parser, context);
            return parser.hasToken(JsonToken.VALUE_NUMBER_INT) && parser.getIntValue() > Byte.MAX_VALUE
                    ? context.reportInputMismatch(this, "the number is out of range")
                    : value;
        }
    }

    private static final class IsoText extends DelegatingDeserializer {
        private static final long serialVersionUID = 1L;

        IsoText(JsonDeserializer<?> delegate) {
            super(delegate);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> delegate) {
            return new IsoText(delegate);
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return parser.currentToken().isNumeric() || parser.isExpectedStartArrayToken()
                    ? context.handleUnexpectedToken(handledType(), parser)
                    : _delegatee.deserialize(parser, context);
        }
    }
}
