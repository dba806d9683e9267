package dev.barre.kafka.binding;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells Jackson what {@code permits} says: the subtypes of a sealed type, and, where no annotation has another word on it,
 * that they are told apart by their fields. Asked after Jackson's own annotations.
 */
final class SealedTypes extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
        return isOpenToJson(annotated.getRawType())
                ? permitted(annotated.getRawType()).stream().map(NamedType::new).toList()
                : null;
    }

    @Override
    public @Nullable TypeResolverBuilder<?> findTypeResolver(
            MapperConfig<?> config, AnnotatedClass annotated, JavaType baseType) {
        return isOpenToJson(annotated.getRawType()) && !annotated.hasAnnotation(JsonDeserialize.class)
                ? new ByFields()
                : null;
    }

    /** The JDK's sealed types are its own affair, and an enum whose constants have bodies is sealed too. */
    static boolean isOpenToJson(Class<?> type) {
        return type.isSealed() && !type.isEnum() && !type.getName().startsWith("java.");
    }

    /** The classes that a value of {@code type} can have, in the order of {@code permits}. */
    static List<Class<?>> permitted(Class<?> type) {
        List<Class<?>> found = new ArrayList<>();
        if (!Modifier.isAbstract(type.getModifiers()) || type.isEnum()) {
            found.add(type);
        }
        if (isOpenToJson(type)) {
            for (Class<?> subtype : type.getPermittedSubclasses()) {
                permitted(subtype).stream().filter(c -> !found.contains(c)).forEach(found::add);
            }
        }
        return found;
    }

    /** Tells the subtypes apart by their fields. */
    static TypeResolverBuilder<?> byFields() {
        return new ByFields();
    }

    private static final class ByFields extends StdTypeResolverBuilder {
        private static final long serialVersionUID = 1L;

        ByFields() {
            super(JsonTypeInfo.Id.DEDUCTION, null, null);
        }

        /** None: the fields say it all. */
        @Override
        @SuppressWarnings("NullAway") // Jackson is not annotated; null is its way to say "no type id"
        public @Nullable TypeSerializer buildTypeSerializer(
                SerializationConfig config, JavaType baseType, Collection<NamedType> subtypes) {
            return null;
        }

        @Override
        public TypeDeserializer buildTypeDeserializer(
                DeserializationConfig config, JavaType baseType, Collection<NamedType> subtypes) {
            return new SealedTypeDeserializer(baseType, SealedTypeSignatures.of(config, baseType));
        }
    }
}
