package dev.barre.kafka.binding;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.util.ClassUtil;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writers for a payload that is itself a collection or a map. Its element type is erased, and Jackson then leaves out the type
 * ids that {@code @JsonTypeInfo} asks for, so that what was written could not be read. The first element shows the type.
 * Thread-safe.
 */
final class JsonContainers {
    private record Writers(ObjectWriter ofCollection, ObjectWriter ofMap) {}

    private final ObjectMapper mapper;

    private final ClassValue<Optional<Writers>> writers = new ClassValue<>() {
        @Override
        protected Optional<Writers> computeValue(Class<?> elementClass) {
            return typeWithIds(elementClass).map(JsonContainers.this::writersOf);
        }
    };

    JsonContainers(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** The writer to take; null when the value is no container, or its elements carry no type ids. */
    @Nullable
    ObjectWriter writerFor(Object value) {
        if (value instanceof Collection<?> collection) {
            return writersFor(collection).map(Writers::ofCollection).orElse(null);
        }
        if (value instanceof Map<?, ?> map) {
            return writersFor(map.values()).map(Writers::ofMap).orElse(null);
        }
        return null;
    }

    private Optional<Writers> writersFor(Collection<?> elements) {
        return elements.stream().filter(Objects::nonNull).findFirst().flatMap(first -> writers.get(first.getClass()));
    }

    private Writers writersOf(JavaType element) {
        var types = mapper.getTypeFactory();
        return new Writers(
                mapper.writerFor(types.constructCollectionType(Collection.class, element)),
                mapper.writerFor(types.constructMapType(Map.class, types.constructType(Object.class), element)));
    }

    /** The highest supertype whose values carry type ids: the one that the reader asks for. */
    private Optional<JavaType> typeWithIds(Class<?> elementClass) {
        JavaType type = mapper.constructType(elementClass);
        List<JavaType> family = new ArrayList<>(ClassUtil.findSuperTypes(type, Object.class, false));
        family.add(0, type);
        return family.stream().filter(this::carriesIds).reduce((lower, higher) -> higher);
    }

    private boolean carriesIds(JavaType type) {
        try {
            return mapper.getSerializerProviderInstance().findTypeSerializer(type) != null;
        } catch (JsonMappingException e) {
            return false; // the writer of the elements reports it
        }
    }
}
