package dev.barre.kafka.binding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.barre.kafka.binding.Targets.Bean;
import dev.barre.kafka.binding.Targets.Colour;
import dev.barre.kafka.binding.Targets.Event;
import dev.barre.kafka.binding.Targets.Guarded;
import dev.barre.kafka.binding.Targets.Line;
import dev.barre.kafka.binding.Targets.Order;
import dev.barre.kafka.binding.Targets.Ref;
import dev.barre.kafka.binding.Targets.Shape;
import dev.barre.kafka.binding.Targets.Tree;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

class BindingPropertyTest {
    private static final Binder BINDER = Binder.standard();

    static List<Type> targets() {
        return List.of(
                byte[].class,
                Object.class,
                ByteBuffer.class,
                String.class,
                boolean.class,
                byte.class,
                short.class,
                int.class,
                long.class,
                float.class,
                double.class,
                char.class,
                BigInteger.class,
                BigDecimal.class,
                Number.class,
                JsonNode.class,
                Colour.class,
                LocalDate.class,
                Instant.class,
                Duration.class,
                Order.class,
                Bean.class,
                Guarded.class,
                Tree.class,
                Shape.class,
                Event.class,
                int[].class,
                Line[].class,
                Map.class,
                List.class,
                Document.class,
                new Ref<List<Order>>() {}.type(),
                new Ref<Map<String, Shape>>() {}.type(),
                new Ref<Optional<Order>>() {}.type());
    }

    @Property(tries = 400)
    void anyBytes_bindOrFail(@ForAll byte[] bytes) {
        targets().forEach(type -> assertBoundOrFailed(type, bytes));
    }

    /** Nearly right is where parsers break. */
    @Property(tries = 400)
    void anyJsonLikeText_bindsOrFails(@ForAll("jsonLike") String text) {
        targets().forEach(type -> assertBoundOrFailed(type, text.getBytes(UTF_8)));
    }

    @Provide
    Arbitrary<String> jsonLike() {
        return Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        ":",
                        "\"",
                        "null",
                        "true",
                        "-1",
                        "1e999999999",
                        "\"id\"",
                        "\"lines\"",
                        "\"x\"",
                        "\"kind\"",
                        "\"created\"",
                        "\\u",
                        "\uD83D\uDE00",
                        "<a>",
                        "</a>",
                        "<!DOCTYPE a>",
                        " ",
                        "99999999999999999999")
                .list()
                .ofMaxSize(20)
                .map(parts -> String.join("", parts));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void hugeAndDeep_bindOrFail(Type type) {
        int megabytes = 4 << 20;
        for (String text : List.of(
                "",
                "9".repeat(megabytes),
                "\"" + "x".repeat(megabytes) + "\"",
                "[".repeat(megabytes),
                "{\"children\":[".repeat(200_000),
                "{\"parts\":[".repeat(200_000),
                "{\"a\":".repeat(200_000) + "1" + "}".repeat(200_000),
                "[".repeat(400) + "]".repeat(400),
                "<a>".repeat(20_000) + "</a>".repeat(20_000),
                "1e" + "9".repeat(1000),
                "\uFEFF{}")) {
            assertBoundOrFailed(type, text.getBytes(UTF_8));
        }
        assertBoundOrFailed(type, null);
        assertBoundOrFailed(type, new byte[megabytes]);
    }

    private static void assertBoundOrFailed(Type type, byte[] bytes) {
        Binding<Object> binding = BINDER.decoder(type).decode(bytes);
        if (binding instanceof Failed<?> failed) {
            assertThat(failed.cause()).isInstanceOf(DecodingException.class);
        } else {
            assertThat(binding).isInstanceOf(Bound.class);
        }
    }

    @Property
    void anyText_roundTrips(@ForAll("pairedText") String text) {
        assertRoundTrip(String.class, text);
        assertRoundTrip(new Ref<List<String>>() {}.type(), List.of(text));
        assertRoundTrip(new Ref<Map<String, String>>() {}.type(), Map.of(text, text));
    }

    @Provide
    Arbitrary<String> pairedText() {
        return Arbitraries.strings().filter(text -> UTF_8.newEncoder().canEncode(text));
    }

    @Property
    void anyLoneSurrogate_roundTripsInsideJson(@ForAll("surrogates") String text) {
        assertRoundTrip(new Ref<List<String>>() {}.type(), List.of(text));
    }

    @Provide
    Arbitrary<String> surrogates() {
        return Arbitraries.strings()
                .withChars('a', '\uD83D', '\uDE00', '\u00E9')
                .ofMaxLength(6);
    }

    @Property
    void anyNumber_roundTrips(
            @ForAll int i, @ForAll long l, @ForAll byte b, @ForAll short s, @ForAll boolean z, @ForAll BigInteger big) {
        assertRoundTrip(int.class, i);
        assertRoundTrip(long.class, l);
        assertRoundTrip(byte.class, b);
        assertRoundTrip(short.class, s);
        assertRoundTrip(boolean.class, z);
        assertRoundTrip(BigInteger.class, big);
    }

    @Property
    void anyDouble_roundTrips(@ForAll long bits, @ForAll int floatBits) {
        assertRoundTrip(double.class, Double.longBitsToDouble(bits));
        assertRoundTrip(float.class, Float.intBitsToFloat(floatBits));
    }

    @Property
    void anyDecimal_roundTripsWithItsScale(@ForAll @Scale(30) BigDecimal decimal) {
        assertRoundTrip(BigDecimal.class, decimal);
        assertRoundTrip(Line.class, new Line("a", 1, decimal));
    }

    @Property
    void anyOrder_roundTrips(@ForAll("orders") Order order) {
        assertRoundTrip(Order.class, order);
        assertRoundTrip(new Ref<List<Order>>() {}.type(), List.of(order));
        assertRoundTrip(new Ref<Optional<Order>>() {}.type(), Optional.of(order));
    }

    @Provide
    Arbitrary<Order> orders() {
        Arbitrary<Line> lines = Arbitraries.integers()
                .flatMap(n -> Arbitraries.bigDecimals().ofScale(4).map(price -> new Line("a" + n, n, price)));
        Arbitrary<Instant> instants = Arbitraries.longs()
                .between(-10_000_000_000L, 10_000_000_000L)
                .flatMap(second -> Arbitraries.integers()
                        .between(0, 999_999_999)
                        .map(nano -> Instant.ofEpochSecond(second, nano)));
        return Arbitraries.strings()
                .alpha()
                .flatMap(id -> lines.list()
                        .ofMaxSize(5)
                        .flatMap(items -> instants.flatMap(
                                placed -> Arbitraries.doubles().map(weight -> Tuple.of(id, items, placed, weight)))))
                .map(t -> new Order(
                        t.get1(),
                        t.get3().getEpochSecond(),
                        t.get1().isEmpty(),
                        t.get4(),
                        LocalDate.ofEpochDay(t.get3().getEpochSecond() / 86_400),
                        t.get3(),
                        Colour.GREEN,
                        t.get1().isEmpty() ? Optional.empty() : Optional.of(t.get1()),
                        t.get2(),
                        Map.of(t.get1(), t.get2().size())));
    }

    @Property
    void anyBytes_roundTripAsBuffer(@ForAll byte[] bytes) {
        assertRoundTrip(byte[].class, bytes);
        assertRoundTrip(ByteBuffer.class, ByteBuffer.wrap(bytes));
    }

    private static void assertRoundTrip(Type type, Object value) {
        Binding<Object> binding = BINDER.decoder(type).decode(BINDER.encoder().encode(value));
        assertThat(binding)
                .isInstanceOfSatisfying(
                        Bound.class, bound -> assertThat(bound.value()).isEqualTo(value));
    }
}
