package dev.barre.kafka.binding;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;

/** Refuses to look for a class by the name that a payload has for it. */
@SuppressWarnings("rawtypes") // the type that Jackson knows it by
final class NoClass extends StdDeserializer<Class> {
    private static final long serialVersionUID = 1L;

    NoClass() {
        super(Class.class);
    }

    @Override
    public Class<?> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        return context.reportInputMismatch(this, "no class is looked for by the name that a payload has for it");
    }
}
