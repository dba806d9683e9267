package dev.barre.kafka.binding;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses types whose payloads name a Java class: whoever may write to a topic would choose which classes are made, and some classes do
 * harm when they are. Asked before Jackson's own annotations.
 */
final class NoClassNames extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    /** {@code DEDUCTION} as well: Jackson takes an array with the name of a class and an object for a value of any subtype. */
    private static final Set<JsonTypeInfo.Id> NAMING =
            Set.of(JsonTypeInfo.Id.CLASS, JsonTypeInfo.Id.MINIMAL_CLASS, JsonTypeInfo.Id.DEDUCTION);

    /** Carries what is found out of Jackson, which makes something else of each {@link IllegalArgumentException}. */
    static final class Found extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final UnsupportedTypeException refusal;

        Found(UnsupportedTypeException refusal) {
            super(refusal.getMessage(), refusal, false, false);
            this.refusal = refusal;
        }

        UnsupportedTypeException refusal() {
            return refusal;
        }
    }

    @Override
    public @Nullable TypeResolverBuilder<?> findTypeResolver(
            MapperConfig<?> config, AnnotatedClass annotated, JavaType baseType) {
        JsonTypeInfo info = annotated.getAnnotation(JsonTypeInfo.class);
        boolean isSealedByFields = info != null
                && info.use() == JsonTypeInfo.Id.DEDUCTION
                && SealedTypes.isOpenToJson(annotated.getRawType());
        return isSealedByFields ? SealedTypes.byFields() : refuse(annotated, baseType);
    }

    @Override
    public @Nullable TypeResolverBuilder<?> findPropertyTypeResolver(
            MapperConfig<?> config, AnnotatedMember annotated, JavaType baseType) {
        return refuse(annotated, baseType);
    }

    @Override
    public @Nullable TypeResolverBuilder<?> findPropertyContentTypeResolver(
            MapperConfig<?> config, AnnotatedMember annotated, JavaType containerType) {
        return refuse(annotated, containerType);
    }

    private static @Nullable TypeResolverBuilder<?> refuse(Annotated annotated, JavaType type) {
        JsonTypeInfo info = annotated.getAnnotation(JsonTypeInfo.class);
        if (info != null && NAMING.contains(info.use())) {
            throw new Found(new UnsupportedTypeException(
                    type,
                    "its payloads may name a class (@JsonTypeInfo(use = " + info.use() + ") on " + annotated.getName()
                            + "), so whoever writes to the topic could choose which classes are made; use a sealed type"
                            + " without that annotation, or JsonTypeInfo.Id.NAME",
                    null));
        }
        return null;
    }
}
