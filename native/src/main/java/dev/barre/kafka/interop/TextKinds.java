package dev.barre.kafka.interop;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.internals.Topic;
import org.jspecify.annotations.Nullable;

/** The kinds of texts, flags and names. */
final class TextKinds {
    private TextKinds() {}

    /** Any text that is not blank. */
    static PropertyKind<String> text() {
        return new TextKind();
    }

    static PropertyKind<Boolean> flag() {
        return new Plain<>("boolean", value -> Optional.empty());
    }

    /** Names of topics, of which there is at least one. */
    static PropertyKind<List<String>> topics() {
        return new Plain<>("List<String>", TextKinds::topicsProblem);
    }

    /** A constant of an enum of the connector; the values are the names of the constants. */
    static PropertyKind<String> oneOf(String typeName, Map<String, String> kafkaValues) {
        return new OneOfKind(typeName, kafkaValues, Map.of());
    }

    /** {@link #oneOf(String, Map)} where Kafka has further words for some constants. */
    static PropertyKind<String> oneOf(
            String typeName, Map<String, String> kafkaValues, Map<String, String> constantsByAlias) {
        return new OneOfKind(typeName, kafkaValues, constantsByAlias);
    }

    /** A constant of an enum whose names are the values of Kafka. */
    static <E extends Enum<E>> PropertyKind<E> oneOf(Class<E> type) {
        return new EnumKind<>(type);
    }

    /**
     * A value that is not a property of Kafka as it is: it is used by the connector, or {@link SecurityMapping} takes it
     * apart.
     */
    static <T> PropertyKind<T> plain(String typeName) {
        return new Plain<>(typeName, value -> Optional.empty());
    }

    /** Additional properties; their values are shown only where they cannot be secret. */
    static PropertyKind<Map<String, String>> properties() {
        return new PropertiesKind();
    }

    private static Optional<String> topicsProblem(List<String> topics) {
        if (topics.isEmpty()) {
            return Optional.of("must name at least one topic");
        }
        for (String topic : topics) {
            try {
                Topic.validate(topic);
            } catch (InvalidTopicException e) {
                return Optional.of("has a name that no topic can have: " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    private record Plain<T>(String typeName, Function<T, Optional<String>> check) implements PropertyKind<T> {
        @Override
        public String allowed() {
            return "";
        }

        @Override
        public Optional<String> problem(T value) {
            return check.apply(value);
        }

        @Override
        public Object toKafka(T value) {
            return value;
        }

        @Override
        @SuppressWarnings("unchecked") // Kafka parses the property to the same type.
        public Optional<T> fromKafka(Object parsed) {
            return Optional.of((T) parsed);
        }
    }

    private record TextKind() implements PropertyKind<String> {
        @Override
        public String typeName() {
            return "String";
        }

        @Override
        public String allowed() {
            return "not blank";
        }

        @Override
        public Optional<String> problem(String value) {
            return value.isBlank() ? Optional.of("must not be blank") : Optional.empty();
        }

        @Override
        public Object toKafka(String value) {
            return value;
        }

        @Override
        public Optional<String> fromKafka(Object parsed) {
            return Optional.of(parsed.toString());
        }
    }

    private record OneOfKind(String typeName, Map<String, String> kafkaValues, Map<String, String> constantsByAlias)
            implements PropertyKind<String> {
        @Override
        public String allowed() {
            return kafkaValues.entrySet().stream()
                    .map(entry -> "`" + entry.getKey() + "` (`" + entry.getValue() + "`)")
                    .sorted()
                    .collect(Collectors.joining(", "));
        }

        @Override
        public Optional<String> problem(String value) {
            return kafkaValues.containsKey(value)
                    ? Optional.empty()
                    : Optional.of("must be one of "
                            + kafkaValues.keySet().stream().sorted().toList() + ", was " + value);
        }

        @Override
        public Object toKafka(String value) {
            @Nullable String kafkaValue = kafkaValues.get(value);
            if (kafkaValue == null) {
                throw new IllegalArgumentException(value);
            }
            return kafkaValue;
        }

        @Override
        public Optional<String> fromKafka(Object parsed) {
            return kafkaValues.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(parsed))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .or(() -> Optional.ofNullable(constantsByAlias.get(parsed.toString())));
        }
    }

    private record EnumKind<E extends Enum<E>>(Class<E> type) implements PropertyKind<E> {
        @Override
        public String typeName() {
            return type.getSimpleName();
        }

        @Override
        public String allowed() {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> "`" + constant + "`")
                    .collect(Collectors.joining(", "));
        }

        @Override
        public Optional<String> problem(E value) {
            return Optional.empty();
        }

        @Override
        public Object toKafka(E value) {
            return value.name();
        }

        @Override
        public Optional<E> fromKafka(Object parsed) {
            return Optional.of(Enum.valueOf(type, parsed.toString().toUpperCase(Locale.ROOT)));
        }
    }

    private record PropertiesKind() implements PropertyKind<Map<String, String>> {
        @Override
        public String typeName() {
            return "Map<String, String>";
        }

        @Override
        public String allowed() {
            return "";
        }

        @Override
        public Optional<String> problem(Map<String, String> value) {
            return Optional.empty();
        }

        @Override
        public Object toKafka(Map<String, String> value) {
            return value;
        }

        @Override
        public Optional<Map<String, String>> fromKafka(Object parsed) {
            return Optional.empty();
        }

        @Override
        public String shown(Map<String, String> value) {
            return value.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + Redaction.shown(entry.getKey(), entry.getValue()))
                    .sorted()
                    .collect(Collectors.joining(", ", "{", "}"));
        }
    }
}
