package dev.barre.kafka.binding;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.AbstractDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;

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
            refuseUnreadable(type, context);
        } catch (NoClassNames.Found e) {
            throw e.refusal();
        } catch (JsonMappingException e) {
            throw new UnsupportedTypeException(type, "Jackson cannot read it", e);
        }
    }

    /** Jackson makes deserializers for what it cannot construct, which fail at the first record. */
    private static void refuseUnreadable(JavaType type, DeserializationContext context) throws JsonMappingException {
        JsonDeserializer<?> deserializer = context.findRootValueDeserializer(type);
        if (deserializer instanceof AbstractDeserializer
                || (deserializer instanceof BeanDeserializerBase bean
                        && !bean.getValueInstantiator().canInstantiate())) {
            throw new UnsupportedTypeException(
                    type, "it is abstract, or has neither a default constructor nor a creator", null);
        }
        if (type.isContainerType() && type.getContentType() != null) {
            refuseUnreadable(type.getContentType(), context);
        }
    }
}
