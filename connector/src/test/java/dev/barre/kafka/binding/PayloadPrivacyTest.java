package dev.barre.kafka.binding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.barre.kafka.binding.Targets.Colour;
import dev.barre.kafka.binding.Targets.Event;
import dev.barre.kafka.binding.Targets.Flag;
import dev.barre.kafka.binding.Targets.Guarded;
import dev.barre.kafka.binding.Targets.Line;
import dev.barre.kafka.binding.Targets.Order;
import dev.barre.kafka.binding.Targets.Ref;
import dev.barre.kafka.binding.Targets.Shape;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

class PayloadPrivacyTest {
    public record Leaky(String value) {
        public String getOther() {
            throw new IllegalStateException(value);
        }
    }

    private static final String SECRET = "s3cr3t";

    static Stream<Arguments> leaky() {
        return Stream.of(
                arguments(int.class, "\"s3cr3t\""),
                arguments(int.class, "s3cr3t"),
                arguments(int.class, "\"s3cr3t"),
                arguments(boolean.class, "\"s3cr3t\""),
                arguments(BigDecimal.class, "\"s3cr3t\""),
                arguments(Colour.class, "\"s3cr3t\""),
                arguments(LocalDate.class, "\"s3cr3t\""),
                arguments(JsonNode.class, "{\"s3cr3t\":1,\"s3cr3t\":2}"),
                arguments(Flag.class, "{\"s3cr3t\":1}"),
                arguments(Flag.class, "{\"on\":\"s3cr3t\"}"),
                arguments(Flag.class, "\"s3cr3t\""),
                arguments(Guarded.class, "{\"secret\":\"s3cr3t\"}"),
                arguments(Shape.class, "{\"s3cr3t\":1}"),
                arguments(Event.class, "{\"kind\":\"s3cr3t\"}"),
                arguments(Order.class, "{\"lines\":[{\"quantity\":\"s3cr3t\"}]}"),
                arguments(new Ref<Map<String, Integer>>() {}.type(), "{\"s3cr3t\":\"s3cr3t\"}"),
                arguments(new Ref<Map<Integer, Integer>>() {}.type(), "{\"s3cr3t\":1}"),
                arguments(new Ref<Map<String, Line>>() {}.type(), "{\"s3cr3t\":{\"quantity\":null}}"),
                arguments(Document.class, "<s3cr3t>"),
                arguments(Document.class, "s3cr3t"),
                arguments(String.class, "s3cr3t\u00ff"));
    }

    @ParameterizedTest
    @MethodSource("leaky")
    void failure_neverQuotesThePayload(Type type, String wire) {
        // Latin-1, so that the text is malformed UTF-8.
        byte[] bytes = wire.getBytes(type == String.class ? java.nio.charset.StandardCharsets.ISO_8859_1 : UTF_8);

        Failed<?> failed = (Failed<?>) Binder.standard().decoder(type).decode(bytes);

        assertThat(failed.toString()).doesNotContain(SECRET);
        assertThat(failed.cause()).hasNoCause().hasNoSuppressedExceptions();
        assertThat(failed.cause().getMessage()).startsWith("Not ").doesNotContain(SECRET);
    }

    @Test
    void failure_namesTypePathAndPlace() {
        byte[] bytes = "{\"lines\":[{\"quantity\":1},\n{\"quantity\":\"x\"}]}".getBytes(UTF_8);

        Failed<?> failed = (Failed<?>) Binder.standard().decoder(Order.class).decode(bytes);

        assertThat(failed.cause())
                .hasMessageContaining("dev.barre.kafka.binding.Targets$Order")
                .hasMessageContaining("no int at lines[1].quantity")
                .hasMessageContaining("line 2, column");
    }

    @Test
    void failureBelowAMapKey_namesOnlyDeclaredFields() {
        byte[] bytes = "{\"s3cr3t\":{\"quantity\":\"x\"}}".getBytes(UTF_8);

        Failed<?> failed = (Failed<?>) Binder.standard()
                .decoder(new Ref<Map<String, Line>>() {}.type())
                .decode(bytes);

        assertThat(failed.cause()).hasMessageContaining(" at *.quantity");
    }

    @Test
    void failure_withPayloadInMessages_keepsTheOriginal() {
        Binder open = Binder.builder().withPayloadInMessages(true).build();

        Failed<?> failed = (Failed<?>) open.decoder(int.class).decode("\"s3cr3t\"".getBytes(UTF_8));

        assertThat(failed.cause()).hasRootCauseMessage(failed.cause().getCause().getMessage());
        assertThat(failed.cause().getCause()).hasMessageContaining(SECRET);
    }

    @Test
    void encodingFailure_neverQuotesThePayload() {
        assertThatThrownBy(() -> Binder.standard().encoder().encode(List.of(new Leaky(SECRET))))
                .isInstanceOf(EncodingException.class)
                .hasNoCause()
                .hasMessageContaining("[0].other")
                .hasMessageContaining("IllegalStateException")
                .message()
                .doesNotContain(SECRET);
    }
}
