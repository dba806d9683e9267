package dev.barre.kafka.interop;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;

/** Writes the configuration reference from the property tables. */
final class ConfigurationReference {
    private static final String INTRODUCTION = """
            # Configuration reference

            Made from the property tables; do not edit. To write it anew:
            `mvn -pl native -am test -Dtest=ConfigurationReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dbarre.rewrite=true`

            Every field is a method of the builder. A default in **bold** is the connector's, which always gives it to Kafka; any
            other is Kafka's own and holds when the field is left out. Durations are whole milliseconds, because Kafka counts no
            finer. `build()` checks everything and reports all problems in one `ConfigurationException`.
            """;

    private ConfigurationReference() {}

    static String markdown() {
        return INTRODUCTION + section(ProducerProperties.TABLE, "3.1") + section(ConsumerProperties.TABLE, "4.1");
    }

    private static String section(PropertyTable table, String clause) {
        String rows =
                table.rows().stream().map(row -> row(table.definition(), row)).collect(Collectors.joining());
        String rules = table.rules().stream()
                .map(rule -> "- " + rule.documentation() + "\n")
                .collect(Collectors.joining());
        return "\n## " + table.name() + " (specification " + clause + ")\n\n"
                + "| Field | Type | Kafka property | Default | Allowed | Meaning |\n"
                + "|---|---|---|---|---|---|\n" + rows
                + "\n### What must hold between fields\n\n" + rules
                + "\n### Refused among `additionalProperties`\n\n" + pairs(table.refusedKeys(), "")
                + "\n### What Kafka is always given\n\n" + pairs(shown(table.fixedProperties()), "`");
    }

    private static <T> String row(ConfigDef definition, ClientProperty<T> row) {
        String kafka = row.kafkaNames().isEmpty() ? "" : "`" + row.kafkaNames().replace(", ", "`, `") + "`";
        return "| "
                + String.join(
                        " | ",
                        "`" + row.field() + "`",
                        row.kind().typeName().contains("<")
                                ? "`" + row.kind().typeName() + "`"
                                : row.kind().typeName(),
                        kafka,
                        defaultOf(definition, row),
                        row.kind().allowed(),
                        row.documentation())
                + " |\n";
    }

    private static <T> String defaultOf(ConfigDef definition, ClientProperty<T> row) {
        if (row.defaultValue().isPresent()) {
            return "**" + shown(row.defaultValue().get()) + "**";
        }
        return row.kafkaName()
                .map(definition.defaultValues()::get)
                .flatMap(row.kind()::fromKafka)
                .map(ConfigurationReference::shown)
                .orElse("");
    }

    private static String shown(Object value) {
        if (value instanceof Duration duration) {
            return shown(duration);
        }
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(name -> "`" + name.toString().replaceFirst(".*\\.", "") + "`")
                    .collect(Collectors.joining(", "));
        }
        return value.toString().isEmpty() ? "" : "`" + value + "`";
    }

    private static String shown(Duration duration) {
        if (duration.toMillisPart() != 0 || duration.isZero()) {
            return duration.toMillis() + " ms";
        }
        return duration.toSecondsPart() == 0 && duration.toMinutes() > 1
                ? duration.toMinutes() + " min"
                : duration.toSeconds() + " s";
    }

    private static Map<String, String> shown(Map<String, Object> properties) {
        return properties.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue() instanceof Class<?> type
                                ? type.getSimpleName()
                                : entry.getValue().toString()));
    }

    private static String pairs(Map<String, String> pairs, String quote) {
        return pairs.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(pair -> "- `" + pair.getKey() + "`: " + quote + pair.getValue() + quote + "\n")
                .collect(Collectors.joining());
    }
}
