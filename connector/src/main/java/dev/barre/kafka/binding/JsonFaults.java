package dev.barre.kafka.binding;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says what is wrong with a JSON payload without quoting it: a sentence of ours for each kind of fault, field names only
 * where the target class declares them, and a position. Jackson's own messages quote values, unknown fields and keys.
 */
final class JsonFaults {
    /** What stands in a path for a name that comes from the payload: a key of a map, an unknown field. */
    private static final String FROM_PAYLOAD = "*";

    private record Kind<E extends Throwable>(Class<E> type, Function<E, String> text) {
        String textOf(Throwable fault) {
            return text.apply(type.cast(fault));
        }
    }

    /** The first that fits. */
    private static final List<Kind<?>> KINDS = List.of(
            new Kind<>(JsonEOFException.class, e -> "the JSON ends too early"),
            // Names the limit and the size, nothing else.
            new Kind<>(StreamConstraintsException.class, e -> limit(e.getOriginalMessage())),
            new Kind<>(
                    UnrecognizedPropertyException.class,
                    e -> "a field that " + nameOf(e.getReferringClass()) + " does not have"),
            new Kind<>(InvalidTypeIdException.class, e -> "no or an unknown type id"),
            new Kind<>(
                    MismatchedInputException.class,
                    e -> e.getTargetType() == null ? "an unexpected value" : "no " + nameOf(e.getTargetType())),
            new Kind<>(ValueInstantiationException.class, e -> "refused by the constructor" + by(e.getCause())),
            new Kind<>(
                    InvalidDefinitionException.class,
                    e -> "no bytes can be bound to "
                            + (e.getType() == null ? "it" : e.getType().toCanonical())),
            new Kind<>(JsonMappingException.class, e -> "refused" + by(e.getCause())),
            new Kind<>(JsonProcessingException.class, e -> "malformed JSON"),
            new Kind<>(StackOverflowError.class, e -> "nested too deeply"),
            new Kind<>(Throwable.class, e -> e.getClass().getName()));

    private final ObjectMapper mapper;

    private final ClassValue<Set<String>> declaredFields = new ClassValue<>() {
        @Override
        protected Set<String> computeValue(Class<?> type) {
            return mapper.getDeserializationConfig().introspect(mapper.constructType(type)).findProperties().stream()
                    .map(BeanPropertyDefinition::getName)
                    .collect(Collectors.toUnmodifiableSet());
        }
    };

    JsonFaults(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** What is wrong, at which path, and where in the bytes. */
    String describe(Throwable thrown) {
        Throwable fault = faultIn(thrown);
        String text = textOf(fault);
        String path = thrown instanceof JsonMappingException mapping ? path(mapping.getPath()) : "";
        return text + (path.isEmpty() ? "" : " at " + path) + position(fault, thrown);
    }

    // No stream: a topic may hold many bad records.
    private static String textOf(Throwable fault) {
        for (Kind<?> kind : KINDS) {
            if (kind.type().isInstance(fault)) {
                return kind.textOf(fault);
            }
        }
        throw new AssertionError("the last kind fits all", fault);
    }

    /** The parser's own exception, where one stands behind that of the mapper. */
    private static Throwable faultIn(Throwable thrown) {
        return thrown.getClass() == JsonMappingException.class
                        && (thrown.getCause() instanceof JsonProcessingException
                                || thrown.getCause() instanceof StackOverflowError)
                ? thrown.getCause()
                : thrown;
    }

    private String path(List<JsonMappingException.Reference> references) {
        var path = new StringBuilder();
        for (JsonMappingException.Reference reference : references) {
            if (reference.getFieldName() == null) {
                path.append('[')
                        .append(reference.getIndex() < 0 ? FROM_PAYLOAD : reference.getIndex())
                        .append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(declaredName(reference));
            }
        }
        return path.toString();
    }

    private String declaredName(JsonMappingException.Reference reference) {
        Object from = reference.getFrom();
        if (from == null) {
            return FROM_PAYLOAD;
        }
        Class<?> owner = from instanceof Class<?> type ? type : from.getClass();
        return declaredFields.get(owner).contains(reference.getFieldName()) ? reference.getFieldName() : FROM_PAYLOAD;
    }

    private static String position(Throwable fault, Throwable thrown) {
        JsonLocation at = locationOf(fault);
        JsonLocation known = at == null ? locationOf(thrown) : at;
        if (known == null || known.getLineNr() < 1) {
            return "";
        }
        String place = ", line " + known.getLineNr() + ", column " + known.getColumnNr();
        return known.getByteOffset() < 0 ? place : place + " (byte " + known.getByteOffset() + ")";
    }

    private static @Nullable JsonLocation locationOf(Throwable thrown) {
        return thrown instanceof JsonProcessingException json ? json.getLocation() : null;
    }

    /** Names the fields of a configuration where Jackson names its own. */
    private static String limit(String message) {
        return message.replace("`StreamReadConstraints.getMaxNestingDepth()`", "maxNesting")
                .replace("`StreamReadConstraints.getMaxStringLength()`", "maxValueBytes");
    }

    private static String by(@Nullable Throwable cause) {
        return cause == null ? "" : ": " + cause.getClass().getName();
    }

    private static String nameOf(@Nullable Class<?> type) {
        return type == null ? "the type" : type.getTypeName();
    }
}
