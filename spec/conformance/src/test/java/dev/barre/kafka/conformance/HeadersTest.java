package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.assigned;
import static dev.barre.kafka.conformance.Clients.pollUntil;
import static dev.barre.kafka.conformance.Clients.producer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.barre.kafka.Consumer;
import dev.barre.kafka.Headers;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerRecord;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.Topic;
import java.util.AbstractMap.SimpleEntry;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Chapter 12. */
@ExtendWith(EmbeddedKafkaExtension.class)
class HeadersTest {
    private static final byte[] NOT_TEXT = {0, (byte) 0xff};

    private static Headers mixed() {
        return Headers.builder()
                .add("b", "1")
                .add("a", "2")
                .add("b", "3")
                .add("none", (String) null)
                .add("raw", NOT_TEXT)
                .add("empty", "")
                .add("b", (byte[]) null)
                .build();
    }

    @Test
    @Clause({"12-1", "13-3"})
    void sent_keepOrderRepetitionsAndNulls(@BootstrapServers String servers, @Topic String topic) {
        try (Producer producer = producer(servers);
                RawKafka raw = RawKafka.at(servers)) {
            producer.send(ProducerRecord.of(topic, "x").withHeaders(mixed()));
            Header[] read = raw.read(topic, 1).get(0).headers().toArray();
            assertThat(read).extracting(Header::key).containsExactly("b", "a", "b", "none", "raw", "empty", "b");
            assertThat(read)
                    .extracting(Header::value)
                    .containsExactly(
                            "1".getBytes(UTF_8),
                            "2".getBytes(UTF_8),
                            "3".getBytes(UTF_8),
                            null,
                            NOT_TEXT,
                            new byte[0],
                            null);
        }
    }

    @Test
    @Clause({"12-1", "13-3"})
    void received_keepOrderRepetitionsAndNulls(@BootstrapServers String servers, @Topic String topic) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = assigned(servers, topic, 1)) {
            raw.writeWithHeaders(
                    topic,
                    "x",
                    List.of(
                            entry("b", "1".getBytes(UTF_8)),
                            entry("a", "2".getBytes(UTF_8)),
                            entry("b", "3".getBytes(UTF_8)),
                            new SimpleEntry<>("none", null),
                            entry("raw", NOT_TEXT),
                            entry("empty", new byte[0]),
                            new SimpleEntry<>("b", null)));
            Headers headers = pollUntil(consumer, 1, String.class).get(0).headers();
            assertThat(headers).isEqualTo(mixed());
            assertThat(headers)
                    .extracting(Headers.Header::name)
                    .containsExactly("b", "a", "b", "none", "raw", "empty", "b");
        }
    }

    @Test
    @Clause("12-2")
    void values_areFirstOrAll() {
        Headers headers = mixed();
        assertThat(headers.string("b")).hasValue("1");
        assertThat(headers.strings("b")).containsExactly("1", "3", null);
        assertThat(headers.bytes("raw")).isEqualTo(NOT_TEXT);
        assertThat(headers.allBytes("b")).containsExactly("1".getBytes(UTF_8), "3".getBytes(UTF_8), null);
        assertThat(headers.string("empty")).hasValue("");
        assertThat(headers.string("none")).isEmpty();
        assertThat(headers.bytes("none")).isNull();
        assertThat(headers.string("absent")).isEmpty();
        assertThat(headers.strings("absent")).isEmpty();
        assertThat(headers.bytes("absent")).isNull();
        assertThat(headers.allBytes("absent")).isEmpty();
    }

    @Test
    @Clause("12-3")
    void views_showEverythingAndChangeNothing() {
        Headers headers = mixed();
        assertThat(headers.names()).containsExactly("b", "a", "none", "raw", "empty");
        assertThat(headers.contains("none")).isTrue();
        assertThat(headers.contains("absent")).isFalse();
        assertThat(headers.size()).isEqualTo(7);
        assertThat(headers.isEmpty()).isFalse();
        assertThat(Headers.empty().isEmpty()).isTrue();
        assertThat(Headers.empty().size()).isZero();
        assertThatThrownBy(() -> headers.names().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> headers.strings("b").clear()).isInstanceOf(UnsupportedOperationException.class);
        Iterator<Headers.Header> iterator = headers.iterator();
        iterator.next();
        assertThatThrownBy(iterator::remove).isInstanceOf(UnsupportedOperationException.class);
        Headers.Builder builder = Headers.builder().add("a", "1");
        Headers built = builder.build();
        builder.add("b", "2");
        assertThat(built.size()).isEqualTo(1);
    }

    @Test
    @Clause("12-4")
    void headers_areEqualByContent() {
        assertThat(mixed()).isEqualTo(mixed()).hasSameHashCodeAs(mixed());
        assertThat(Headers.of("a", "1"))
                .isEqualTo(Headers.builder().add("a", "1").build());
        assertThat(Headers.of("a", "1")).isNotEqualTo(Headers.of("a", "2"));
        assertThat(Headers.builder().build()).isEqualTo(Headers.empty());
    }
}
