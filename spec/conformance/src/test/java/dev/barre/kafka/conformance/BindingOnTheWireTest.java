package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.assigned;
import static dev.barre.kafka.conformance.Clients.partitions;
import static dev.barre.kafka.conformance.Clients.producer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.barre.kafka.CompressionType;
import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.ConsumerRecord;
import dev.barre.kafka.OffsetReset;
import dev.barre.kafka.PartitionOffset;
import dev.barre.kafka.PayloadBindingException;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.ProducerRecord;
import dev.barre.kafka.RecordPart;
import dev.barre.kafka.TypeRef;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.Topic;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

/** Chapters 6 and 13: bytes that a foreign client wrote become Java values, and the other way round. */
@ExtendWith(EmbeddedKafkaExtension.class)
@SuppressWarnings("ArrayRecordComponent") // the cases are never compared
class BindingOnTheWireTest {
    /** What a foreign client wrote and what it becomes: a value, or a binding failure. */
    record Case(byte @Nullable [] wire, TypeRef<?> target, Optional<Object> expected, boolean fails) {
        @Override
        public String toString() {
            String text = wire == null ? "null" : new String(wire, UTF_8);
            return (text.length() > 40 ? text.substring(0, 40) + "..." : text) + " as " + target
                    + (fails ? " fails" : "");
        }
    }

    sealed interface Shape permits Circle, Square {}

    record Circle(double radius) implements Shape {}

    record Square(double side) implements Shape {}

    /** A bean. */
    public static class Point {
        private int x;
        private int y;

        public int getX() {
            return x;
        }

        public void setX(int x) {
            this.x = x;
        }

        public int getY() {
            return y;
        }

        public void setY(int y) {
            this.y = y;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Point point && point.x == x && point.y == y;
        }

        @Override
        public int hashCode() {
            return 31 * x + y;
        }

        static Point at(int x, int y) {
            Point point = new Point();
            point.setX(x);
            point.setY(y);
            return point;
        }
    }

    private static final String ORDER = "{\"orderId\":1,\"productName\":\"product-1\",\"paymentValid\":true}";

    private static Case good(String wire, Class<?> target, @Nullable Object expected) {
        return good(wire, TypeRef.of(target), expected);
    }

    private static Case good(String wire, TypeRef<?> target, @Nullable Object expected) {
        return new Case(wire.getBytes(UTF_8), target, Optional.ofNullable(expected), false);
    }

    private static Case bad(String wire, Class<?> target) {
        return bad(wire.getBytes(UTF_8), target);
    }

    private static Case bad(byte[] wire, Class<?> target) {
        return new Case(wire, TypeRef.of(target), Optional.empty(), true);
    }

    private static Case tombstone(Class<?> target) {
        return new Case(null, TypeRef.of(target), Optional.empty(), false);
    }

    static Stream<Case> rawCases() {
        byte[] anyBytes = {0, (byte) 0xff, 7};
        return Stream.of(
                new Case(anyBytes, TypeRef.of(byte[].class), Optional.of(anyBytes), false),
                new Case(anyBytes, TypeRef.of(Object.class), Optional.of(anyBytes), false),
                new Case(anyBytes, TypeRef.of(ByteBuffer.class), Optional.of(ByteBuffer.wrap(anyBytes)), false),
                new Case(new byte[0], TypeRef.of(byte[].class), Optional.of(new byte[0]), false));
    }

    static Stream<Case> textCases() {
        return Stream.of(
                good("", String.class, ""),
                good("123", String.class, "123"),
                good("\"quoted\"", String.class, "\"quoted\""),
                good("grün 密码 \uD83D\uDE00", String.class, "grün 密码 \uD83D\uDE00"),
                bad(new byte[] {(byte) 0xff}, String.class),
                bad(new byte[] {'a', (byte) 0xc3}, String.class));
    }

    static Stream<Case> scalarCases() {
        return Stream.of(
                good("true", boolean.class, true),
                good("false", Boolean.class, false),
                good("10", int.class, 10),
                good("-10", Integer.class, -10),
                good("9007199254740993", long.class, 9_007_199_254_740_993L),
                good("2.5", double.class, 2.5),
                good("3", double.class, 3.0),
                good("1.10", BigDecimal.class, new BigDecimal("1.10")),
                bad("\"12\"", int.class),
                bad("1.5", int.class),
                bad("3000000000", int.class),
                bad("9223372036854775808", long.class),
                bad("1", boolean.class),
                bad("\"true\"", boolean.class),
                bad("word", int.class),
                bad("1 2", int.class),
                bad("", int.class),
                bad("", boolean.class));
    }

    static Stream<Case> jsonCases() {
        return Stream.of(
                good(ORDER, Order.class, Order.numbered(1)),
                good("{\"x\":1,\"y\":2}", Point.class, Point.at(1, 2)),
                good(
                        "{\"a\":1,\"b\":[true,null]}",
                        JsonNode.class,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("a", 1)
                                .set(
                                        "b",
                                        JsonNodeFactory.instance
                                                .arrayNode()
                                                .add(true)
                                                .addNull())),
                good("{\"a\":1,\"b\":2}", new TypeRef<Map<String, Integer>>() {}, Map.of("a", 1, "b", 2)),
                good("[" + ORDER + "]", new TypeRef<List<Order>>() {}, List.of(Order.numbered(1))),
                good("[1,2,3]", int[].class, new int[] {1, 2, 3}),
                bad(ORDER.replace("}", ",\"extra\":1}"), Order.class),
                bad(ORDER.replace("true", "\"yes\""), Order.class),
                bad(ORDER.replace(":1,", ":\"1\","), Order.class),
                bad(ORDER + " trailing", Order.class),
                bad("[" + ORDER + "]", Order.class),
                bad("", Order.class),
                bad("{", Order.class),
                bad("", JsonNode.class),
                bad("", int[].class));
    }

    static Stream<Case> missingFieldCases() {
        return Stream.of(
                good("{\"orderId\":1,\"paymentValid\":true}", Order.class, new Order(1, null, true)),
                good(
                        "{\"orderId\":1,\"productName\":null,\"paymentValid\":true}",
                        Order.class,
                        new Order(1, null, true)),
                bad("{\"productName\":\"product-1\",\"paymentValid\":true}", Order.class),
                bad("{\"orderId\":null,\"productName\":\"product-1\",\"paymentValid\":true}", Order.class));
    }

    static Stream<Case> sealedCases() {
        return Stream.of(
                good("{\"radius\":2.0}", Shape.class, new Circle(2)),
                good("{\"side\":3.0}", Shape.class, new Square(3)),
                bad("{\"height\":3.0}", Shape.class));
    }

    static Stream<Case> optionalCases() {
        return Stream.of(
                good("5", new TypeRef<Optional<Integer>>() {}, Optional.of(5)),
                good("null", new TypeRef<Optional<Integer>>() {}, Optional.empty()),
                good("null", JsonNode.class, JsonNodeFactory.instance.nullNode()),
                good("null", String.class, "null"),
                bad("null", int.class),
                bad("null", Integer.class),
                bad("null", Order.class),
                bad("null", int[].class));
    }

    static Stream<Case> tombstones() {
        return Stream.of(
                        byte[].class,
                        Object.class,
                        ByteBuffer.class,
                        String.class,
                        int.class,
                        Long.class,
                        BigDecimal.class,
                        JsonNode.class,
                        Order.class,
                        Shape.class,
                        int[].class,
                        Document.class)
                .map(BindingOnTheWireTest::tombstone);
    }

    @ParameterizedTest
    @MethodSource("rawCases")
    @Clause({"6.1-1", "13-3"})
    void rawBytes_stayAsTheyAre(Case wire, @BootstrapServers String servers, @Topic String topic) {
        check(wire, servers, topic);
    }

    @ParameterizedTest
    @MethodSource("textCases")
    @Clause({"6.1-2", "13-3"})
    void text_isStrictUtf8(Case wire, @BootstrapServers String servers, @Topic String topic) {
        check(wire, servers, topic);
    }

    @ParameterizedTest
    @MethodSource("scalarCases")
    @Clause({"6.1-3", "6.1-6"})
    void scalars_areJson(Case wire, @BootstrapServers String servers, @Topic String topic) {
        check(wire, servers, topic);
    }

    @ParameterizedTest
    @MethodSource("jsonCases")
    @Clause({"6.1-4", "6.1-6"})
    void structures_areJson(Case wire, @BootstrapServers String servers, @Topic String topic) {
        check(wire, servers, topic);
    }

    @ParameterizedTest
    @MethodSource("missingFieldCases")
    @Clause("6.1-11")
    void missingFields_areNullOrAFailure(Case wire, @BootstrapServers String servers, @Topic String topic) {
        check(wire, servers, topic);
    }

    @ParameterizedTest
    @MethodSource("sealedCases")
    @Clause("6.1-5")
    void sealedInterfaces_areToldApart(Case wire, @BootstrapServers String servers, @Topic String topic) {
        check(wire, servers, topic);
    }

    @ParameterizedTest
    @MethodSource("optionalCases")
    @Clause("6.1-8")
    void nullWord_isANullForFewTypes(Case wire, @BootstrapServers String servers, @Topic String topic) {
        check(wire, servers, topic);
    }

    @ParameterizedTest
    @MethodSource("tombstones")
    @Clause("13-1")
    void tombstone_isNullForEveryType(Case wire, @BootstrapServers String servers, @Topic String topic) {
        check(wire, servers, topic);
    }

    /** Reads the case as a value, as a key and as a payload: all three must say the same. */
    private static void check(Case wire, String servers, String topic) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = Consumer.create(
                        servers,
                        ConsumerConfiguration.builder()
                                .offsetReset(OffsetReset.EARLIEST)
                                // A seek waits until the fetch that is under way has come back.
                                .fetchMaxWaitTime(Duration.ofMillis(20))
                                .autoSeekOnValidationFailure(false)
                                .build())) {
            consumer.assign(partitions(topic, 1));
            raw.write(topic, wire.wire(), wire.wire());
            TypeRef<byte[]> bytes = TypeRef.of(byte[].class);
            if (wire.fails()) {
                assertThat(failure(() -> consumer.poll(Clients.PATIENCE, bytes, wire.target()))
                                .part())
                        .isEqualTo(RecordPart.VALUE);
                assertThat(failure(() -> consumer.poll(Clients.PATIENCE, wire.target(), bytes))
                                .part())
                        .isEqualTo(RecordPart.KEY);
                failure(() -> consumer.pollPayload(Clients.PATIENCE, wire.target()));
                return;
            }
            ConsumerRecord<?, ?> received = consumer.poll(Clients.PATIENCE, wire.target(), wire.target())
                    .get(0);
            consumer.seekToBeginning(partitions(topic, 1));
            Object payload =
                    consumer.pollPayload(Clients.PATIENCE, wire.target()).get(0);
            for (Object value : Arrays.asList(received.value(), received.key(), payload)) {
                assertThat(value).isEqualTo(wire.expected().orElse(null));
            }
        }
    }

    private static PayloadBindingException failure(Runnable poll) {
        Throwable thrown = catchThrowable(poll::run);
        assertThat(thrown).isInstanceOf(PayloadBindingException.class);
        return (PayloadBindingException) thrown;
    }

    @Test
    @Clause({"6.1-8", "13-1"})
    void tombstone_isAnEmptyOptional(@BootstrapServers String servers, @Topic String topic) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = assigned(servers, topic, 1)) {
            raw.write(topic, null, null);
            TypeRef<Optional<Order>> optional = new TypeRef<>() {};
            assertThat(consumer.poll(Clients.PATIENCE, optional, optional))
                    .singleElement()
                    .satisfies(received -> {
                        assertThat(received.value()).isEmpty();
                        assertThat(received.key()).isEmpty();
                    });
        }
    }

    @Test
    @Clause("6.1-7")
    void xml_isADocumentWithoutExternalEntities(
            @BootstrapServers String servers, @Topic String good, @Topic String bad) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = assigned(servers, good, 1);
                Consumer refusing = Consumer.create(
                        servers,
                        ConsumerConfiguration.builder()
                                .offsetReset(OffsetReset.EARLIEST)
                                .autoSeekOnValidationFailure(false)
                                .build())) {
            raw.write(good, "<order id=\"7\"><product>tea</product></order>");
            Document document =
                    consumer.pollPayload(Clients.PATIENCE, Document.class).get(0);
            assertThat(document.getDocumentElement().getAttribute("id")).isEqualTo("7");
            assertThat(document.getDocumentElement().getTextContent()).isEqualTo("tea");
            raw.write(
                    bad,
                    "<!DOCTYPE order [<!ENTITY file SYSTEM \"file:///etc/hostname\">]><order>&file;</order>",
                    "<order>",
                    "no xml");
            refusing.assign(partitions(bad, 1));
            for (int offset = 0; offset < 3; offset++) {
                PayloadBindingException failure = failure(() -> refusing.pollPayload(Clients.PATIENCE, Document.class));
                assertThat(failure.partitionOffset().offset()).isEqualTo(offset);
                refusing.seek(PartitionOffset.of(bad, 0, offset + 1));
            }
        }
    }

    @Test
    @Clause("6.1-9")
    void keys_areBoundAsValues(@BootstrapServers String servers, @Topic String topic) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = assigned(servers, topic, 1)) {
            raw.write(topic, ORDER.getBytes(UTF_8), "1".getBytes(UTF_8));
            raw.write(topic, null, "2".getBytes(UTF_8));
            assertThat(Clients.until(2, () -> consumer.poll(Clients.ROUND, Order.class, int.class)))
                    .extracting(ConsumerRecord::key)
                    .containsExactly(Order.numbered(1), null);
        }
    }

    @Test
    @Clause("6.1-10")
    void typeThatCannotBeBound_isRefusedBeforeAnyRecord(@BootstrapServers String servers, @Topic String topic) {
        try (Consumer consumer = assigned(servers, topic, 1)) {
            ConnectorException failure = Failures.of(() -> consumer.poll(Clients.ROUND, Thread.class));
            assertThat(failure).isNotInstanceOf(PayloadBindingException.class).hasMessageContaining("Thread");
            Failures.of(() -> consumer.poll(Clients.ROUND, Thread.class, String.class));
            Failures.of(() -> consumer.pollPayload(Clients.ROUND, Runnable.class));
        }
    }

    /** A value and what a foreign client must read. */
    record Sent(@Nullable Object value, byte @Nullable [] wire) {
        Sent(@Nullable Object value, String wire) {
            this(value, wire.getBytes(UTF_8));
        }

        @Override
        public String toString() {
            return value == null ? "null" : value.getClass().getSimpleName();
        }
    }

    static Stream<Sent> rawSent() {
        byte[] bytes = {0, (byte) 0xff, 7};
        return Stream.of(
                new Sent(bytes, bytes),
                new Sent(ByteBuffer.wrap(bytes), bytes),
                new Sent(ByteBuffer.wrap(bytes).asReadOnlyBuffer(), bytes),
                new Sent("grün \"quoted\"", "grün \"quoted\""),
                new Sent("", new byte[0]));
    }

    static Stream<Sent> jsonSent() {
        return Stream.of(
                new Sent(10, "10"),
                new Sent(10L, "10"),
                new Sent(100.9, "100.9"),
                new Sent(new BigDecimal("1.10"), "1.10"),
                new Sent(true, "true"),
                new Sent(Order.numbered(1), ORDER),
                new Sent(Point.at(1, 2), "{\"x\":1,\"y\":2}"),
                new Sent(Map.of("a", 1), "{\"a\":1}"),
                new Sent(List.of(1, 2), "[1,2]"),
                new Sent(new int[] {1, 2}, "[1,2]"),
                new Sent(new Circle(2), "{\"radius\":2.0}"),
                new Sent(Optional.of(5), "5"),
                new Sent(JsonNodeFactory.instance.objectNode().put("a", 1), "{\"a\":1}"));
    }

    static Stream<Sent> nullSent() {
        return Stream.of(new Sent(null, (byte[]) null), new Sent(Optional.empty(), (byte[]) null));
    }

    @ParameterizedTest
    @MethodSource("rawSent")
    @Clause({"6.2-1", "13-3"})
    void bytesAndText_areSentAsTheyAre(Sent sent, @BootstrapServers String servers, @Topic String topic) {
        check(sent, servers, topic);
    }

    @ParameterizedTest
    @MethodSource("jsonSent")
    @Clause({"6.2-2", "13-3"})
    void structures_areSentAsCompactJson(Sent sent, @BootstrapServers String servers, @Topic String topic) {
        check(sent, servers, topic);
    }

    @ParameterizedTest
    @MethodSource("nullSent")
    @Clause({"6.2-3", "13-2"})
    void nulls_areSentAsNull(Sent sent, @BootstrapServers String servers, @Topic String topic) {
        check(sent, servers, topic);
    }

    /** Sends the value as key and as value: a foreign client must read the same bytes of both. */
    private static void check(Sent sent, String servers, String topic) {
        try (Producer producer = producer(servers);
                RawKafka raw = RawKafka.at(servers)) {
            producer.send(ProducerRecord.of(topic, sent.value(), sent.value()));
            var read = raw.read(topic, 1).get(0);
            assertThat(read.value()).isEqualTo(sent.wire());
            assertThat(read.key()).isEqualTo(sent.wire());
        }
    }

    /** A value and the type to read it back as. */
    record RoundTrip(Object value, TypeRef<?> type) {
        @Override
        public String toString() {
            return type.toString();
        }
    }

    static Stream<RoundTrip> roundTrips() {
        return Stream.of(
                new RoundTrip(new byte[] {1, 2}, TypeRef.of(byte[].class)),
                new RoundTrip("text", TypeRef.of(String.class)),
                new RoundTrip("", TypeRef.of(String.class)),
                new RoundTrip(Integer.MIN_VALUE, TypeRef.of(int.class)),
                new RoundTrip(Long.MAX_VALUE, TypeRef.of(long.class)),
                new RoundTrip(0.1, TypeRef.of(double.class)),
                new RoundTrip(new BigDecimal("12345678901234567890.123456789"), TypeRef.of(BigDecimal.class)),
                new RoundTrip(false, TypeRef.of(Boolean.class)),
                new RoundTrip(Order.numbered(7), TypeRef.of(Order.class)),
                new RoundTrip(Point.at(3, 4), TypeRef.of(Point.class)),
                new RoundTrip(new Square(1.5), TypeRef.of(Shape.class)),
                new RoundTrip(List.of(Order.numbered(1), Order.numbered(2)), new TypeRef<List<Order>>() {}),
                new RoundTrip(Map.of("a", List.of(1, 2)), new TypeRef<Map<String, List<Integer>>>() {}),
                new RoundTrip(new String[] {"a", "b"}, TypeRef.of(String[].class)),
                new RoundTrip(Optional.of(Order.numbered(9)), new TypeRef<Optional<Order>>() {}),
                new RoundTrip(Instant.parse("2026-11-21T10:15:30.123456789Z"), TypeRef.of(Instant.class)));
    }

    @ParameterizedTest
    @MethodSource("roundTrips")
    @Clause("6.2-4")
    void roundTrip_isTheIdentity(RoundTrip trip, @BootstrapServers String servers, @Topic String topic) {
        try (Producer producer = producer(servers);
                Consumer consumer = assigned(servers, topic, 1)) {
            producer.send(ProducerRecord.of(topic, trip.value(), trip.value()));
            ConsumerRecord<?, ?> received =
                    consumer.poll(Clients.PATIENCE, trip.type(), trip.type()).get(0);
            assertThat((Object) received.value()).isEqualTo(trip.value());
            assertThat((Object) received.key()).isEqualTo(trip.value());
        }
    }

    @Test
    @Clause({"6.2-1", "6.2-4"})
    void xml_goesRound(@BootstrapServers String servers, @Topic String from, @Topic String to) {
        try (RawKafka raw = RawKafka.at(servers);
                Producer producer = producer(servers);
                Consumer consumer = assigned(servers, from, 1)) {
            String xml = "<order id=\"7\"><product>tea &amp; milk</product></order>";
            raw.write(from, xml);
            Document document =
                    consumer.pollPayload(Clients.PATIENCE, Document.class).get(0);
            producer.send(ProducerRecord.of(to, document));
            assertThat(new String(raw.read(to, 1).get(0).value(), UTF_8)).endsWith(xml);
            consumer.assign(partitions(to, 1));
            Document again =
                    consumer.pollPayload(Clients.PATIENCE, Document.class).get(0);
            assertThat(again.isEqualNode(document)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    @Clause("13-4")
    void compressed_isReadByAnyClient(CompressionType type, @BootstrapServers String servers, @Topic String topic) {
        String repetitive = "barre ".repeat(20_000);
        ProducerConfiguration config =
                ProducerConfiguration.builder().compressionType(type).build();
        try (Producer producer = Producer.create(servers, config);
                RawKafka raw = RawKafka.at(servers)) {
            producer.send(ProducerRecord.of(topic, repetitive));
            assertThat(new String(raw.read(topic, 1).get(0).value(), UTF_8)).isEqualTo(repetitive);
            if (type == CompressionType.NONE) {
                assertThat(raw.size(topic)).isGreaterThan(repetitive.length());
            } else {
                assertThat(raw.size(topic)).isLessThan(repetitive.length() / 2);
            }
        }
    }
}
