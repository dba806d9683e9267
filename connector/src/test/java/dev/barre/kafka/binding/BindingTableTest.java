package dev.barre.kafka.binding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.barre.kafka.binding.Targets.Bean;
import dev.barre.kafka.binding.Targets.Circle;
import dev.barre.kafka.binding.Targets.Colour;
import dev.barre.kafka.binding.Targets.Created;
import dev.barre.kafka.binding.Targets.Deleted;
import dev.barre.kafka.binding.Targets.Empty;
import dev.barre.kafka.binding.Targets.Envelope;
import dev.barre.kafka.binding.Targets.Event;
import dev.barre.kafka.binding.Targets.Failing;
import dev.barre.kafka.binding.Targets.Flag;
import dev.barre.kafka.binding.Targets.Lenient;
import dev.barre.kafka.binding.Targets.Line;
import dev.barre.kafka.binding.Targets.Order;
import dev.barre.kafka.binding.Targets.Point;
import dev.barre.kafka.binding.Targets.Ref;
import dev.barre.kafka.binding.Targets.Shape;
import dev.barre.kafka.binding.Targets.Shapes;
import dev.barre.kafka.binding.Targets.Text;
import dev.barre.kafka.binding.Targets.Unit;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BindingTableTest {
    private final Binder binder = Binder.standard();

    static Stream<Arguments> rows() {
        return Stream.of(
                arguments(byte[].class, "\u0000x", new byte[] {0, 'x'}),
                arguments(Object.class, "x", new byte[] {'x'}),
                arguments(ByteBuffer.class, "xy", ByteBuffer.wrap(new byte[] {'x', 'y'})),
                arguments(ByteBuffer.class, "", ByteBuffer.allocate(0)),
                arguments(String.class, "", ""),
                arguments(String.class, "null", "null"),
                arguments(String.class, "\"a\" é 😀 \uFFFD", "\"a\" é 😀 \uFFFD"),
                arguments(boolean.class, "true", true),
                arguments(Boolean.class, "false", false),
                arguments(byte.class, "-128", (byte) -128),
                arguments(short.class, "32767", (short) 32767),
                arguments(int.class, "-2147483648", Integer.MIN_VALUE),
                arguments(Integer.class, "12", 12),
                arguments(long.class, "9223372036854775807", Long.MAX_VALUE),
                arguments(float.class, "1.1", 1.1f),
                arguments(double.class, "100.9", 100.9),
                arguments(Double.class, "-0.0", -0.0),
                arguments(double.class, "\"NaN\"", Double.NaN),
                arguments(double.class, "\"-Infinity\"", Double.NEGATIVE_INFINITY),
                arguments(char.class, "\"c\"", 'c'),
                arguments(
                        BigInteger.class,
                        "123456789012345678901234567890",
                        new BigInteger("123456789012345678901234567890")),
                arguments(BigDecimal.class, "1.10", new BigDecimal("1.10")),
                arguments(BigDecimal.class, "1E+30", new BigDecimal("1E+30")),
                arguments(
                        BigDecimal.class,
                        "0.1234567890123456789012345678901234567890",
                        new BigDecimal("0.1234567890123456789012345678901234567890")),
                arguments(JsonNode.class, "null", NullNode.getInstance()),
                arguments(JsonNode.class, "12", IntNode.valueOf(12)),
                arguments(JsonNode.class, "1.50", DecimalNode.valueOf(new BigDecimal("1.50"))),
                arguments(
                        ObjectNode.class,
                        "{\"a\":1}",
                        JsonNodeFactory.instance.objectNode().put("a", 1)),
                arguments(Colour.class, "\"RED\"", Colour.RED),
                arguments(Colour.class, "\"GREEN\"", Colour.GREEN),
                arguments(
                        UUID.class,
                        "\"5b1c1f2e-6b7a-4b3e-9d61-0f4f0c1c2d3e\"",
                        UUID.fromString("5b1c1f2e-6b7a-4b3e-9d61-0f4f0c1c2d3e")),
                arguments(LocalDate.class, "\"2024-02-29\"", LocalDate.of(2024, 2, 29)),
                arguments(
                        LocalDateTime.class,
                        "\"2024-02-29T10:15:30.123456789\"",
                        LocalDateTime.parse("2024-02-29T10:15:30.123456789")),
                arguments(
                        Instant.class,
                        "\"2024-02-29T10:15:30.123456789Z\"",
                        Instant.parse("2024-02-29T10:15:30.123456789Z")),
                arguments(
                        OffsetDateTime.class,
                        "\"2024-02-29T10:15:30+05:30\"",
                        OffsetDateTime.parse("2024-02-29T10:15:30+05:30")),
                arguments(
                        ZonedDateTime.class,
                        "\"2024-02-29T10:15:30+01:00[Europe/Paris]\"",
                        ZonedDateTime.parse("2024-02-29T10:15:30+01:00[Europe/Paris]")),
                arguments(Duration.class, "\"PT1M30.5S\"", Duration.parse("PT1M30.5S")),
                arguments(Year.class, "\"2024\"", Year.of(2024)),
                arguments(Flag.class, "{\"on\":true}", new Flag(true)),
                arguments(Empty.class, "{}", new Empty()),
                arguments(Bean.class, "{\"name\":\"n\",\"size\":3}", bean("n", 3)),
                arguments(
                        Line.class,
                        "{\"article\":null,\"quantity\":2,\"price\":0.10}",
                        new Line(null, 2, new BigDecimal("0.10"))),
                arguments(Text.class, "{\"text\":\"😀\"}", new Text("😀")),
                arguments(int[].class, "[1,2]", new int[] {1, 2}),
                arguments(byte[][].class, "[\"AQ==\"]", new byte[][] {{1}}),
                arguments(Flag[].class, "[{\"on\":true}]", new Flag[] {new Flag(true)}),
                arguments(
                        type(new Ref<List<Flag>>() {}),
                        "[{\"on\":true},null]",
                        java.util.Arrays.asList(new Flag(true), null)),
                arguments(type(new Ref<Set<String>>() {}), "[\"a\"]", Set.of("a")),
                arguments(type(new Ref<Map<String, List<Integer>>>() {}), "{\"a\":[1]}", Map.of("a", List.of(1))),
                arguments(
                        type(new Ref<Map<Colour, Flag>>() {}),
                        "{\"RED\":{\"on\":false}}",
                        Map.of(Colour.RED, new Flag(false))),
                arguments(
                        type(new Ref<Envelope<Flag>>() {}),
                        "{\"content\":{\"on\":true}}",
                        new Envelope<>(new Flag(true))),
                arguments(Map.class, "{\"a\":[1,2.5,\"x\",true]}", Map.of("a", List.of(1, 2.5, "x", true))),
                arguments(type(new Ref<Optional<String>>() {}), "null", Optional.of("null")),
                arguments(type(new Ref<Optional<Flag>>() {}), "{\"on\":true}", Optional.of(new Flag(true))),
                arguments(type(new Ref<Optional<JsonNode>>() {}), "null", Optional.of(NullNode.getInstance())),
                arguments(OptionalInt.class, "3", OptionalInt.of(3)),
                arguments(Shape.class, "{\"x\":1,\"y\":2}", new Point(1, 2)),
                arguments(Shape.class, "{\"x\":1,\"y\":2,\"radius\":1.5}", new Circle(1, 2, 1.5)),
                arguments(Shape.class, "\"ONE\"", Unit.ONE),
                arguments(
                        Shape.class,
                        "{\"parts\":[{\"x\":1,\"y\":2},{\"parts\":[]},\"ONE\",null]}",
                        new Shapes(java.util.Arrays.asList(new Point(1, 2), new Shapes(List.of()), Unit.ONE, null))),
                arguments(Point.class, "{\"x\":1,\"y\":2}", new Point(1, 2)),
                arguments(type(new Ref<List<Shape>>() {}), "[{\"x\":1,\"y\":2}]", List.of(new Point(1, 2))),
                arguments(Event.class, "{\"kind\":\"deleted\",\"id\":\"7\"}", new Deleted("7")),
                arguments(
                        type(new Ref<List<Event>>() {}),
                        "[{\"kind\":\"created\",\"id\":\"1\"},{\"kind\":\"deleted\",\"id\":\"2\"}]",
                        List.of(new Created("1"), new Deleted("2"))),
                arguments(
                        type(new Ref<Map<String, Event>>() {}),
                        "{\"a\":{\"kind\":\"created\",\"id\":\"1\"}}",
                        Map.of("a", new Created("1"))));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void row_bothDirections(Type type, String wire, Object value) {
        byte[] bytes = wire.getBytes(UTF_8);

        assertThat(bound(type, bytes)).isEqualTo(value);
        assertThat(new String(binder.encoder().encode(value), UTF_8)).isEqualTo(wire);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments(int.class, "\"12\""),
                arguments(int.class, "1.0"),
                arguments(int.class, "1.5"),
                arguments(int.class, "1e2"),
                arguments(int.class, "2147483648"),
                arguments(int.class, "true"),
                arguments(int.class, "null"),
                arguments(int.class, ""),
                arguments(int.class, " "),
                arguments(int.class, "1 2"),
                arguments(int.class, "1}"),
                arguments(int.class, "[1]"),
                arguments(int.class, "01"),
                arguments(Integer.class, "null"),
                arguments(byte.class, "128"),
                arguments(byte.class, "200"),
                arguments(short.class, "32768"),
                arguments(long.class, "9223372036854775808"),
                arguments(long.class, "1.0"),
                arguments(BigInteger.class, "1.5"),
                arguments(BigInteger.class, "\"1\""),
                arguments(float.class, "1e39"),
                arguments(double.class, "1e400"),
                arguments(double.class, "\"1.5\""),
                arguments(double.class, "\"\""),
                arguments(double.class, "NaN"),
                arguments(BigDecimal.class, "\"1.5\""),
                arguments(boolean.class, "\"true\""),
                arguments(boolean.class, "1"),
                arguments(boolean.class, "TRUE"),
                arguments(char.class, "\"\""),
                arguments(char.class, "\"ab\""),
                arguments(char.class, "97"),
                arguments(Colour.class, "0"),
                arguments(Colour.class, "\"0\""),
                arguments(Colour.class, "\"BLUE\""),
                arguments(Colour.class, "\"\""),
                arguments(LocalDate.class, "19000"),
                arguments(LocalDate.class, "[2024,1,1]"),
                arguments(LocalDate.class, "\"2023-02-29\""),
                arguments(LocalDate.class, "\"\""),
                arguments(Instant.class, "1700000000"),
                arguments(Instant.class, "1.5"),
                arguments(Duration.class, "90"),
                arguments(Flag.class, "{}"),
                arguments(Flag.class, "{\"on\":null}"),
                arguments(Flag.class, "{\"on\":\"true\"}"),
                arguments(Flag.class, "{\"on\":true,\"off\":false}"),
                arguments(Flag.class, "null"),
                arguments(Flag.class, "\"\""),
                arguments(Flag.class, "[]"),
                arguments(Flag.class, "{\"on\":true,\"on\":false}"),
                arguments(Flag.class, "{\"on\":true} x"),
                arguments(Text.class, "{\"text\":12}"),
                arguments(Text.class, "{\"text\":true}"),
                arguments(Text.class, "{\"text\":1.5}"),
                arguments(JsonNode.class, ""),
                arguments(JsonNode.class, "bare"),
                arguments(JsonNode.class, "{\"a\":1,\"a\":2}"),
                arguments(ObjectNode.class, "[]"),
                arguments(ObjectNode.class, "null"),
                arguments(IntNode.class, "\"x\""),
                arguments(type(new Ref<List<Integer>>() {}), "[1,\"2\"]"),
                arguments(type(new Ref<List<Integer>>() {}), "1"),
                arguments(type(new Ref<Map<String, Integer>>() {}), "{\"a\":1.5}"),
                arguments(type(new Ref<Optional<Integer>>() {}), "\"1\""),
                arguments(int[].class, "[null]"),
                arguments(Shape.class, "{\"x\":1,\"parts\":[]}"),
                arguments(Shape.class, "{\"x\":1,\"y\":2,\"z\":3}"),
                arguments(Shape.class, "[\"dev.barre.kafka.binding.Targets$Point\",{\"x\":1,\"y\":2}]"),
                arguments(Shape.class, "12"),
                arguments(Shape.class, "\"TWO\""),
                arguments(Event.class, "{\"kind\":\"moved\",\"id\":\"7\"}"),
                arguments(Event.class, "{\"id\":\"7\"}"),
                arguments(Failing.class, "{\"a\":1}"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void unfit_fails(Type type, String wire) {
        Binding<Object> binding = binder.decoder(type).decode(wire.getBytes(UTF_8));

        assertThat(binding).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.retriable()).isFalse();
            assertThat(failed.cause()).isInstanceOf(DecodingException.class);
        });
    }

    @ParameterizedTest
    @MethodSource("rows")
    void tombstone_isNullForEveryType(Type type, String wire, Object value) {
        assertThat(bound(type, null)).isEqualTo(value instanceof Optional ? Optional.empty() : null);
    }

    @Test
    void nullAndEmptyOptional_areTombstones() {
        assertThat(binder.encoder().encode(null)).isNull();
        assertThat(binder.encoder().encode(Optional.empty())).isNull();
    }

    @Test
    void literalNull_isAnEmptyOptional() {
        assertThat(bound(type(new Ref<Optional<Flag>>() {}), "null".getBytes(UTF_8)))
                .isEqualTo(Optional.empty());
    }

    @Test
    void bytes_areTheSameArray() {
        byte[] bytes = {1};

        assertThat(bound(byte[].class, bytes)).isSameAs(bytes);
        assertThat(binder.encoder().encode(bytes)).isSameAs(bytes);
    }

    @Test
    void byteBuffer_isReadOnlyAndKeepsItsPosition() {
        assertThat((ByteBuffer) bound(ByteBuffer.class, new byte[] {1})).matches(ByteBuffer::isReadOnly);
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(4).put(0, (byte) 1).position(1).limit(3);

        assertThat(binder.encoder().encode(buffer)).hasSize(2);
        assertThat(buffer.position()).isEqualTo(1);
    }

    @Test
    void malformedUtf8_failsWithItsPosition() {
        Binding<String> binding = binder.<String>decoder(String.class).decode(new byte[] {'a', 'b', (byte) 0xC3, '('});

        assertThat(binding)
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.cause()).hasMessageContaining("byte 2"));
    }

    @Test
    void truncatedUtf8_fails() {
        assertThat(binder.<String>decoder(String.class).decode(new byte[] {(byte) 0xE2, (byte) 0x82}))
                .isInstanceOf(Failed.class);
    }

    @Test
    void unpairedSurrogate_cannotBeEncoded() {
        for (String text : List.of("a\uD800", "\uDC00", "\uD800a", "\uDC00\uD800")) {
            assertThatThrownBy(() -> binder.encoder().encode(text)).isInstanceOf(EncodingException.class);
        }
    }

    @Test
    void unknownField_isIgnoredWhereTheTypeSaysSo() {
        assertThat(bound(Lenient.class, "{\"a\":1,\"b\":2}".getBytes(UTF_8))).isEqualTo(new Lenient(1));
    }

    @Test
    void fieldTwice_lastCountsInBeanAndMap() {
        byte[] bytes = "{\"size\":1,\"size\":2}".getBytes(UTF_8);

        assertThat(bound(Bean.class, bytes)).isEqualTo(bean("", 2));
        assertThat(bound(Map.class, bytes)).isEqualTo(Map.of("size", 2));
    }

    @Test
    void record_withEverything_roundTrips() {
        Order order = new Order(
                "o-1",
                1L << 40,
                true,
                0.1 + 0.2,
                LocalDate.of(2024, 2, 29),
                Instant.parse("2024-02-29T10:15:30.5Z"),
                Colour.GREEN,
                Optional.of("note"),
                List.of(new Line("a", 1, new BigDecimal("1.00"))),
                Map.of("a", 1));

        assertThat(bound(Order.class, binder.encoder().encode(order))).isEqualTo(order);
    }

    @Test
    void absentOptionalField_isEmpty() {
        record Note(Optional<String> text) {}

        assertThat(bound(Note.class, "{}".getBytes(UTF_8))).isEqualTo(new Note(Optional.empty()));
    }

    @Test
    void decoder_isKeptPerType() {
        assertThat((Object) binder.decoder(Flag.class)).isSameAs(binder.decoder(Flag.class));
        assertThat((Object) binder.decoder(type(new Ref<List<Flag>>() {})))
                .isSameAs(binder.decoder(type(new Ref<List<Flag>>() {})));
    }

    private Object bound(Type type, byte[] bytes) {
        Binding<Object> binding = binder.decoder(type).decode(bytes);
        assertThat(binding).isInstanceOf(Bound.class);
        return ((Bound<?>) binding).value();
    }

    private static Type type(Ref<?> ref) {
        return ref.type();
    }

    private static Bean bean(String name, int size) {
        var bean = new Bean();
        bean.setName(name);
        bean.setSize(size);
        return bean;
    }
}
