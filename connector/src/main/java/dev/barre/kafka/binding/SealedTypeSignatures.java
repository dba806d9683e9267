package dev.barre.kafka.binding;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DatabindContext;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.jsontype.impl.TypeIdResolverBase;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which field belongs to which of the permitted types of a sealed type. Candidates are sets of indexes into the permitted
 * types, whose order is that of {@code permits}. Immutable once made; also hands Jackson the type behind an index.
 */
final class SealedTypeSignatures extends TypeIdResolverBase {
    private final List<JavaType> types = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    private final Map<String, BitSet> typesWithField = new HashMap<>();
    private final BitSet objects = new BitSet();
    private final BitSet enums = new BitSet();

    private SealedTypeSignatures() {}

    /**
     * Reads the fields of each permitted type.
     *
     * @throws IllegalArgumentException when two of them have the same fields: a value of the second could never come back
     */
    static SealedTypeSignatures of(DeserializationConfig config, JavaType sealedType) {
        var signatures = new SealedTypeSignatures();
        Map<Set<String>, Class<?>> seen = new HashMap<>();
        for (Class<?> permitted : SealedTypes.permitted(sealedType.getRawClass())) {
            if (permitted.isEnum()) {
                signatures.addEnum(config.constructType(permitted));
                continue;
            }
            JavaType type = config.getTypeFactory().constructSpecializedType(sealedType, permitted);
            Class<?> twin = seen.putIfAbsent(signatures.addObject(config, type), permitted);
            if (twin != null) {
                throw new IllegalArgumentException(twin.getName() + " and " + permitted.getName()
                        + " have the same fields and cannot be told apart; annotate "
                        + sealedType.getRawClass().getName()
                        + " with @JsonTypeInfo");
            }
        }
        return signatures;
    }

    private void addEnum(JavaType type) {
        enums.set(types.size());
        types.add(type);
        sizes.add(0);
    }

    private Set<String> addObject(DeserializationConfig config, JavaType type) {
        int index = types.size();
        Set<String> names = new HashSet<>();
        for (BeanPropertyDefinition property : config.introspect(type).findProperties()) {
            names.add(property.getName());
            typesWithField
                    .computeIfAbsent(property.getName(), name -> new BitSet())
                    .set(index);
            property.findAliases()
                    .forEach(alias -> typesWithField
                            .computeIfAbsent(alias.getSimpleName(), name -> new BitSet())
                            .set(index));
        }
        objects.set(index);
        types.add(type);
        sizes.add(names.size());
        return names;
    }

    /** All types that are JSON objects; the caller's own to narrow. */
    BitSet candidates() {
        return (BitSet) objects.clone();
    }

    /** Takes away the types without the field; one that no type has says nothing, it is for the type bound to refuse it. */
    void narrow(BitSet candidates, String field) {
        BitSet having = typesWithField.get(field);
        if (having != null) {
            candidates.and(having);
        }
    }

    /** The candidate with the fewest fields beside those seen, the first of these in the order of {@code permits}. */
    int closest(BitSet candidates) {
        return candidates.stream()
                .reduce((best, next) -> sizes.get(next) < sizes.get(best) ? next : best)
                .orElse(-1);
    }

    /** The only permitted enum, or -1. */
    int onlyEnum() {
        return enums.cardinality() == 1 ? enums.nextSetBit(0) : -1;
    }

    @Override
    public JavaType typeFromId(DatabindContext context, String id) {
        return types.get(Integer.parseInt(id));
    }

    @Override
    public @Nullable String idFromValue(Object value) {
        return null;
    }

    @Override
    public @Nullable String idFromValueAndType(Object value, Class<?> suggestedType) {
        return null;
    }

    @Override
    public JsonTypeInfo.Id getMechanism() {
        return JsonTypeInfo.Id.DEDUCTION;
    }
}
