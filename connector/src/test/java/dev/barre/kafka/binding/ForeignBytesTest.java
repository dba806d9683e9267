package dev.barre.kafka.binding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import dev.barre.kafka.binding.Targets.Ref;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

/** What somebody who may write to a topic could try. */
class ForeignBytesTest {
    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    interface ByClass {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS, property = "c")
    abstract static class ByMinimalClass {}

    record WithProperty(
            @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Object anything) {}

    record WithElements(
            @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) List<Object> all) {}

    record Nested(WithProperty inner) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
    @JsonSubTypes(@JsonSubTypes.Type(Listed.class))
    interface ByFieldsOfAny {}

    record Listed(int number) implements ByFieldsOfAny {}

    public record Unlisted(String name) implements ByFieldsOfAny {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
    sealed interface ByFieldsOfThese permits First, Second {}

    record First(int number) implements ByFieldsOfThese {}

    record Second(String name) implements ByFieldsOfThese {}

    record WithClass(Class<?> type) {}

    static Stream<Type> namingClasses() {
        return Stream.of(
                ByClass.class,
                ByMinimalClass.class,
                WithProperty.class,
                WithElements.class,
                Nested.class,
                ByFieldsOfAny.class,
                new Ref<List<ByClass>>() {}.type(),
                new Ref<Map<String, Nested>>() {}.type(),
                new Ref<Optional<WithProperty>>() {}.type());
    }

    @ParameterizedTest
    @MethodSource("namingClasses")
    void typeWhosePayloadsNameAClass_isRefusedBeforeTheFirstRecord(Type type) {
        assertThatThrownBy(() -> Binder.standard().decoder(type))
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessageContaining("name a class")
                .hasMessageContaining("sealed type");
    }

    @Test
    void typeWhosePayloadsNameAClass_isNotWrittenEither() {
        assertThatThrownBy(() -> Binder.standard().encoder().encode(new WithProperty(1)))
                .isInstanceOfAny(EncodingException.class, UnsupportedTypeException.class);
    }

    @Test
    void mapperWithDefaultTyping_isRefused() {
        ObjectMapper mapper = new ObjectMapper();
        mapper.activateDefaultTyping(BasicPolymorphicTypeValidator.builder()
                .allowIfBaseType(Object.class)
                .build());

        assertThatThrownBy(() -> Binder.using(mapper))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("default typing")
                .hasMessageContaining("deactivateDefaultTyping");
    }

    @Test
    void sealedTypeByFields_isBound_andAnArrayThatNamesAClassIsNot() {
        Binder binder = Binder.standard();

        assertThat(binder.decoder(ByFieldsOfThese.class).decode("{\"name\":\"n\"}".getBytes(UTF_8)))
                .isEqualTo(new Bound<>(new Second("n")));
        failed(binder, ByFieldsOfThese.class, "[\"" + Second.class.getName() + "\",{\"name\":\"n\"}]");
    }

    @Test
    void classByItsName_isNotLookedFor() {
        Initialized.seen = false;
        for (Binder binder : List.of(Binder.standard(), Binder.using(new ObjectMapper()))) {
            failed(binder, WithClass.class, "{\"type\":\"" + ForeignBytesTest.class.getName() + "$Loud\"}");
            failed(binder, Class.class, "\"" + ForeignBytesTest.class.getName() + "$Loud\"");
        }
        assertThat(Initialized.seen).isFalse();
    }

    /** Whether {@link Loud} was initialized. */
    static final class Initialized {
        static volatile boolean seen;

        private Initialized() {}
    }

    /** Does something when it is loaded, as some classes do. */
    static final class Loud {
        static {
            Initialized.seen = true;
        }

        private Loud() {}
    }

    @Test
    void written_isNoDeeperThanWhatIsRead() {
        Object nested = 1;
        for (int depth = 0; depth < 501; depth++) {
            nested = List.of(nested);
        }
        Object tooDeep = nested;

        assertThatThrownBy(() -> Binder.standard().encoder().encode(tooDeep)).isInstanceOf(EncodingException.class);
    }

    static Stream<Type> jsonTargets() {
        return Stream.of(
                JsonNode.class,
                Integer.class,
                new Ref<Map<String, Object>>() {}.type(),
                new Ref<List<Object>>() {}.type(),
                new Ref<Optional<JsonNode>>() {}.type());
    }

    @ParameterizedTest
    @MethodSource("jsonTargets")
    void json_nestedDeeperThanAllowed_failsAndSaysWhichLimit(Type type) {
        for (int depth : new int[] {501, 100_000}) {
            Failed<?> arrays = failed(Binder.standard(), type, "[".repeat(depth) + "]".repeat(depth));
            Failed<?> objects = failed(Binder.standard(), type, "{\"a\":".repeat(depth) + "1" + "}".repeat(depth));

            assertThat(arrays.retriable()).isFalse();
            // What is no tree fails before it is that deep.
            if (type == JsonNode.class) {
                assertThat(arrays.cause()).hasMessageContaining("maximum allowed (500, from maxNesting)");
                assertThat(objects.cause()).hasMessageContaining("maximum allowed (500, from maxNesting)");
            }
        }
    }

    @Test
    void json_nestedAsDeepAsAllowed_isBound() {
        Binder binder = Binder.builder().maxNesting(3).build();

        assertThat(binder.decoder(JsonNode.class).decode("[[[1]]]".getBytes(UTF_8)))
                .isInstanceOf(Bound.class);
        assertThat(failed(binder, JsonNode.class, "[[[[1]]]]").cause()).hasMessageContaining("(3, from maxNesting)");
    }

    @Test
    void json_longString_failsAndSaysWhichLimit() {
        Binder binder = Binder.builder().maxTextLength(10).build();

        assertThat(failed(binder, JsonNode.class, "\"" + "x".repeat(100_000) + "\"")
                        .cause())
                .hasMessageContaining("(10, from maxValueBytes)");
    }

    static Stream<Type> numbers() {
        return Stream.of(
                BigDecimal.class, BigInteger.class, Number.class, long.class, int.class, double.class, JsonNode.class);
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void json_numberThatWouldTakeForEver_fails(Type type) {
        assertThat(failed(Binder.standard(), type, "1".repeat(1_000_000)).retriable())
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void json_hugeExponent_endsAtOnce(Type type) {
        // Whether a decimal keeps it as it stands or an integer refuses it: nobody writes out a billion digits.
        Binding<?> binding = Binder.standard().decoder(type).decode("1e1000000000".getBytes(UTF_8));

        if (type == BigInteger.class || type == long.class || type == int.class || type == double.class) {
            assertThat(binding).isInstanceOf(Failed.class);
        }
    }

    @Test
    void xml_nestedDeeperThanAllowed_fails() {
        for (int depth : new int[] {501, 100_000}) {
            assertThat(failed(Binder.standard(), Document.class, "<a>".repeat(depth) + "</a>".repeat(depth))
                            .cause())
                    .hasMessageContaining("maxNesting (500)");
        }
        assertThat(Binder.standard()
                        .decoder(Document.class)
                        .decode(("<a>".repeat(500) + "</a>".repeat(500)).getBytes(UTF_8)))
                .isInstanceOf(Bound.class);
    }

    @Test
    void xml_includesAndSchemas_areNotFollowed() {
        Binding<Document> binding = Binder.standard()
                .<Document>decoder(Document.class)
                .decode(("<a xmlns:xi=\"http://www.w3.org/2001/XInclude\""
                                + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                                + " xsi:noNamespaceSchemaLocation=\"file:///etc/passwd\">"
                                + "<xi:include href=\"file:///etc/passwd\" parse=\"text\"/></a>")
                        .getBytes(UTF_8));

        Document document = ((Bound<Document>) binding).value();
        assertThat(document).isNotNull();
        assertThat(document.getDocumentElement().getTextContent()).isEmpty();
    }

    @Test
    void xml_manyAttributes_fails() {
        StringBuilder text = new StringBuilder("<a");
        for (int number = 0; number < 20_000; number++) {
            text.append(" b").append(number).append("=''");
        }

        assertThat(failed(Binder.standard(), Document.class, text + "/>").retriable())
                .isFalse();
    }

    private static Failed<?> failed(Binder binder, Type type, String payload) {
        Binding<?> binding = binder.decoder(type).decode(payload.getBytes(UTF_8));
        assertThat(binding).as(type.getTypeName()).isInstanceOf(Failed.class);
        return (Failed<?>) binding;
    }
}
