package dev.barre.kafka.interop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Checks additional properties: by the names that are refused, then by what Kafka says about those that it knows. */
final class AdditionalProperties {
    private final PropertyTable table;
    private final List<String> problems;
    private final Map<String, Object> parsed = new LinkedHashMap<>();

    /** @param problems where what is wrong is reported */
    AdditionalProperties(PropertyTable table, List<String> problems) {
        this.table = table;
        this.problems = problems;
    }

    /** Takes one property; it is left out of {@link #parsed} if it is wrong. */
    void add(@Nullable String name, @Nullable String value) {
        if (name == null || name.isBlank()) {
            problems.add("additionalProperties must not have a property without a name");
        } else if (value == null) {
            problems.add(EffectiveProperties.nameOfAdditional(name) + " must not be null");
        } else if (table.refusedKeys().containsKey(name)) {
            problems.add(EffectiveProperties.nameOfAdditional(name) + " is not allowed: "
                    + table.refusedKeys().get(name));
        } else {
            parse(name, value);
        }
    }

    /** The properties as Kafka sees them: parsed where it knows the name, as text where not. */
    Map<String, Object> parsed() {
        return parsed;
    }

    private void parse(String name, String value) {
        ConfigDef.ConfigKey key = table.definition().configKeys().get(name);
        if (key == null || !EffectiveProperties.isParsed(value)) {
            parsed.put(name, value);
            return;
        }
        try {
            Object result = ConfigDef.parseType(name, value, key.type());
            KafkaValidation.validate(key, result);
            parsed.put(name, result);
        } catch (ConfigException e) {
            problems.add(EffectiveProperties.nameOfAdditional(name) + ": "
                    + Redaction.withoutUserInfo(String.valueOf(e.getMessage())));
        }
    }
}
