package dev.barre.kafka.binding;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.AbstractDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.deser.std.ContainerDeserializerBase;
import org.jspecify.annotations.Nullable;

/** Finds out, before the first record, whether Jackson can make values of a type. */
final class JsonTargets {
    private JsonTargets() {}

    /** @throws UnsupportedTypeException naming {@code type} when it cannot */
    static void refuseUnreadable(ObjectMapper mapper, JavaType type) {
        if (type.hasRawClass(Void.class) || type.hasRawClass(void.class)) {
            throw new UnsupportedTypeException(type, "it has no values", null);
        }
        DefaultDeserializationContext origin = (DefaultDeserializationContext) mapper.getDeserializationContext();
        DeserializationContext context = origin.createDummyInstance(mapper.getDeserializationConfig());
        try {
            refuseAbstract(type, context.findRootValueDeserializer(type));
        } catch (JsonMappingException | IllegalArgumentException e) {
            if (e instanceof UnsupportedTypeException known) {
                throw known;
            }
            throw new UnsupportedTypeException(type, "Jackson cannot read it", e);
        }
    }

    /** Jackson makes deserializers for what it cannot construct, which fail at the first record. */
    private static void refuseAbstract(JavaType type, @Nullable JsonDeserializer<?> deserializer) {
        if (deserializer == null) {
            return;
        }
        if (deserializer instanceof ContainerDeserializerBase<?> container) {
            refuseAbstract(type, container.getContentDeserializer());
        }
        boolean concrete = !(deserializer instanceof AbstractDeserializer)
                && !(deserializer instanceof BeanDeserializerBase bean
                        && !bean.getValueInstantiator().canInstantiate());
        if (!concrete) {
            throw new UnsupportedTypeException(
                    type,
                    deserializer.handledType().getTypeName()
                            + " is abstract, or has neither a default constructor nor a creator",
                    null);
        }
    }
}
