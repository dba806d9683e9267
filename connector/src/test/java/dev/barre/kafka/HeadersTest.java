package dev.barre.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.junit.jupiter.api.Test;

class HeadersTest {
    private final Headers headers = Headers.builder()
            .add("trace", "one")
            .add("empty", "")
            .add("trace", (String) null)
            .add("trace", "three")
            .add("null", (byte[]) null)
            .build();

    @Test
    void string_severalOfTheName_isTheFirst() {
        assertThat(headers.string("trace")).contains("one");
        assertThat(headers.string("empty")).contains("");
        assertThat(headers.string("null")).isEmpty();
        assertThat(headers.string("absent")).isEmpty();
    }

    @Test
    void strings_keepOrderAndNull() {
        assertThat(headers.strings("trace")).containsExactly("one", null, "three");
        assertThat(headers.strings("absent")).isEmpty();
        assertThat(headers.allBytes("trace")).hasSize(3).element(1).isNull();
    }

    @Test
    void contains_nullValue_isThere() {
        assertThat(headers.contains("null")).isTrue();
        assertThat(headers.bytes("null")).isNull();
        assertThat(headers.contains("absent")).isFalse();
        assertThat(headers.bytes("trace")).isEqualTo("one".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void names_areDistinctAndInOrder() {
        assertThat(headers.names()).containsExactly("trace", "empty", "null");
        assertThat(headers.size()).isEqualTo(5);
        assertThat(Headers.empty().isEmpty()).isTrue();
    }

    @Test
    void with_leavesTheOriginalAlone() {
        Headers more = headers.with("last", "x");

        assertThat(more.size()).isEqualTo(6);
        assertThat(headers.contains("last")).isFalse();
    }

    @Test
    void whatIsHandedOut_cannotBeChanged() {
        Iterator<Headers.Header> iterator = headers.iterator();
        iterator.next();
        assertThatThrownBy(iterator::remove).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> headers.names().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> headers.strings("trace").clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void builder_usedAgain_doesNotChangeWhatItBuilt() {
        Headers.Builder builder = Headers.builder().add("a", "1");
        Headers first = builder.build();
        builder.add("b", "2");

        assertThat(first.size()).isEqualTo(1);
    }

    @Test
    void equals_sameNamesAndBytesInOrder() {
        assertThat(Headers.of("a", "1")).isEqualTo(Headers.of("a", "1")).hasSameHashCodeAs(Headers.of("a", "1"));
        assertThat(Headers.of("a", "1")).isNotEqualTo(Headers.of("a", "2"));
    }

    @Test
    void toString_showsNoValue() {
        assertThat(headers.toString()).doesNotContain("one", "three").contains("trace");
        assertThat(headers.iterator().next()).hasToString("trace[3 bytes]");
    }
}
